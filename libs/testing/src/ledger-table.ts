/**
 * A life of one account as a table: one operation a line, with the code that it must answer and the balances that it
 * must leave. Reads like a bank statement, and fails at the first line that differs.
 *
 *     time             | operation         | code                | limit     used      available  past due
 *     2025-11-24 12:00 | use A 5000.00     | ok                  | 10000.00  5000.00   5000.00    0.00
 *     2025-11-24 12:01 | use B 5000.01     | insufficient_credit | 10000.00  5000.00   5000.00    0.00
 */
import assert from 'node:assert/strict';
import {
  type Balances,
  bucketOf,
  type CreditAccount,
  type CreditAccountDraft,
  type DecideContext,
  type Decision,
  due,
} from '@haber/ledger';
import { decimalOf } from './credit-events';
import { audited, type AuditedAccount, unopened } from './given-when-then';

/** What a verb of the table does with the words after it. */
export type Operation = (
  state: CreditAccount,
  words: readonly string[],
  context: DecideContext,
) => Decision<CreditAccountDraft, { readonly code: string }>;

export type Verbs = Readonly<Record<string, Operation>>;

interface Line {
  readonly text: string;
  readonly now: string;
  readonly verb: string;
  readonly words: readonly string[];
  readonly code: string;
  readonly balances: readonly string[];
}

const HEADER = ['time', 'operation', 'code', 'limit used available past due'];

/** Runs a table from an unopened account on. @throws AssertionError naming the line that differs. */
export function runLedgerTable(verbs: Verbs, table: string): AuditedAccount {
  return linesOf(table).reduce<AuditedAccount>((before, line) => runLine(verbs, before, line), unopened);
}

function linesOf(table: string): readonly Line[] {
  const [header, ...rows] = table
    .split('\n')
    .map((text) => text.trim())
    .filter((text) => text !== '' && !text.startsWith('#'));
  const titles = (header ?? '').split('|').map((title) => title.trim().replace(/\s+/g, ' '));
  assert.deepEqual(titles, HEADER, 'the table needs its header');
  assert.ok(rows.length > 0, 'a table without operations proves nothing');
  return rows.map(lineOf);
}

function lineOf(text: string): Line {
  const [time = '', operation = '', code = '', balances = '', ...more] = text.split('|').map((cell) => cell.trim());
  const figures = balances.split(/\s+/);
  assert.ok(more.length === 0 && figures.length === 4 && code !== '', `not a line of a ledger table: ${text}`);
  const [verb = '', ...words] = operation.split(/\s+/);
  return { text, now: new Date(`${time.replace(' ', 'T')}Z`).toISOString(), verb, words, code, balances: figures };
}

function runLine(verbs: Verbs, before: AuditedAccount, line: Line): AuditedAccount {
  const operate = verbs[line.verb];
  assert.ok(operate, `no verb '${line.verb}': ${line.text}`);
  const fallen = due(before.state, line.now).map(({ draft }) => draft);
  const afterDue = fallen.reduce<AuditedAccount>(audited, before);
  const commandId = `00000000-0000-4000-8000-${Date.parse(line.now).toString().slice(0, 12).padStart(12, '0')}`;
  const decision = operate(afterDue.state, line.words, { now: line.now, commandId, revision: 0 });
  const after = 'reject' in decision ? before : decision.accept.reduce<AuditedAccount>(audited, afterDue);
  const code = 'reject' in decision ? decision.reject.code : 'ok';
  assert.deepEqual([code, ...figuresOf(after.state)], [line.code, ...line.balances], line.text);
  return after;
}

const NOTHING = ['0.00', '0.00', '0.00', '0.00'];

function figuresOf(state: CreditAccount): readonly string[] {
  return state.status === 'absent' ? NOTHING : shown(state.balances);
}

function shown(balances: Balances): readonly string[] {
  const { limitMinor, utilisedMinor, availableMinor } = balances;
  const { pastDueMinor } = bucketOf(balances, 'single_payment');
  return [limitMinor, utilisedMinor, availableMinor, pastDueMinor].map(decimalOf);
}
