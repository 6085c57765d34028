// Planted mistakes: in `file`, the one place that reads `find` reads `become` instead. Every one must be noticed by the
// specs. A mutant whose `find` is not there exactly once is an error, so that the list follows the code.

const mutants = [];

function inFile(file, ...changes) {
  for (const [find, become] of changes) mutants.push({ file, find, become });
}

inFile(
  'libs/applications/src/domain/credit-application.ts',
  [
    "return status === 'absent' || status === 'rejected' || status === 'closed';",
    "return status === 'absent' || status === 'rejected';",
  ],
  [
    "return status === 'absent' || status === 'rejected' || status === 'closed';",
    "return status === 'absent' || status === 'closed';",
  ],
  [
    "return status === 'absent' || status === 'rejected' || status === 'closed';",
    "return status !== 'approved' && status !== 'blocked';",
  ],
  ['command.secondActorNeeded && !anotherActor', '!anotherActor'],
  ['command.secondActorNeeded && !anotherActor', 'command.secondActorNeeded && anotherActor'],
  ['command.limitMinor ?? state.requestedLimitMinor', 'state.requestedLimitMinor'],
  ['command.paymentTermDays ?? state.paymentTermDays', 'state.paymentTermDays'],
  ['requestedBy: actor', 'requestedBy: customerId'],
  ['return state.requestedBy !== actor;', 'return state.customerId !== actor;'],
  [
    "case 'blocked':\n      return { code: 'credit_already_approved' };",
    "case 'blocked':\n      return { code: 'no_pending_credit' };",
  ],
  ["case 'closed':\n      return { code: 'no_pending_credit' };", "case 'closed':\n      return undefined;"],
  ['approvedBy: command.actor', 'approvedBy: state.requestedBy'],
  ['mustBeAboveZero(limitMinor);', ''],
);

inFile(
  'libs/credit-lines/src/domain/credit-line.ts',
  ['if (amountMinor > availableMinor)', 'if (amountMinor >= availableMinor)'],
  ['if (amountMinor > availableMinor)', 'if (amountMinor > availableMinor + 1n)'],
  ['const { availableMinor } = state.balances;', 'const availableMinor = state.balances.limitMinor;'],
  [
    "if (state.status === 'blocked') return { reject: { code: 'credit_blocked' } };\n  const { orderId",
    'const { orderId',
  ],
  ['addDays(usedOn, state.paymentTermDays)', 'addDays(usedOn, state.paymentTermDays - 1)'],
  ['addDays(usedOn, state.paymentTermDays)', 'addDays(usedOn, 30)'],
  ['businessDate(now, state.terms.timeZone)', "businessDate(now, 'UTC')"],
  ["publicId('usage', commandId)", "publicId('payment', commandId)"],
  ['mustBeAboveZero(amountMinor);', ''],
  ['if (owedMinor > 0n)', 'if (owedMinor > 1n)'],
  ['limitCutMinor: state.balances.limitMinor', 'limitCutMinor: state.balances.utilisedMinor'],
  ["if (state.status !== 'blocked') return { reject: { code: 'credit_not_blocked' } };", ''],
  ["return state.status === 'approved' || state.status === 'blocked';", "return state.status !== 'absent';"],
  ["return state.status === 'approved' || state.status === 'blocked';", "return state.status === 'approved';"],
  ["status === 'absent' ? 'credit_not_found' : 'credit_not_approved'", "'credit_not_found'"],
);

inFile(
  'libs/payments/src/domain/payment.ts',
  ['if (amountMinor > owedMinor)', 'if (amountMinor >= owedMinor)'],
  ['if (amountMinor > owedMinor)', 'if (amountMinor > owedMinor + 1n)'],
  ['if (paymentDate > today)', 'if (paymentDate >= today)'],
  ["if (paymentDate > today) return { reject: { code: 'payment_date_in_future' } };", ''],
  ['const today = businessDate(now, timeZone);', "const today = businessDate(now, 'UTC');"],
  ["state.status !== 'approved' && state.status !== 'blocked'", "state.status !== 'approved'"],
  ["state.status !== 'approved' && state.status !== 'blocked'", "state.status === 'pending'"],
  [
    'allocate(state, { amountMinor, paymentDate, today })',
    'allocate(state, { amountMinor, paymentDate: today, today })',
  ],
  ['effectiveOn < first ? effectiveOn : first', 'effectiveOn > first ? effectiveOn : first'],
  ['effectiveOn === today ? now : startOfDate(effectiveOn, timeZone)', 'now'],
  ['startOfDate(effectiveOn, timeZone)', "startOfDate(effectiveOn, 'UTC')"],
  ['mustBeAboveZero(amountMinor);', ''],
  ['mustBeDate(paymentDate);', ''],
);

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
  ['requestedBy,\n    balances:', "requestedBy: 'nobody',\n    balances:"],
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
    "move({ account: '9100' }, { account: '9110' }, event.data.limitMinor)",
    "move({ account: '9110' }, { account: '9100' }, event.data.limitMinor)",
  ],
  ["move({ account: '9110' }, { account: '9100' }, event.data.limitCutMinor)", '[]'],
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
  ["return { status: 'closed' };", "return { status: 'rejected' };"],
  ['owedMinor: -amountMinor', 'owedMinor: 0n'],
  ['return owedMinor === 0n ? others :', 'return'],
);

inFile(
  'libs/platform/account-writer/src/batch.ts',
  ['clock > folded.recordedAt ? clock : folded.recordedAt', 'clock'],
  ['done.fingerprint === key.fingerprint', 'true'],
  ['fresh.fingerprint === key.fingerprint', 'true'],
);

export default mutants;
