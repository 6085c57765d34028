// Planted mistakes in what the contexts decide, and in who is let in.
import { planting } from './planting.mjs';

const { mutants, inFile } = planting();

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
  ['effect < first ? effect : first', 'effect > first ? effect : first'],
  ['effectiveAt: effects.reduce', 'effectiveAt: [now].reduce'],
  ['mustBeAboveZero(amountMinor);', ''],
  ['mustBeDate(paymentDate);', ''],
);

inFile(
  'libs/composition/src/single-use.ts',
  ['({ granted }: Verdict): boolean => granted;', '({ granted }: Verdict): boolean => granted || true;'],
  ['`gateway token ${id}`', '`gateway token`'],
  ['requests: 1, windowSeconds', 'requests: 2, windowSeconds'],
);

export default mutants;
