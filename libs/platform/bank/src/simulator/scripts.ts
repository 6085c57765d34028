/**
 * What the simulated bank does with an order: by the last four digits of its minor amount, or at random by seed and
 * weights, the same for a reference whenever it is asked (docs/reference/test-amounts.md; a spec holds that table
 * against this one). A name is stored in the book and never changes its meaning.
 */
import { createHash } from 'node:crypto';
import { UnusableEnvironment } from '@haber/boot';

/** How an answer goes wrong; what was done before it, or was not, is another matter. */
export type Misbehaviour =
  | 'silence'
  | 'cut'
  | 'drip'
  | 'html'
  | 'oversized'
  | 'malformed'
  | 'redirect'
  | 'error'
  | 'other-amount'
  | 'other-reference';

/** One callback; `unsigned`, `forged` and `stale` say the truth and must not be believed. */
export type CallbackVariant = 'true' | 'late' | 'other-amount' | 'contradicting' | 'unsigned' | 'forged' | 'stale';

export interface Script {
  /** Default: it is approved. */
  readonly rejects?: string;
  /** Until when it stands as pending. Default: it is decided at once. */
  readonly decides?: 'after-hold' | 'after-long-hold' | 'within-settle-time';
  /** The first send has no effect; the next one is taken. */
  readonly losesFirst?: true;
  /** Of every `submit`, or of the lost one. Default: the truth. */
  readonly answers?: Misbehaviour;
  /** `ask` goes wrong in the same way until the settle time has passed. */
  readonly asksToo?: true;
  /** `ask` says unknown: until the settle time has passed, or until it is decided. */
  readonly hides?: 'until-settled' | 'until-decided';
  /** It pays a minor unit more than it was told to, and stands to it. */
  readonly paysMore?: true;
  /** Default: one, true. */
  readonly callbacks?: readonly CallbackVariant[];
}

interface Row {
  /** Last four digits of the minor amount. */
  readonly digits?: string;
  readonly script: Script;
}

export const SCRIPTS = {
  approve: { script: {} },
  'reject-insufficient-funds': { digits: '9001', script: { rejects: 'insufficient_funds' } },
  'reject-account-closed': { digits: '9002', script: { rejects: 'account_closed' } },
  'reject-account-not-found': { digits: '9003', script: { rejects: 'account_not_found' } },
  'reject-beneficiary-blocked': { digits: '9004', script: { rejects: 'beneficiary_blocked' } },
  'hold-approve': { digits: '9010', script: { decides: 'after-hold' } },
  'hold-reject': { digits: '9011', script: { decides: 'after-hold', rejects: 'account_closed' } },
  'long-hold-approve': { digits: '9012', script: { decides: 'after-long-hold' } },
  'long-hold-reject': { digits: '9013', script: { decides: 'after-long-hold', rejects: 'account_closed' } },
  'time-out-before-effect': { digits: '9020', script: { losesFirst: true, answers: 'silence' } },
  'time-out-after-effect': { digits: '9021', script: { answers: 'silence' } },
  'time-out-late-effect': {
    digits: '9022',
    script: { decides: 'within-settle-time', hides: 'until-decided', answers: 'silence' },
  },
  'time-out-hidden-effect': { digits: '9023', script: { hides: 'until-settled', answers: 'silence' } },
  'time-out-reject': { digits: '9024', script: { rejects: 'insufficient_funds', answers: 'silence' } },
  'cut-before-effect': { digits: '9025', script: { losesFirst: true, answers: 'cut' } },
  'cut-after-effect': { digits: '9026', script: { answers: 'cut' } },
  'callback-twice': { digits: '9030', script: { callbacks: ['true', 'true'] } },
  'callback-late': { digits: '9031', script: { callbacks: ['late'] } },
  'callback-other-amount': { digits: '9032', script: { callbacks: ['other-amount'] } },
  'callback-contradicting': { digits: '9033', script: { callbacks: ['contradicting'] } },
  'callback-unsigned': { digits: '9034', script: { callbacks: ['unsigned'] } },
  'callback-forged': { digits: '9035', script: { callbacks: ['forged'] } },
  'callback-stale': { digits: '9036', script: { callbacks: ['stale'] } },
  'callback-never': { digits: '9037', script: { callbacks: [] } },
  'hold-callback-late': { digits: '9038', script: { decides: 'after-hold', callbacks: ['late', 'true'] } },
  'answer-drip': { digits: '9040', script: { answers: 'drip', asksToo: true } },
  'answer-html': { digits: '9041', script: { answers: 'html', asksToo: true } },
  'answer-oversized': { digits: '9042', script: { answers: 'oversized', asksToo: true } },
  'answer-other-amount': { digits: '9043', script: { answers: 'other-amount', asksToo: true } },
  'answer-other-reference': { digits: '9044', script: { answers: 'other-reference', asksToo: true } },
  'answer-malformed': { digits: '9045', script: { answers: 'malformed', asksToo: true } },
  'answer-redirect': { digits: '9046', script: { answers: 'redirect', asksToo: true } },
  'answer-error': { digits: '9047', script: { answers: 'error', asksToo: true } },
  'answer-error-before-effect': { digits: '9048', script: { losesFirst: true, answers: 'error' } },
  'pay-other-amount': { digits: '9050', script: { paysMore: true } },
} as const satisfies Readonly<Record<string, Row>>;

export type ScriptName = keyof typeof SCRIPTS;

export const SCRIPT_NAMES = Object.keys(SCRIPTS) as readonly ScriptName[];

export const scriptOf = (name: ScriptName): Script => SCRIPTS[name].script;

export function isScriptName(name: unknown): name is ScriptName {
  return typeof name === 'string' && Object.hasOwn(SCRIPTS, name);
}

const BY_DIGITS: ReadonlyMap<string, ScriptName> = new Map(
  Object.entries(SCRIPTS).flatMap(([name, row]): [string, ScriptName][] =>
    'digits' in row ? [[row.digits, name as ScriptName]] : [],
  ),
);

/** Scripts at random for amounts that have none of their own. */
export interface Hostility {
  readonly seed: string;
  /** Whole numbers from 0 on, not all 0; a script that is not named has none. */
  readonly weights: ReadonlyMap<ScriptName, number>;
}

/** Nine of ten orders are paid as they should be; the others are met by every other script alike. */
export const DEFAULT_WEIGHTS: ReadonlyMap<ScriptName, number> = new Map(
  SCRIPT_NAMES.map((name) => [name, name === 'approve' ? (SCRIPT_NAMES.length - 1) * 9 : 1]),
);

export function chosenScript(
  { reference, amountMinor }: { readonly reference: string; readonly amountMinor: bigint },
  hostility?: Hostility,
): ScriptName {
  const magic = BY_DIGITS.get((amountMinor % 10_000n).toString());
  if (magic) return magic;
  return hostility ? byChance(reference, hostility) : 'approve';
}

function byChance(reference: string, { seed, weights }: Hostility): ScriptName {
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const chance = createHash('sha256').update(`${seed}\n${reference}`).digest().readUIntBE(0, 6);
  let left = chance % total;
  for (const [name, weight] of weights) {
    if (left < weight) return name;
    left -= weight;
  }
  return 'approve';
}

/** `approve=90,time-out-before-effect=10`. @throws UnusableEnvironment */
export function readWeights(text: string): ReadonlyMap<ScriptName, number> {
  const weights = new Map<ScriptName, number>();
  for (const part of text.split(',')) {
    const [, name, weight] = /^\s*([a-z-]+)=(\d{1,6})\s*$/.exec(part) ?? [];
    if (!isScriptName(name)) throw unusable();
    weights.set(name, Number(weight));
  }
  if (![...weights.values()].some((weight) => weight > 0)) throw unusable();
  return weights;
}

function unusable(): UnusableEnvironment {
  return new UnusableEnvironment(
    `HABER_BANK_HOSTILE_WEIGHTS must be script=weight, commas between, not all 0; scripts: ${SCRIPT_NAMES.join(', ')}`,
  );
}
