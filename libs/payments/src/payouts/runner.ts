/**
 * Attempts side by side, so many at once, and so many of one tenant: a bank that keeps one waiting keeps nobody else.
 * What waits is bounded, and what does not fit is found due later.
 */
interface Work {
  readonly key: string;
  readonly tenant: string;
  /** Must not reject. */
  run(): Promise<void>;
}

export interface RunnerBounds {
  readonly atOnce: number;
  readonly ofOneTenant: number;
  readonly waiting: number;
}

export class Runner {
  private readonly waiting: Work[] = [];
  /** Waiting or under way. */
  private readonly inHand = new Set<string>();
  private readonly runningOf = new Map<string, number>();
  private running = 0;
  private closing = false;
  private onIdle: (() => void) | undefined;

  constructor(private readonly bounds: RunnerBounds) {}

  /** How many more would be taken. */
  get room(): number {
    return this.closing ? 0 : this.bounds.waiting - this.waiting.length;
  }

  /** False: there is no room, or the key is in hand already. */
  add(work: Work): boolean {
    if (this.room <= 0 || this.inHand.has(work.key)) return false;
    this.inHand.add(work.key);
    this.waiting.push(work);
    this.next();
    return true;
  }

  /** What waits is given up, what is under way is waited for. */
  async close(): Promise<void> {
    this.closing = true;
    this.waiting.length = 0;
    if (this.running > 0) await new Promise<void>((resolve) => (this.onIdle = resolve));
  }

  private next(): void {
    while (this.running < this.bounds.atOnce) {
      const at = this.waiting.findIndex(({ tenant }) => (this.runningOf.get(tenant) ?? 0) < this.bounds.ofOneTenant);
      const [work] = at < 0 ? [] : this.waiting.splice(at, 1);
      if (!work) break;
      this.begin(work);
    }
    if (this.running === 0) this.onIdle?.();
  }

  private begin({ key, tenant, run }: Work): void {
    this.count(tenant, 1);
    void run().finally(() => {
      this.count(tenant, -1);
      this.inHand.delete(key);
      this.next();
    });
  }

  private count(tenant: string, by: 1 | -1): void {
    this.running += by;
    const running = (this.runningOf.get(tenant) ?? 0) + by;
    if (running > 0) this.runningOf.set(tenant, running);
    else this.runningOf.delete(tenant);
  }
}
