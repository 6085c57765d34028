/** What an import has to say: for people in lines, for programs as JSON. Figures are decimals in both. */
import type { CheckedFile, ToldLine } from './check';
import type { WrittenFile } from './write';

export interface ImportReport {
  readonly tenant: string;
  /** SHA-256 of the file. */
  readonly batchId: string;
  readonly dryRun: boolean;
  readonly checked: CheckedFile;
  /** Undefined in a dry run, and when a line is wrong. */
  readonly written: WrittenFile | undefined;
  readonly logPosition: bigint;
  /** Of the writing; of the checking where nothing was written. */
  readonly seconds: number;
}

export function isWell({ checked, written }: ImportReport): boolean {
  return checked.wrongInAll === 0 && (written?.refusedInAll ?? 0) === 0;
}

export function reportText(report: ImportReport): readonly string[] {
  const { tenant, batchId, checked, logPosition } = report;
  return [
    ...checked.wrong.map(wrongText),
    ...more(checked.wrongInAll - checked.wrong.length),
    verdict(report),
    `  file ${batchId} into ${tenant}`,
    ...(checked.wrongInAll > 0 ? [] : totalsText(report)),
    `  log position ${logPosition}, ${rateText(report)}`,
  ];
}

function wrongText({ number, reasons }: ToldLine): string {
  return reasons.map((reason) => `✗ line ${number} ${reason}`).join('\n');
}

function more(count: number): string[] {
  return count > 0 ? [`… and ${count} more lines`] : [];
}

function verdict({ checked, written }: ImportReport): string {
  const { accounts, presentBefore, wrongInAll } = checked;
  if (wrongInAll > 0) return `✗ nothing was written: ${wrongInAll} of ${accounts} lines are wrong`;
  if (!written) {
    const left = `${accounts - presentBefore} to write, ${presentBefore} there already`;
    return `✓ dry run, nothing was written: ${accounts} accounts are right, ${left}`;
  }
  const { accountsWritten, accountsThere, refusedInAll } = written;
  const done = `${accountsWritten} accounts written, ${accountsThere} there already`;
  if (refusedInAll === 0) return `✓ ${done}`;
  const lines = written.refusedLines.join(', ');
  return `✗ ${done}, ${refusedInAll} opened by somebody else meanwhile and left alone: lines ${lines}`;
}

function totalsText({ checked, written }: ImportReport): string[] {
  const customers = written && `  ${written.customersRegistered} customers registered, ${written.customersKnown} known`;
  const totals = checked.totals.flatMap(({ currency, accounts, limit, debts, postings, sum }) => [
    `  ${currency}  ${accounts} accounts  limit ${limit}  ${figures(debts)}`,
    `  ${currency}  postings  ${figures(postings)}  sum ${sum}`,
  ]);
  return customers === undefined ? totals : [customers, ...totals];
}

function figures(of: Readonly<Record<string, string>>): string {
  return Object.entries(of)
    .map(([name, decimal]) => `${name.replace('_', ' ')} ${decimal}`)
    .join('  ');
}

function rateText(report: ImportReport): string {
  const { seconds } = report;
  const rate = seconds > 0.5 ? `, ${ratePerSecond(report)} accounts a second` : '';
  return `${seconds.toFixed(1)} s${rate}`;
}

function ratePerSecond({ checked, written, seconds }: ImportReport): number {
  return Math.round((written?.accountsWritten ?? checked.accounts) / seconds);
}

/** One object for each wrong line, then the summary. */
export function reportJson(report: ImportReport): readonly object[] {
  const { tenant, batchId, dryRun, checked, written, logPosition, seconds } = report;
  const wrong = checked.wrong.map(({ number, reasons }) => ({ line: number, reasons }));
  const { accounts, presentBefore, wrongInAll, totals } = checked;
  const summary = { ok: isWell(report), tenant, batchId, dryRun, accounts, presentBefore, wrongLines: wrongInAll };
  const results = { written: written ?? null, totals, logPosition: `${logPosition}` };
  return [...wrong, { ...summary, ...results, seconds, accountsPerSecond: ratePerSecond(report) }];
}
