/**
 * The file is written, batch by batch, a few of them at a time: the customers, their personal data sealed before, then
 * the accounts. Every command is named by the file, so that whatever an earlier run has written is found and left
 * alone, and a run may be killed between any two lines of this.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type AccountWriter, type Command, type Outcome, WriterUnavailable } from '@haber/account-writer';
import { decideImportedCustomer } from '@haber/applications';
import { decideImport, importKey, importKeys, type ImportRejection } from '@haber/credit-lines';
import type {
  CreditAccount,
  CreditAccountDraft,
  CreditAccountEvent,
  Customer,
  CustomerEvent,
  CustomerProfile,
  PlainEvent,
  Sealed,
  StreamId,
} from '@haber/ledger';
import { inTurns, type PersonalDataOptions, sealMany } from '@haber/personal-data';
import type { ClientBase } from 'pg';
import { checkedLine, type GoodLine, type Importing } from './checked-line';
import { type FirstEvents, importedEventId } from './in-the-ledger';
import { type LineBatch, type SourceFile } from './source-file';

export interface Writing extends Importing, PersonalDataOptions {
  readonly accounts: AccountWriter<CreditAccount, CreditAccountEvent, CreditAccountDraft>;
  readonly customers: AccountWriter<Customer, CustomerEvent, CustomerEvent>;
  readonly firstEvents: FirstEvents;
  /** The writers' store need not be asked about this stream. */
  readonly absent: (stream: StreamId) => void;
  readonly correlationId: string;
  /** Resolves when the next batch may be written. */
  readonly ready: () => Promise<void>;
  readonly onProgress: (accounts: number) => void;
}

export interface WrittenFile {
  readonly accountsWritten: number;
  /** By an earlier run of the same file. */
  readonly accountsThere: number;
  /** Somebody else opened these while the import ran; the first hundred lines. */
  readonly refusedLines: readonly number[];
  readonly refusedInAll: number;
  readonly customersRegistered: number;
  /** Known to the ledger: left as they were. */
  readonly customersKnown: number;
}

const BATCHES_UNDER_WAY = 3;
const REFUSED_LINES_TOLD = 100;

/** @throws FileChanged, WriterUnavailable; what was written until then stays, and the same file goes on from there */
export async function writeFile(source: SourceFile, writing: Writing): Promise<WrittenFile> {
  const file = new FileWriting(source.sha256, writing);
  const underWay = new Set<Promise<void>>();
  try {
    for await (const batch of source.batches()) {
      await writing.ready();
      const done = file.add(batch).finally(() => underWay.delete(done));
      done.catch(() => undefined); // told by whoever waits for it
      underWay.add(done);
      if (underWay.size >= BATCHES_UNDER_WAY) await Promise.race(underWay);
    }
    await Promise.all(underWay);
  } finally {
    await Promise.allSettled(underWay);
  }
  return file.result;
}

class FileWriting {
  private readonly counts = {
    accountsWritten: 0,
    accountsThere: 0,
    refusedInAll: 0,
    customersRegistered: 0,
    customersKnown: 0,
  };
  private readonly refusedLines: number[] = [];

  constructor(
    private readonly batchId: string,
    private readonly writing: Writing,
  ) {}

  get result(): WrittenFile {
    return { ...this.counts, refusedLines: this.refusedLines.toSorted((a, b) => a - b) };
  }

  async add({ lines }: LineBatch): Promise<void> {
    const good: GoodLine[] = [];
    for (const line of lines) {
      const checked = await checkedLine(line, this.writing);
      if ('reasons' in checked) throw new Error(`line ${checked.number} was right, and no longer is`);
      good.push(checked);
    }
    await this.write(good);
    const { accountsWritten, accountsThere, refusedInAll } = this.counts;
    this.writing.onProgress(accountsWritten + accountsThere + refusedInAll);
  }

  private async write(lines: readonly GoodLine[]): Promise<void> {
    const there = await this.writing.firstEvents(
      this.writing.pool,
      lines.flatMap(({ customerStream, accountStream }) => [customerStream, accountStream]),
    );
    const left = lines.filter(
      ({ accountStream }) => there.get(accountStream) !== importedEventId(accountStream, this.batchId),
    );
    this.counts.accountsThere += lines.length - left.length;
    await this.register(left.filter(({ customerStream }) => !there.has(customerStream)));
    this.counts.customersKnown += left.filter(({ customerStream }) => there.has(customerStream)).length;
    await Promise.all(
      left.map((line) => {
        if (!there.has(line.accountStream)) this.writing.absent(line.accountStream);
        return this.import(line);
      }),
    );
  }

  /** In the customers' turns: nobody is erased between the making of a key and what is registered under it. */
  private async register(lines: readonly GoodLine[]): Promise<void> {
    const people = lines.map(({ customerStream }) => customerStream);
    if (people.length === 0) return;
    await inTurns(this.writing.pool, people, async (held) => {
      const there = await this.writing.firstEvents(held, people);
      this.counts.customersKnown += lines.filter(({ customerStream }) => there.has(customerStream)).length;
      await this.registerAlone(
        held,
        lines.filter(({ customerStream }) => !there.has(customerStream)),
      );
    });
  }

  /** All keys are committed and all texts sealed before any of them becomes a command. */
  private async registerAlone(held: Pick<ClientBase, 'query'>, lines: readonly GoodLine[]): Promise<void> {
    const sealed = await sealMany(
      { pool: held, masterKey: this.writing.masterKey },
      lines.map(({ customerStream: person, customer: { personal: plaintexts } }) => ({ person, plaintexts })),
    );
    await Promise.all(
      lines.map(async ({ customer, customerStream: stream }, i) => {
        this.writing.absent(stream);
        const profile = profileOf(customer, sealed[i] ?? {});
        const decide = (state: Customer) => decideImportedCustomer(state, profile);
        const key = importKey(this.batchId);
        const outcome = await this.done(this.writing.customers, { stream, keys: [key], decide });
        const registered = outcome.kind === 'accepted' && outcome.events.length > 0;
        this.counts[registered ? 'customersRegistered' : 'customersKnown'] += 1;
      }),
    );
  }

  private async import({ number, account, accountStream: stream, customerStream }: GoodLine): Promise<void> {
    const command = { ...account, batchId: this.batchId };
    const outcome = await this.done<CreditAccount, CreditAccountEvent, CreditAccountDraft, ImportRejection>(
      this.writing.accounts,
      {
        stream,
        keys: importKeys(command),
        // Its registration, by whomever: there before the account, on every run.
        relied: { [customerStream]: 0 },
        decide: (state, context) => decideImport(state, command, context),
      },
    );
    if (outcome.kind === 'accepted') {
      this.counts[outcome.replayed ? 'accountsThere' : 'accountsWritten'] += 1;
      return;
    }
    this.counts.refusedInAll += 1;
    if (this.refusedLines.length < REFUSED_LINES_TOLD) this.refusedLines.push(number);
  }

  /** Until the outcome is definite: under its key the same command may be sent again. @throws WriterUnavailable */
  private async done<S, E extends PlainEvent, D, R>(
    writer: AccountWriter<S, E, D>,
    about: Pick<Command<S, D, R>, 'stream' | 'keys' | 'relied' | 'decide'>,
  ): Promise<Outcome<E, R>> {
    const { tenant, actor, correlationId } = this.writing;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await writer.execute<R>({ ...about, tenant, actor, correlationId });
      } catch (error) {
        const passes = error instanceof WriterUnavailable && error.reason !== 'shutting_down';
        if (!passes || attempt === ATTEMPTS) throw error;
        await sleep(attempt * RETRY_MS);
      }
    }
  }
}

const ATTEMPTS = 6;
const RETRY_MS = 500;

const UNSAID = {
  legalName: null,
  tradeName: null,
  nationalId: null,
  taxId: null,
  email: null,
  phone: null,
  address: null,
} as const;

function profileOf(
  { id: customerId, type, yearsInBusiness, externalId, metadata }: GoodLine['customer'],
  sealed: Readonly<Partial<Record<keyof typeof UNSAID, Sealed>>>,
): CustomerProfile {
  return { ...UNSAID, ...sealed, customerId, type, yearsInBusiness, externalId, metadata };
}
