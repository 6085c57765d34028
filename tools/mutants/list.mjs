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
  ['!sameActor(state.requestedBy, actor)', '!sameActor(state.customerId, actor)'],
  ['!sameActor(state.requestedBy, actor)', 'state.requestedBy !== actor'],
  [
    "case 'blocked':\n      return { code: 'credit_already_approved' };",
    "case 'blocked':\n      return { code: 'no_pending_credit' };",
  ],
  ["case 'closed':\n      return { code: 'no_pending_credit' };", "case 'closed':\n      return undefined;"],
  ['approvedBy: command.actor', 'approvedBy: state.requestedBy'],
  ['mustBeAboveZero(limitMinor);', ''],
);

inFile(
  'libs/credit-lines/src/domain/policies.ts',
  ["status === 'absent' ? 'credit_not_found' : 'credit_not_approved'", "'credit_not_found'"],
  ["return !isOpenAccount(state) && state.status !== 'pending';", 'return !isOpenAccount(state);'],
  ["return !isOpenAccount(state) && state.status !== 'pending';", "return state.status !== 'pending';"],
  ["return !isOpenAccount(state) && state.status !== 'pending';", "return state.status === 'absent';"],
  ['if (amountMinor < 0n)', 'if (amountMinor <= 0n)'],
  ['if (amountMinor < 0n)', 'if (amountMinor < -1n)'],
);

inFile(
  'libs/credit-lines/src/domain/opening.ts',
  ["if (command.customer === 'erased') return { reject: { code: 'personal_data_erased' } };", ''],
  ["if (command.customer === 'inactive') return { reject: { code: 'customer_not_active' } };", ''],
  ["if (command.secondActorNeeded) return { reject: { code: 'four_eyes_required' } };", ''],
  ["if (!mayOpenAnew(state)) return { reject: { code: 'credit_already_exists' } };", ''],
  ['openedBy: actor', 'openedBy: customerId'],
  ['mustBeAboveZero(paymentTermDays);', ''],
  ['mustNotBeNegative(limitMinor);', ''],
);

inFile(
  'libs/credit-lines/src/domain/describing.ts',
  ['metadata = state.metadata', 'metadata = {}'],
  ['externalId = state.externalId', 'externalId = null'],
  ["if (state.status === 'absent') return", "if (state.status === 'absent' || state.status === 'closed') return"],
);

inFile(
  'libs/credit-lines/src/domain/spending.ts',
  ['if (amountMinor > availableMinor)', 'if (amountMinor >= availableMinor)'],
  ['if (amountMinor > availableMinor)', 'if (amountMinor > availableMinor + 1n)'],
  ['const { availableMinor } = state.balances;', 'const availableMinor = state.balances.limitMinor;'],
  ["if (state.status === 'blocked') return { reject: { code: 'credit_blocked' } };", ''],
  ["if (state.status === 'paused') return { reject: { code: 'credit_paused' } };", ''],
  ['addDays(usedOn, state.paymentTermDays)', 'addDays(usedOn, state.paymentTermDays - 1)'],
  ['addDays(usedOn, state.paymentTermDays)', 'addDays(usedOn, 30)'],
  ['businessDate(now, state.terms.timeZone)', "businessDate(now, 'UTC')"],
  ["publicId('usage', commandId)", "publicId('payment', commandId)"],
  ['mustBeAboveZero(amountMinor);', ''],
);

inFile(
  'libs/credit-lines/src/domain/standing.ts',
  ["pending: ['rejected']", "pending: ['rejected', 'approved']"],
  ["approved: ['paused', 'blocked', 'closed']", "approved: ['paused', 'blocked', 'closed', 'rejected']"],
  ["approved: ['paused', 'blocked', 'closed']", "approved: ['blocked', 'closed']"],
  ["paused: ['approved', 'blocked', 'closed']", "paused: ['approved', 'closed']"],
  ["blocked: ['approved', 'closed']", "blocked: ['approved', 'paused', 'closed']"],
  ['rejected: []', "rejected: ['approved']"],
  ['closed: []', "closed: ['approved']"],
  ['owedMinor > 0n', 'owedMinor > 1n'],
  ["to === 'closed' && owedMinor > 0n", 'owedMinor > 0n'],
  ["status === 'blocked'\n", "status !== 'blocked'\n"],
  ['limitCutMinor: balances.limitMinor', 'limitCutMinor: balances.utilisedMinor'],
  ['rejectedBy: actor', 'rejectedBy: accountId'],
);

inFile(
  'libs/credit-lines/src/domain/operating.ts',
  ["if (toMinor === fromMinor) return { reject: { code: 'limit_unchanged' } };", ''],
  ['toMinor < fromMinor && !terms.limitMayFall', '!terms.limitMayFall'],
  ['toMinor < fromMinor && !terms.limitMayFall', 'toMinor < fromMinor && terms.limitMayFall'],
  ['toMinor > fromMinor && command.secondActorNeeded', 'command.secondActorNeeded'],
  ['command.secondActorNeeded && sameActor(actor, state.requestedBy)', 'command.secondActorNeeded'],
  ['command.secondActorNeeded && sameActor(actor, state.requestedBy)', 'sameActor(actor, state.requestedBy)'],
  ['sameActor(actor, state.requestedBy)', 'actor === state.requestedBy'],
  ["bucket: 'single_payment', fromMinor, toMinor", "bucket: 'single_payment', fromMinor: 0n, toMinor"],
  ['changedBy: actor', 'changedBy: state.requestedBy'],
  ['if (amountMinor > owedMinor)', 'if (amountMinor >= owedMinor)'],
  ['if (amountMinor > owedMinor)', 'if (amountMinor > owedMinor + 1n)'],
  ['mustBeAboveZero(amountMinor);', ''],
  ["publicId('adjustment', context.commandId)", "publicId('payment', context.commandId)"],
  ["if (amountMinor === 0n) return { reject: { code: 'nothing_owed' } };", ''],
  ['const { limitMinor: limitCutMinor } = state.balances;', 'const { utilisedMinor: limitCutMinor } = state.balances;'],
  ['businessDate(now, state.terms.timeZone)', "businessDate(now, 'UTC')"],
  ['paymentDate: today, today', "paymentDate: '1970-01-01', today"],
);

inFile(
  'libs/payments/src/domain/payment.ts',
  ['if (amountMinor > owedMinor)', 'if (amountMinor >= owedMinor)'],
  ['if (amountMinor > owedMinor)', 'if (amountMinor > owedMinor + 1n)'],
  ['if (date > today)', 'if (date >= today)'],
  ["if (date > today) return { code: 'payment_date_in_future' };", ''],
  ['date >= earliest ||', 'date > earliest ||'],
  ["|| olderDates === 'at-the-boundary'", ''],
  ["|| olderDates === 'at-the-boundary'", '|| true'],
  ['const today = businessDate(now, timeZone);', "const today = businessDate(now, 'UTC');"],
  ['if (!isOpenAccount(state)) return', "if (!isOpenAccount(state) || state.status === 'blocked') return"],
  ['if (!isOpenAccount(state)) return', "if (!isOpenAccount(state) || state.status === 'paused') return"],
  ['if (!isOpenAccount(state)) return', "if (state.status === 'pending') return"],
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
  ['done.fingerprint === key.fingerprint', 'true'],
  ['fresh.fingerprint === key.fingerprint', 'true'],
);

export default mutants;
