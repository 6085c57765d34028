/**
 * The whole file is checked before anything is written: each line by itself, then against the lines before it, then
 * against the ledger. A name is taken by the first line that has it, also if that one is wrong. What is wrong is told
 * by line, the first hundred of them, and the rest is counted.
 */
import { decideImport } from '@haber/credit-lines';
import { type CreditAccountEvent, initialCreditAccount, stamp } from '@haber/ledger';
import type { Pool } from 'pg';
import { checkedLine, type GoodLine, type Importing, namesOf, type WrongLine } from './checked-line';
import { type FirstEvents, importedEventId } from './in-the-ledger';
import { type LineWithNames, type NamedTwice, NamesInFile } from './names-in-file';
import type { LineBatch, SourceFile } from './source-file';
import { type CurrencyTotals, Totals } from './totals';

/** A wrong line, as it is told. */
export type ToldLine = Pick<WrongLine, 'number' | 'reasons'>;

export interface CheckedFile {
  readonly accounts: number;
  /** Of the accounts, those that an earlier run has written. */
  readonly presentBefore: number;
  /** The first of them, in order of the file. */
  readonly wrong: readonly ToldLine[];
  readonly wrongInAll: number;
  readonly totals: readonly CurrencyTotals[];
}

export interface Checking extends Importing {
  readonly pool: Pool;
  readonly firstEvents: FirstEvents;
  readonly onProgress: (done: number, of: number) => void;
}

const WRONG_LINES_TOLD = 100;

/** @throws FileChanged */
export async function checkFile(source: SourceFile, checking: Checking): Promise<CheckedFile> {
  const names = await NamesInFile.open(checking.pool);
  try {
    const check = new FileCheck(source.sha256, checking, names);
    for await (const batch of source.batches()) {
      await check.add(batch);
      checking.onProgress(batch.through, source.size);
    }
    return check.result;
  } finally {
    names.close();
  }
}

class FileCheck {
  private accounts = 0;
  private presentBefore = 0;
  private wrongInAll = 0;
  private readonly wrong: ToldLine[] = [];
  private readonly totals = new Totals();

  constructor(
    private readonly batchId: string,
    private readonly checking: Checking,
    private readonly names: NamesInFile,
  ) {}

  get result(): CheckedFile {
    const { accounts, presentBefore, wrong, wrongInAll, totals } = this;
    return { accounts, presentBefore, wrong, wrongInAll, totals: totals.all };
  }

  async add({ lines }: LineBatch): Promise<void> {
    const wrong: ToldLine[] = [];
    const good: GoodLine[] = [];
    const named: LineWithNames[] = [];
    for (const line of lines) {
      const checked = await checkedLine(line, this.checking);
      const { number } = checked;
      if ('reasons' in checked) wrong.push({ number, reasons: checked.reasons });
      else good.push(checked);
      named.push({ number, names: 'reasons' in checked ? checked.names : namesOf(checked) });
    }
    for (const { number, reason } of [...(await this.names.add(named)), ...(await this.inLedger(good))]) {
      wrong.push({ number, reasons: [reason] });
    }
    for (const line of good) this.totals.add(this.eventOf(line));
    this.accounts += lines.length;
    this.tell(wrong);
  }

  /** Accounts that are there, and not by this very file. */
  private async inLedger(lines: readonly GoodLine[]): Promise<readonly NamedTwice[]> {
    const there = await this.checking.firstEvents(
      this.checking.pool,
      lines.map(({ accountStream }) => accountStream),
    );
    const refused: NamedTwice[] = [];
    for (const { number, accountStream, customer } of lines) {
      const firstEvent = there.get(accountStream);
      if (firstEvent === undefined) continue;
      if (firstEvent === importedEventId(accountStream, this.batchId)) this.presentBefore += 1;
      else refused.push({ number, reason: `/customer/id: '${customer.id}' has a credit account already` });
    }
    return refused;
  }

  /** What will be written, balances and all: whatever the books would refuse is a fault here, before anything is. */
  private eventOf({ account, accountStream }: GoodLine) {
    const { now } = this.checking;
    const command = { ...account, batchId: this.batchId };
    const decision = decideImport(initialCreditAccount, command, { now, commandId: accountStream, revision: -1 });
    const [draft] = 'accept' in decision ? decision.accept : [];
    if (!draft) throw new Error(`${accountStream} is not importable`);
    return stamp(initialCreditAccount, draft).event as Extract<
      CreditAccountEvent,
      { type: 'credit-account.imported.v1' }
    >;
  }

  private tell(wrong: readonly ToldLine[]): void {
    const byLine = new Map<number, string[]>();
    for (const { number, reasons } of wrong) byLine.set(number, [...(byLine.get(number) ?? []), ...reasons]);
    this.wrongInAll += byLine.size;
    const room = WRONG_LINES_TOLD - this.wrong.length;
    const told = [...byLine].toSorted(([a], [b]) => a - b).slice(0, room);
    this.wrong.push(...told.map(([number, reasons]) => ({ number, reasons })));
  }
}
