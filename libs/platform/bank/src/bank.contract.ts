/**
 * What every bank behind the port must do, and what the port must make of what banks do: a bank with test amounts
 * (docs/reference/test-amounts.md) is behind it.
 */
import type { Bank, NoAnswerCause, Payout } from './bank';

export interface BankUnderTest {
  readonly bank: Bank;
  /** The same bank, asked by somebody whose secret it does not know. */
  readonly stranger: Bank;
  readonly settleMs: number;
  readonly holdMs: number;
  pass(ms: number): void;
  payout(reference: string, amountMinor?: bigint): Payout;
  /** What it did under a reference. */
  effects(reference: string): Promise<readonly { readonly status: string; readonly amount_minor: string }[]>;
  destroy(): Promise<void>;
}

export function describeBank(name: string, start: () => Promise<BankUnderTest>): void {
  describe(name, () => {
    let at: BankUnderTest;
    let count = 0;
    beforeAll(async () => {
      at = await start();
    });
    afterAll(() => at.destroy());

    const order = (amountMinor?: bigint): Payout =>
      at.payout(`OP-2026-${String((count += 1)).padStart(8, '0')}`, amountMinor);
    const said = ({ amountMinor, currency }: Payout) => ({ amountMinor, currency });
    const effectsOf = async ({ reference }: Payout) => (await at.effects(reference)).map(({ status }) => status);

    it('pays, says so, and says the same whenever it is asked or told again', async () => {
      const payout = order();
      const first = await at.bank.submit(payout);
      expect(first).toEqual({ kind: 'approved', ...said(payout), bankReference: expect.any(String) });
      expect(await at.bank.ask(payout.reference)).toEqual(first);
      expect(await at.bank.submit(payout)).toEqual(first);
      expect(await Promise.all([at.bank.submit(payout), at.bank.submit(payout)])).toEqual([first, first]);
      expect(await at.effects(payout.reference)).toMatchObject([{ status: 'approved', amount_minor: '100050' }]);
    });

    it('carries amounts that no float holds', async () => {
      const payout = order(900_719_925_474_099_307n);
      expect(await at.bank.submit(payout)).toMatchObject({ kind: 'approved', ...said(payout) });
    });

    it.each([
      [9001n, 'insufficient_funds'],
      [9002n, 'account_closed'],
      [9003n, 'account_not_found'],
      [9004n, 'beneficiary_blocked'],
    ])('rejects …%d: %s', async (digits, code) => {
      const payout = order(120_000n + digits);
      const rejected = { kind: 'rejected', ...said(payout), code };
      expect(await at.bank.submit(payout)).toEqual(rejected);
      expect(await at.bank.submit(payout)).toEqual(rejected);
      expect(await at.bank.ask(payout.reference)).toEqual(rejected);
      expect(await effectsOf(payout)).toEqual(['rejected']);
    });

    it.each([
      ['amount', { amountMinor: 100_051n }],
      ['currency', { currency: 'USD' }],
      ['account', { destination: { bank: 'BI', accountType: 'savings', accountNumber: '9', holderName: 'Ana' } }],
    ])('takes no other %s under the same reference', async (_, other) => {
      const payout = order();
      const first = await at.bank.submit(payout);
      expect(await at.bank.submit({ ...payout, ...other })).toEqual({
        kind: 'no-answer',
        cause: 'conflict',
        status: 409,
      });
      expect(await at.bank.ask(payout.reference)).toEqual(first);
      expect(await at.effects(payout.reference)).toMatchObject([{ amount_minor: '100050' }]);
    });

    it('knows nothing of what it was never sent', async () => {
      expect(await at.bank.ask(order().reference)).toEqual({ kind: 'unknown-reference' });
    });

    it.each([
      [9010n, 'approved'],
      [9011n, 'rejected'],
    ])('holds …%d, and then it is %s', async (digits, outcome) => {
      const payout = order(120_000n + digits);
      expect(await at.bank.submit(payout)).toEqual({ kind: 'pending', ...said(payout) });
      expect(await at.bank.ask(payout.reference)).toEqual({ kind: 'pending', ...said(payout) });
      expect(await effectsOf(payout)).toEqual([]);
      at.pass(at.holdMs);
      expect(await at.bank.ask(payout.reference)).toMatchObject({ kind: outcome });
      expect(await at.bank.submit(payout)).toMatchObject({ kind: outcome });
      expect(await effectsOf(payout)).toEqual([outcome]);
    });

    it.each<[bigint, NoAnswerCause]>([
      [9020n, 'connection'],
      [9025n, 'connection'],
      [9048n, 'unexpected-status'],
    ])('…%d is lost before it has an effect (%s); sent again, it is paid once', async (digits, cause) => {
      const payout = order(120_000n + digits);
      expect(await at.bank.submit(payout)).toMatchObject({ kind: 'no-answer', cause });
      at.pass(at.settleMs);
      expect(await at.bank.ask(payout.reference)).toEqual({ kind: 'unknown-reference' });
      expect(await effectsOf(payout)).toEqual([]);
      expect(await at.bank.submit(payout)).toMatchObject({ kind: 'approved' });
      expect(await effectsOf(payout)).toEqual(['approved']);
    });

    it.each<[bigint, NoAnswerCause, string]>([
      [9021n, 'connection', 'approved'],
      [9024n, 'connection', 'rejected'],
      [9026n, 'connection', 'approved'],
    ])('…%d has its effect, and its answer is lost (%s)', async (digits, cause, outcome) => {
      const payout = order(120_000n + digits);
      expect(await at.bank.submit(payout)).toEqual({ kind: 'no-answer', cause });
      expect(await at.bank.ask(payout.reference)).toMatchObject({ kind: outcome, ...said(payout) });
      expect(await at.bank.submit(payout)).toEqual({ kind: 'no-answer', cause });
      expect(await effectsOf(payout)).toEqual([outcome]);
    });

    it.each([9022n, 9023n])('…%d is unknown until the settle time has passed, and was paid', async (digits) => {
      const payout = order(120_000n + digits);
      expect(await at.bank.submit(payout)).toMatchObject({ kind: 'no-answer' });
      expect(await at.bank.ask(payout.reference)).toEqual({ kind: 'unknown-reference' });
      at.pass(at.settleMs);
      expect(await at.bank.ask(payout.reference)).toMatchObject({ kind: 'approved', ...said(payout) });
      expect(await effectsOf(payout)).toEqual(['approved']);
    });

    it.each<[bigint, NoAnswerCause, number | undefined]>([
      [9040n, 'connection', undefined],
      [9041n, 'not-json', 200],
      [9042n, 'oversized', undefined],
      [9044n, 'other-reference', undefined],
      [9045n, 'malformed', 200],
      [9046n, 'redirect', 307],
      [9047n, 'unexpected-status', 500],
    ])('…%d is no answer: %s; later it says the truth', async (digits, cause, status) => {
      const payout = order(120_000n + digits);
      const none = { kind: 'no-answer', cause, ...(status !== undefined && { status }) };
      expect(await at.bank.submit(payout)).toEqual(none);
      expect(await at.bank.ask(payout.reference)).toEqual(none);
      at.pass(at.settleMs);
      expect(await at.bank.ask(payout.reference)).toMatchObject({ kind: 'approved', ...said(payout) });
      expect(await effectsOf(payout)).toEqual(['approved']);
    });

    it('…9043 names another amount: no answer to an order, and shown to whoever asks', async () => {
      const payout = order(129_043n);
      const other = { kind: 'approved', amountMinor: 129_044n, currency: 'GTQ', bankReference: expect.any(String) };
      expect(await at.bank.submit(payout)).toEqual({ kind: 'no-answer', cause: 'other-amount', said: other });
      expect(await at.bank.ask(payout.reference)).toEqual(other);
      at.pass(at.settleMs);
      expect(await at.bank.ask(payout.reference)).toMatchObject({ kind: 'approved', ...said(payout) });
    });

    it('…9050 pays another amount, and stands to it', async () => {
      const payout = order(129_050n);
      expect(await at.bank.submit(payout)).toMatchObject({ cause: 'other-amount', said: { amountMinor: 129_051n } });
      at.pass(at.settleMs);
      expect(await at.bank.ask(payout.reference)).toMatchObject({ kind: 'approved', amountMinor: 129_051n });
      expect(await at.effects(payout.reference)).toMatchObject([{ status: 'approved', amount_minor: '129051' }]);
    });

    it('does nothing for a stranger', async () => {
      const payout = order();
      const none = { kind: 'no-answer', cause: 'unauthorized', status: 401 };
      expect(await at.stranger.submit(payout)).toEqual(none);
      expect(await at.stranger.ask(payout.reference)).toEqual(none);
      expect(await at.bank.ask(payout.reference)).toEqual({ kind: 'unknown-reference' });
    });

    it.each([
      [{ reference: '../book' }],
      [{ reference: 'a.b' }],
      [{ reference: '' }],
      [{ amountMinor: 0n }],
      [{ amountMinor: -1n }],
      [{ currency: 'gtq' }],
    ])('is never sent %j', async (bad) => {
      await expect(at.bank.submit({ ...order(), ...bad })).rejects.toThrow(RangeError);
    });
  });
}
