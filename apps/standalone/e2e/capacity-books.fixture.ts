/**
 * A merchant's capacity folded by domain.md §8 from the text of its events alone, independently of the ledger's own
 * fold; and every answer to its clients held against it: each must be true at one revision that was there between the
 * question and the answer.
 */
import type { EventStore, StoredEvent } from '@haber/event-store';
import type { Answer } from '@haber/testing';

/** After one event. */
export interface Standing {
  readonly processedMinor: bigint;
  readonly creditedMinor: bigint;
  /** Ids of executions that no bank has decided on. */
  readonly inProcess: ReadonlySet<string>;
  readonly lastTransactionAt: string | null;
  readonly recordedAt: string | null;
}

export interface Execution {
  readonly amountMinor: bigint;
  readonly reservedAt: number;
  decidedAt?: number;
  status: 'ESPERA' | 'APROBADA' | 'RECHAZADA';
}

export interface Folded {
  /** By revision. */
  readonly standings: readonly Standing[];
  readonly executions: ReadonlyMap<string, Execution>;
  /** What no stream may say, whoever asks. */
  readonly breaches: readonly string[];
}

interface Data {
  readonly lines: readonly {
    readonly transactionId: string;
    readonly type: 'processed' | 'reversed';
    readonly amountMinor: string;
    readonly occurredAt: string;
  }[];
  readonly executionId: string;
  readonly amountMinor: string;
}

const MOST_IN_PROCESS = 10;
const PAGE = 500;
const NOTHING: Standing = {
  ...{ processedMinor: 0n, creditedMinor: 0n, inProcess: new Set<string>() },
  ...{ lastTransactionAt: null, recordedAt: null },
};

export const availableMinor = ({ processedMinor, creditedMinor }: Standing): bigint => processedMinor - creditedMinor;

/** Two decimals, as every figure of a merchant in USD. */
export function wire(minor: bigint): string {
  const digits = `${minor < 0n ? -minor : minor}`.padStart(3, '0');
  return `${minor < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

export async function foldedOf(log: EventStore, stream: string): Promise<Folded> {
  const fold = new Fold();
  for (let from = 0; ;) {
    const page = await log.read(stream, from, PAGE);
    page.forEach((event) => fold.add(event));
    from += page.length;
    if (page.length < PAGE) return fold;
  }
}

class Fold implements Folded {
  readonly standings: Standing[] = [];
  readonly executions = new Map<string, Execution>();
  readonly breaches: string[] = [];
  private readonly lines = new Set<string>();

  add({ type, data, metadata, revision }: StoredEvent): void {
    const { recordedAt } = read(metadata) as { recordedAt: string };
    const before = this.standings.at(-1) ?? NOTHING;
    const after = { ...this.after(before, { type, data: read(data) as Data, revision }), recordedAt };
    this.standings.push(after);
    if (after.inProcess.size > MOST_IN_PROCESS) this.breaches.push(`${revision}: ${after.inProcess.size} in process`);
    if (type === RESERVED && availableMinor(after) < 0n) this.breaches.push(`${revision}: reserved beyond capacity`);
  }

  private after(before: Standing, event: { type: string; data: Data; revision: number }): Standing {
    switch (event.type) {
      case 'capacity-account.volume-recorded.v1':
        return event.data.lines.reduce((standing, line) => this.withLine(standing, line), before);
      case RESERVED:
        return this.reserved(before, event);
      case 'payout.approved.v1':
        return this.decided(before, event, 'APROBADA');
      case 'payout.rejected.v1':
        return this.decided(before, event, 'RECHAZADA');
      default:
        return before;
    }
  }

  private withLine(before: Standing, { transactionId, type, ...line }: Data['lines'][number]): Standing {
    const name = `${type} ${transactionId}`;
    if (this.lines.has(name)) this.breaches.push(`${name} stands there twice`);
    this.lines.add(name);
    const amountMinor = BigInt(line.amountMinor);
    if (type === 'reversed') return { ...before, processedMinor: before.processedMinor - amountMinor };
    const { lastTransactionAt: last } = before;
    const isLater = last === null || Date.parse(line.occurredAt) > Date.parse(last);
    const lastTransactionAt = isLater ? line.occurredAt : last;
    return { ...before, processedMinor: before.processedMinor + amountMinor, lastTransactionAt };
  }

  private reserved(before: Standing, { data, revision }: { data: Data; revision: number }): Standing {
    const { executionId } = data;
    const amountMinor = BigInt(data.amountMinor);
    if (this.executions.has(executionId)) this.breaches.push(`${executionId} is reserved twice`);
    this.executions.set(executionId, { amountMinor, reservedAt: revision, status: 'ESPERA' });
    const inProcess = new Set([...before.inProcess, executionId]);
    return { ...before, inProcess, creditedMinor: before.creditedMinor + amountMinor };
  }

  private decided(
    before: Standing,
    { data: { executionId }, revision }: { data: Data; revision: number },
    status: 'APROBADA' | 'RECHAZADA',
  ): Standing {
    const execution = this.executions.get(executionId);
    if (execution?.status !== 'ESPERA') {
      this.breaches.push(`${executionId} is decided at ${revision}, and does not wait`);
      return before;
    }
    Object.assign(execution, { status, decidedAt: revision });
    const inProcess = new Set([...before.inProcess].filter((id) => id !== executionId));
    const givenBack = status === 'RECHAZADA' ? execution.amountMinor : 0n;
    return { ...before, inProcess, creditedMinor: before.creditedMinor - givenBack };
  }
}

const RESERVED = 'capacity-account.execution-reserved.v1';

function read(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes).toString());
}

/** What a merchant is told, and when. */
export class Told {
  private readonly answers: { readonly from: number; readonly to: number; readonly kind: Kind; readonly it: Answer }[] =
    [];

  constructor(
    private readonly log: EventStore,
    readonly stream: string,
  ) {}

  /** The answer itself; what it says is checked in the end. @throws what `ask` throws */
  async asking(kind: Kind, ask: () => Promise<Answer>): Promise<Answer> {
    // Whatever anybody was acknowledged until now is in it: so is what this client was.
    const from = await this.head();
    const it = await ask();
    this.answers.push({ from, to: await this.head(), kind, it });
    return it;
  }

  /** How many answers say something that an account can bear out. */
  get count(): number {
    return this.answers.filter(({ it }) => SAYING.has(it.status)).length;
  }

  /** Answers that were true at no revision of their time. */
  untrue(folded: Folded): readonly string[] {
    return this.answers
      .filter(({ it }) => SAYING.has(it.status))
      .filter(({ from, to, kind, it }) => !isTrue(kind, it, { folded, from, to }))
      .map(({ from, to, kind, it }) => `${kind} at ${from} to ${to}: ${it.status} ${it.text}`);
  }

  private async head(): Promise<number> {
    return (await this.log.head(this.stream))?.revision ?? -1;
  }
}

/** Success, and the two refusals that are about the account's figures. */
const SAYING = new Set([200, 403, 429]);

type Kind = 'capacity' | 'execute' | 'read' | 'list';

interface Window {
  readonly folded: Folded;
  readonly from: number;
  readonly to: number;
}

function isTrue(kind: Kind, answer: Answer, window: Window): boolean {
  const { folded, from, to } = window;
  if (kind === 'execute' && answer.status === 200) return isTrueExecuted(answer, window);
  const says = answer.status === 200 ? SAYS[kind] : REFUSES[answer.status];
  const revisions = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  return revisions.some((revision) => {
    const standing = folded.standings[revision] ?? NOTHING;
    return says?.(answer, standing, (id) => statusAt(folded, id, revision)) ?? false;
  });
}

type StatusOf = (executionId: string) => Execution['status'] | undefined;
type Says = (answer: Answer, standing: Standing, statusOf: StatusOf) => boolean;

function statusAt({ executions }: Folded, id: string, revision: number): Execution['status'] | undefined {
  const execution = executions.get(id);
  if (!execution || execution.reservedAt > revision) return undefined;
  return execution.decidedAt !== undefined && execution.decidedAt <= revision ? execution.status : 'ESPERA';
}

/** The figures of the bank's word, if it was there by then; else it was reserved, and waits. */
function isTrueExecuted({ text, json }: Answer, { folded, to }: Window): boolean {
  const [id, status] = [String(json?.transaction_id), String(json?.status)];
  if (status === 'ESPERA') return statusAt(folded, id, to) !== undefined && remaining(text) === 'null';
  return statusAt(folded, id, to) === status && remaining(text) === wire(availableMinor(decidedStanding(folded, id)));
}

function decidedStanding({ executions, standings }: Folded, id: string): Standing {
  const { decidedAt } = executions.get(id) ?? {};
  return (decidedAt === undefined ? undefined : standings[decidedAt]) ?? NOTHING;
}

const seconds = (at: string | null): string => (at === null ? 'null' : `"${at.slice(0, 19)}Z"`);
const remaining = (text: string): string | undefined => /"capacity_remaining":([-\d.]+|null)/.exec(text)?.[1];

function isItem(text: string, standing: Standing, statusOf: StatusOf): boolean {
  const [, status, id = ''] = /"status":"([A-Z]+)","transaction_id":"([^"]+)"/.exec(text) ?? [];
  const expected = status === 'ESPERA' ? 'null' : wire(availableMinor(standing));
  return statusOf(id) === status && remaining(text) === expected;
}

const SAYS: Readonly<Record<Kind, Says>> = {
  execute: () => false,
  capacity: ({ text }, standing) =>
    text ===
    `{"success":true,"capacity":{"volume_processed_total":${wire(standing.processedMinor)},` +
      `"volume_credited_total":${wire(standing.creditedMinor)},` +
      `"volume_available":${wire(availableMinor(standing))},` +
      `"last_transaction_at":${seconds(standing.lastTransactionAt)},"updated_at":${seconds(standing.recordedAt)}}}`,
  read: ({ text }, standing, statusOf) => isItem(text, standing, statusOf),
  list: ({ text }, standing, statusOf) =>
    text
      .split('{"success":')
      .slice(2)
      .every((item) => isItem(item, standing, statusOf)),
};

const detailOf = ({ json }: Answer) => (json?.detail ?? {}) as { readonly error?: string; readonly message?: string };

const REFUSES: Readonly<Record<number, Says>> = {
  403(answer, standing) {
    const { text } = answer;
    const available = wire(availableMinor(standing));
    const [, required = ''] = /"required_amount":([\d.]+)/.exec(text) ?? [];
    if (detailOf(answer).message !== `Capacidad insuficiente. Disponible: ${available}, Requerido: ${required}`)
      return false;
    const isLess = BigInt(required.replace('.', '')) > availableMinor(standing);
    return text.includes(`"available_capacity":${available},`) && isLess && standing.inProcess.size < MOST_IN_PROCESS;
  },
  429(answer, standing) {
    return detailOf(answer).error === 'too_many_credits_in_process' && standing.inProcess.size === MOST_IN_PROCESS;
  },
};
