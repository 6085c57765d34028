/**
 * What a process needs to answer commands and reads, asked check by check. Every question is bounded in time, asked at
 * most once a second however many ask for it, and never twice at once: a part that hangs is not asked again before it
 * has answered, and fails until then.
 */

export interface HealthCheck {
  /** For an operator: a part, never a table, a host or an error's text. */
  readonly name: string;
  /** False, or a throw: it cannot serve now. */
  passes(): boolean | Promise<boolean>;
}

export interface CheckReport {
  readonly name: string;
  readonly status: 'ok' | 'failing';
  /** When it was first seen so, as far as anybody asked. */
  readonly since: string;
}

export interface ReadinessOptions {
  readonly checks: readonly HealthCheck[];
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** For one check to answer; default 1,500. */
  readonly timeoutMs?: number;
  /** For how long a report is good; default 1,000. */
  readonly freshMs?: number;
}

const DEFAULTS = { timeoutMs: 1_500, freshMs: 1_000 };

export class Readiness {
  private readonly checks: readonly WatchedCheck[];
  private readonly freshMs: number;
  private latest: { readonly report: Promise<readonly CheckReport[]>; readonly askedAtMs: number } | undefined;

  constructor(options: ReadinessOptions) {
    const { timeoutMs, freshMs } = { ...DEFAULTS, ...options };
    this.freshMs = freshMs;
    this.checks = options.checks.map((check) => new WatchedCheck(check, options.clock, timeoutMs));
  }

  /** Never rejects; takes at most `timeoutMs`. */
  report(): Promise<readonly CheckReport[]> {
    const nowMs = performance.now();
    if (!this.latest || nowMs - this.latest.askedAtMs >= this.freshMs) {
      this.latest = { report: Promise.all(this.checks.map((check) => check.ask())), askedAtMs: nowMs };
    }
    return this.latest.report;
  }
}

class WatchedCheck {
  private status: CheckReport['status'] | undefined;
  private since = '';
  private underWay: Promise<boolean> | undefined;

  constructor(
    private readonly check: HealthCheck,
    private readonly clock: () => number,
    private readonly timeoutMs: number,
  ) {}

  async ask(): Promise<CheckReport> {
    this.underWay ??= this.run();
    const status = (await inTime(this.underWay, this.timeoutMs)) ? 'ok' : 'failing';
    if (status !== this.status) this.since = new Date(this.clock()).toISOString();
    this.status = status;
    return { name: this.check.name, status, since: this.since };
  }

  private async run(): Promise<boolean> {
    try {
      return await this.check.passes();
    } catch {
      return false;
    } finally {
      this.underWay = undefined;
    }
  }
}

async function inTime(answer: Promise<boolean>, timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
