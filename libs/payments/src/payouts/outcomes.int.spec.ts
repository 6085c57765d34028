/** Every outcome that the simulated bank can be told to have, through the whole of paying out. */
import { signatureHeaders } from '@haber/bank';
import type { PayoutDesk } from './desk';
import type { PayoutAt } from './parts';
import { Paying, until } from './paying.fixture';

let paying: Paying;
let desk: PayoutDesk;
beforeAll(async () => {
  paying = await Paying.start();
  desk = paying.desk();
  desk.start();
}, 120_000);
afterAll(() => paying.destroy(), 60_000);

/** Last four digits of the amount, what becomes of the payout, and the item that it leaves. */
const OUTCOMES = `
  0001 approved
  9001 rejected
  9002 rejected
  9003 rejected
  9004 rejected
  9010 approved
  9011 rejected
  9012 approved
  9013 rejected
  9020 approved
  9021 approved
  9022 approved
  9023 approved
  9024 rejected
  9025 approved
  9026 approved
  9030 approved
  9031 approved
  9032 approved  amount_mismatch
  9033 approved  outcome_contradicts
  9034 approved
  9035 approved
  9036 approved
  9037 approved
  9038 approved
  9040 approved
  9041 approved
  9042 approved
  9043 approved
  9044 approved
  9045 approved
  9046 approved
  9047 approved
  9048 approved
  9050 submitted amount_mismatch`;

const rows = OUTCOMES.trim()
  .split('\n')
  .map((line) => line.trim().split(/ +/) as [string, string, string?]);

it('ends every payout as the bank did, once, and tells a person of what contradicts and of nothing else', async () => {
  const payouts = new Map<string, PayoutAt>();
  for (const [digits] of rows) payouts.set(digits, await paying.reserve(BigInt(`10${digits}`)));
  for (const payout of payouts.values()) await desk.reserved(payout);
  const payoutOf = (digits: string): PayoutAt => payouts.get(digits) as PayoutAt;
  for (const [digits, status] of rows) {
    await until(async () => (await paying.ended(payoutOf(digits))).status === status, `…${digits} to be ${status}`);
  }
  const wanted = rows.flatMap(([digits, , cause]) => (cause ? [{ payoutId: payoutOf(digits).payoutId, cause }] : []));
  await until(async () => (await paying.items()).length >= wanted.length, 'the items');
  await until(() => paying.ends.filter((end) => end === 'refused').length >= 3, 'three callbacks to be refused');

  const items = await paying.items();
  const inOrder = <T extends { payoutId: string }>(of: T[]) =>
    of.toSorted((a, b) => a.payoutId.localeCompare(b.payoutId));
  expect(inOrder(items.map(({ payoutId, cause }) => ({ payoutId, cause })))).toEqual(inOrder(wanted));
  const book = await paying.book();
  for (const [digits, status] of rows) await expectAsInBook(book, payoutOf(digits), { digits, status });
}, 180_000);

it('pays nobody whose data was erased, and gives the capacity back', async () => {
  const gone = { personalData: { openAll: (_: string, texts: object) => Promise.resolve(nulls(texts)) as never } };
  const payout = await paying.reserve(5_00n);
  await paying.desk(gone).reserved(payout);
  expect(await paying.ended(payout)).toMatchObject({ status: 'rejected', submissions: 0 });
  expect((await paying.book()).has(payout.payoutId)).toBe(false);
});

it.each<[string, { readonly amountMinor?: bigint; readonly currency?: string }]>([
  ['another amount', { amountMinor: 90_000n }],
  ['another currency', { currency: 'EUR' }],
])(
  'believes no callback where the bank itself, asked, says %s',
  async (_, otherwise) => {
    const payout = await paying.reserve(200_20n);
    const paid = { kind: 'approved', amountMinor: 200_20n, currency: 'USD', bankReference: 'REF-1' } as const;
    const bank = paying.bank();
    const asked = {
      ...bank,
      settleMs: 0,
      bank: {
        submit: () => Promise.resolve({ ...paid, kind: 'pending' } as const),
        ask: () => Promise.resolve({ ...paid, ...otherwise }),
        close: () => Promise.resolve(),
      },
    };
    const late = { ...paying.parts().patience, graceMs: 600_000, firstMs: 600_000, lastMs: 600_000 };
    const alone = paying.desk({ banks: { of: () => asked, all: [asked] }, patience: late });
    await alone.reserved(payout);
    await until(async () => (await paying.ended(payout)).status === 'submitted', 'it to be sent');
    const said = { type: 'payout.approved', status: 'approved', bank_reference: 'REF-1', reference: payout.payoutId };
    const body = Buffer.from(JSON.stringify({ ...said, amount_minor: '20020', currency: 'USD' }));
    const headers = signatureHeaders({ id: 'evt_1', nowMs: Date.now(), body }, bank.keys);
    await until(async () => (await alone.callback({ headers, body })) === 'taken', 'the callback to be taken');
    expect(await paying.ended(payout)).toMatchObject({ status: 'submitted', finals: 0 });
    const items = (await paying.items()).filter(({ payoutId }) => payoutId === payout.payoutId);
    expect(items).toMatchObject([{ cause: 'amount_mismatch', learnedFrom: 'query', said: otherwise }]);
  },
  60_000,
);

it('leaves what it has no bank for as it is, tells a person in time, and pays once there is one', async () => {
  await desk.stop();
  const patience = { ...paying.parts().patience, openTooLongMs: 1 };
  const poor = paying.desk({ banks: { of: () => undefined, all: [] }, patience: { ...patience, graceMs: 0 } });
  const payout = await paying.reserve(7_00n);
  await poor.reserved(payout);
  poor.start();
  const itemsOf = async () => (await paying.items()).filter(({ payoutId }) => payoutId === payout.payoutId);
  await until(async () => (await itemsOf()).length > 0, 'the item');
  expect(await itemsOf()).toMatchObject([{ cause: 'open_too_long', status: 'open', said: null }]);
  expect(await paying.ended(payout)).toMatchObject({ status: 'reserved' });
  await poor.stop();
  paying.desk({ patience }).start();
  await until(async () => (await itemsOf())[0]?.status === 'resolved', 'the item to be resolved');
  expect(await paying.ended(payout)).toMatchObject({ status: 'approved', submissions: 1, finals: 1 });
}, 60_000);

/** What the bank pays otherwise than it was told waits for a person, and has no word that counts. */
async function expectAsInBook(
  book: Awaited<ReturnType<Paying['book']>>,
  payout: PayoutAt,
  { digits, status }: { readonly digits: string; readonly status: string },
): Promise<void> {
  const isOpen = status === 'submitted';
  const { finals, submissions, amountMinor } = await paying.ended(payout);
  const moved = book.get(payout.payoutId)?.said;
  const amount = isOpen ? amountMinor + 1n : amountMinor;
  const found = { digits, finals, submissions, kind: moved?.kind, moved: moved?.amountMinor };
  const kind = isOpen ? 'approved' : status;
  expect(found).toEqual({ digits, finals: isOpen ? 0 : 1, submissions: 1, kind, moved: amount });
}

function nulls(texts: object): object {
  return Object.fromEntries(Object.keys(texts).map((field) => [field, null]));
}
