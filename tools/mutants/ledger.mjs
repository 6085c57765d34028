// Planted mistakes in folds, postings, dates and names, in the read model and in the writer.
import { planting } from './planting.mjs';

const { mutants, inFile } = planting();

inFile(
  'libs/ledger/src/credit-account/evolve.ts',
  ["return { ...state, status: 'rejected' };", "return { ...state, status: 'closed' };"],
  ["return { ...state, status: 'blocked' };", 'return state;'],
  ["return { ...state, status: 'approved' };", 'return state;'],
  ["return { ...withLimit(state, 'single_payment', 0n), status: 'closed' };", "return { ...state, status: 'closed' };"],
  ["status: 'approved', paymentTermDays: data.paymentTermDays", "status: 'approved'"],
  ['owedMinor: -amountMinor', 'owedMinor: amountMinor'],
  ["{ ...tranche, age: 'past_due' }", '{ ...tranche }'],
  ['&& t.dueOn === data.dueOn', ''],
  ['const owedMinor = found.owedMinor + change.owedMinor;', 'const owedMinor = change.owedMinor;'],
  ['owedMinor === 0n ? tranches.toSpliced(at, 1)', 'owedMinor === 1n ? tranches.toSpliced(at, 1)'],
  [
    'order(a.dueOn, b.dueOn) || order(a.usedOn, b.usedOn) ||',
    'order(a.usedOn, b.usedOn) || order(a.dueOn, b.dueOn) ||',
  ],
  [' || order(a.usedOn, b.usedOn)', ''],
  [' || order(a.age, b.age)', ''],
  ['balances: next.balances', "balances: 'balances' in state ? state.balances : next.balances"],
  ['requestedBy,\n    externalId: null,', "requestedBy: 'nobody',\n    externalId: null,"],
  ["return { ...state, status: 'paused' };", 'return state;'],
  ['externalId: event.data.externalId, metadata: event.data.metadata', 'metadata: event.data.metadata'],
  [
    'withLimit(state, event.data.bucket, event.data.toMinor)',
    'withLimit(state, event.data.bucket, event.data.fromMinor)',
  ],
  [
    "{ ...withLimit(event.data.allocations.reduce(paidOff, state), 'single_payment', 0n), status: 'closed' }",
    "{ ...event.data.allocations.reduce(paidOff, state), status: 'closed' }",
  ],
  ["status: 'approved', externalId, metadata", "status: 'approved'"],
  ['status: data.status', "status: 'approved'"],
  ['withDebt(state, { ...tranche, owedMinor })', 'state'],
);

inFile(
  'libs/ledger/src/credit-account/state.ts',
  ['availableMinor: balances.limitMinor - balances.heldMinor - utilisedMinor', 'availableMinor: balances.limitMinor'],
  ['const utilisedMinor = principalOf(balances) + counted;', 'const utilisedMinor = principalOf(balances);'],
  ['b.unbilledMinor + b.billedMinor + b.pastDueMinor', 'b.unbilledMinor + b.billedMinor'],
  ['[member]: of[member] + addMinor', '[member]: of[member] - addMinor'],
);

inFile(
  'libs/ledger/src/credit-account/allocate.ts',
  ['{ past_due: 0, billed: 1, unbilled: 2 }', '{ past_due: 2, billed: 1, unbilled: 0 }'],
  ['RANK[a.age] - RANK[b.age] || compareTranches(a, b)', 'compareTranches(a, b)'],
  ['RANK[a.age] - RANK[b.age] || compareTranches(a, b)', 'RANK[a.age] - RANK[b.age] || compareTranches(b, a)'],
  ['if (restMinor === 0n) break;', ''],
  ['restMinor -= amountMinor;', ''],
  ['restMinor < tranche.owedMinor ? restMinor', 'restMinor > tranche.owedMinor ? restMinor'],
  ['latest(payment.paymentDate, usedOn, boundary)', 'latest(payment.paymentDate, usedOn)'],
  ['latest(payment.paymentDate, usedOn, boundary)', 'latest(payment.paymentDate, boundary)'],
  ['-account.terms.backdatingDays', '-account.terms.backdatingDays - 1'],
  ['effectiveOn < today || paidBefore', 'effectiveOn < today'],
  ['effectiveOn < today || paidBefore', 'effectiveOn <= today'],
  ['usedOn === today && ', ''],
  ['(record.paymentDate ?? today) < today', 'true'],
  ['startOfDate(effectiveOn, timeZone)', "startOfDate(effectiveOn, 'UTC')"],
);

inFile(
  'libs/ledger/src/credit-account/due.ts',
  ['tranche.dueOn >= today', 'tranche.dueOn > today'],
  ['tranche.dueOn >= today', 'tranche.usedOn >= today'],
  ["tranche.age === 'past_due' || ", ''],
  ['businessDate(now, state.terms.timeZone)', "businessDate(now, 'UTC')"],
  ['startOfDate(addDays(dueOn, 1), terms.timeZone)', 'startOfDate(dueOn, terms.timeZone)'],
  ['startOfDate(addDays(dueOn, 1), terms.timeZone)', "startOfDate(addDays(dueOn, 1), 'UTC')"],
  ['${tranche.dueOn} ${tranche.bucket}', '${tranche.usedOn} ${tranche.bucket}'],
  ['${tranche.dueOn} ${tranche.bucket}', '${tranche.bucket}'],
  ['[...falling.values()]', '[...falling.values()].reverse()'],
  ['date: dueOn,', 'date: addDays(dueOn, 1),'],
  ['sum + owedMinor, first.owedMinor', 'sum + owedMinor, 0n'],
);

inFile(
  'libs/ledger/src/credit-account/postings.ts',
  ['{ ...credit, amountMinor: -amountMinor, currency }', '{ ...credit, amountMinor, currency }'],
  [
    "return move({ account: '9100' }, { account: '9110' }, event.data.limitMinor)",
    "return move({ account: '9110' }, { account: '9100' }, event.data.limitMinor)",
  ],
  ["return move({ account: '9110' }, { account: '9100' }, event.data.limitCutMinor)", 'return []'],
  ["...move({ account: '9110' }, { account: '9100' }, event.data.limitCutMinor),", ''],
  ["...move({ account: '9100' }, { account: '9110' }, event.data.limitMinor),", ''],
  ["{ account: '3100' }, amountMinor", "{ account: '2100' }, amountMinor"],
  ['toMinor - fromMinor', 'fromMinor - toMinor'],
  ["settle(() => ({ account: '5200' })", "settle(() => ({ account: '5100' })"],
  ["component === 'principal' ? '5100'", "component === 'principal' ? '5200'"],
  ["...move({ account: '9110' }, { account: '9130' }, event.data.amountMinor),", ''],
  ["{ account: '2100' }, event.data.amountMinor", "{ account: '1100' }, event.data.amountMinor"],
  ["...move({ account: '1100' }, { account: '2300' }, event.data.amountMinor),", ''],
  ["...move({ account: '9130' }, { account: '9110' }, allocation.amountMinor),", ''],
  [
    "move(principal(bucket, 'past_due'), principal(bucket, fromAge), amountMinor)",
    "move(principal(bucket, fromAge), principal(bucket, 'past_due'), amountMinor)",
  ],
  ["principal(event.data.bucket, 'unbilled')", "principal(event.data.bucket, 'billed')"],
  ["penalty: '1240', fee: '1230', interest: '1220'", "penalty: '1240', fee: '1240', interest: '1220'"],
);

inFile(
  'libs/ledger/src/credit-account/invariants.ts',
  ['if (allocatedMinor !== event.data.amountMinor)', 'if (allocatedMinor > event.data.amountMinor)'],
  ['b.limitMinor === b.availableMinor + b.heldMinor + b.utilisedMinor', 'true'],
  ['tranches.every((t) => t.owedMinor > 0n)', 'tranches.every((t) => t.owedMinor >= 0n)'],
  ['t.bucket === name && t.age === at', 't.bucket === name'],
  ['!UNFUNDED.has(status) ||', "status !== 'closed' ||"],
);

inFile(
  'libs/ledger/src/codec.ts',
  [
    'for (let up = upcasterFrom.get(newest); up; up = upcasterFrom.get(newest))',
    'for (let up = upcasterFrom.get(newest); up; up = undefined)',
  ],
  ['if (!found) throw new UnreadableEvent(`unknown event type ${type}`);', ''],
  ["throw new Error('two schemas of one type');", 'return undefined as never;'],
);

inFile(
  'libs/ledger/src/field-coder.ts',
  ['throw new UnreadableEvent(`${path}: not sealed`);', 'return value;'],
  ['return value.toString();', 'return Number(value);'],
  ['!DIGITS.test(raw)', 'false'],
  ['value === null ? null : encode(value)', 'encode(value)'],
  ['raw === null ? null : decode(raw)', 'raw'],
  ['pattern.test(value)', 'true'],
);

inFile(
  'libs/ledger/src/streams.ts',
  ['`${stream}|due|${due.what}|${due.date}|${index}`', '`${stream}|due|${due.date}|${index}`'],
  [
    "return derive('account', tenant, 'commercial', customerId);",
    "return derive('account', tenant, 'line', customerId);",
  ],
  ['`${stream}|${key.kind}|${key.key}|${index}`', '`${stream}|${key.key}|${index}`'],
);

inFile(
  'libs/ledger/src/business-date.ts',
  ["if (timeZone === 'UTC') return instant.slice(0, 10);", 'return instant.slice(0, 10);'],
  ["if (timeZone === 'UTC') return `${date}T00:00:00.000Z`;", 'return `${date}T00:00:00.000Z`;'],
);

inFile(
  'libs/credit-lines/src/projections/credit-account-row.ts',
  ["falls(debt) ? { ...debt, age: 'past_due' } : debt", 'debt'],
  ["'credit-account.closed.v1': 'closed'", "'credit-account.closed.v1': 'rejected'"],
  ["'credit-account.resumed.v1': 'approved'", "'credit-account.resumed.v1': 'paused'"],
  ["reduce(paid, row.debts), status: 'closed'", 'reduce(paid, row.debts)'],
  ['externalId: event.data.externalId, metadata', 'metadata'],
  ['owedMinor: -amountMinor', 'owedMinor: 0n'],
  ['return owedMinor === 0n ? others :', 'return'],
);

inFile(
  'libs/platform/account-writer/src/batch.ts',
  ['clock > folded.recordedAt ? clock : folded.recordedAt', 'clock'],
  ['fingerprint !== key.fingerprint', 'false'],
  ['fresh ?? this.input.folded.keys.get(name)', 'fresh'],
  ['fresh ?? this.input.folded.keys.get(name)', 'this.input.folded.keys.get(name)'],
);

export default mutants;
