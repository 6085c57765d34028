/**
 * What customers and bank accounts hold of a person: in no byte of the data directory and in no log line, and gone for
 * good once it is erased through the API.
 */
import { Standalone } from '@haber/testing';
import { filesWith, spellings } from './data-dir.fixture';
import { endClean, expectClean, sql, withKey } from './partner.fixture';
import { ANA, ifMatch, problemOf, type Registers, registersOf } from './registers.fixture';

let product: Standalone;
let registers: Registers;
beforeAll(async () => {
  product = await Standalone.start();
  registers = registersOf(product);
}, 120_000);
afterAll(() => endClean(product), 60_000);

const CANARY = {
  type: 'person',
  legal_name: 'Canario Verde Primero',
  trade_name: 'Canario Verde Segundo',
  national_id: 'CANARIO-9911-1',
  tax_id: 'CANARIO-9911-2',
  email: 'canario-9911@example.com',
  phone: '+502 9911 9911 33',
  address: { street: 'Calle del Canario Verde 9911', city: 'Canariopolis' },
};
const BANK_ACCOUNT = {
  customer_id: 'canary',
  bank: 'Banco Uno',
  account_type: 'checking',
  account_number: '9911-0099-1100-4711',
  holder_name: 'Canario Verde Titular',
  currency: 'USD',
};
const REASONS = ['Canario Verde papers', 'Canario Verde moved', 'Canario Verde has another bank'];
const CANARIES = [
  ...Object.values(CANARY).flatMap((value) => (typeof value === 'string' ? [value] : Object.values(value))),
  ...REASONS,
  BANK_ACCOUNT.account_number,
  BANK_ACCOUNT.holder_name,
].filter((text) => text !== 'person');

describe('what is personal', () => {
  it('is in no byte of the data directory and in no log line, refused requests included', async () => {
    await registers.put('canary', { ...CANARY, metadata: { note: 'not-personal-9911' } }, withKey('canary'));
    await registers.kyc('canary', { status: 'rejected', reason: REASONS[0] });
    await registers.status('canary', { value: 'inactive', reason: REASONS[1] });
    await registers.put('canary', { ...CANARY, legal_name: 'Canario Verde Tercero' });
    await registers.put('canary', { ...CANARY, type: 'bird' });
    await registers.putBankAccount('canary', BANK_ACCOUNT, withKey('canary'));
    await registers.verify('canary', { status: 'rejected', reason: REASONS[2] });
    await registers.putBankAccount('canary', { ...BANK_ACCOUNT, currency: 'ZZZ' });
    await registers.getBankAccount('canary');
    await registers.put('canary', CANARY, withKey('canary'));
    await registers.get('canary');
    await sql(product, 'CHECKPOINT');
    expect((await filesWith(product, 'not-personal-9911')).length).toBeGreaterThan(0);
    expect(await filesWith(product, ...[...CANARIES, 'Canario Verde Tercero'].flatMap(spellings))).toEqual([]);
    expect(product.output).not.toMatch(/canari|9911-0099/i);
  }, 60_000);
});

describe('erasing personal data', () => {
  const liveKeys = async () =>
    (await sql(product, 'SELECT FROM personal_data.person_keys WHERE destroyed_at IS NULL')).length;

  it('destroys what is personal and keeps what was decided, repeatably', async () => {
    await registers.put('gone', ANA, withKey('put-gone'));
    await registers.kyc('gone', { status: 'approved' });
    await registers.putBankAccount('of-gone', { ...BANK_ACCOUNT, customer_id: 'gone' }, withKey('of-gone'));
    await registers.verify('of-gone', { status: 'rejected', reason: 'not his' });
    await registers.status('gone', { value: 'inactive', reason: 'asked to be forgotten' });
    const [row] = await sql<{ wrapped_key: Buffer }>(
      product,
      'SELECT wrapped_key FROM personal_data.person_keys WHERE destroyed_at IS NULL ORDER BY created_at DESC LIMIT 1',
    );
    const before = await liveKeys();

    const dry = await registers.erase('gone', { query: '?dry_run=true' });
    expect([dry.status, dry.json]).toMatchObject([
      200,
      { id: 'gone', personal_data: 'erased', revision: 2, hash: null },
    ]);
    expect((await registers.get('gone')).json.legal_name).toBe(ANA.legal_name);
    expect(problemOf(await registers.erase('gone', ifMatch(1)))).toBe('412 precondition_failed');
    expect((await registers.get('gone')).json.legal_name).toBe(ANA.legal_name);

    const erased = await registers.erase('gone');
    expect(erased.json).toMatchObject({ id: 'gone', personal_data: 'erased', revision: 3 });
    expect(erased.json.statement).toMatch(/write-ahead log .*Backups/s);
    expect(erased.headers.get('etag')).toBe('"3"');
    expect(await liveKeys()).toBe(before - 1);
    expect(row?.wrapped_key.length).toBeGreaterThan(0);

    const read = await registers.get('gone');
    expect(read.json).toMatchObject({
      type: 'person',
      legal_name: null,
      national_id: null,
      email: null,
      phone: null,
      address: null,
      personal_data: 'erased',
      kyc: { status: 'approved' },
      status: { value: 'inactive', reason: null },
      external_id: 'crm-1',
      revision: 3,
    });
    expect((await registers.getBankAccount('of-gone')).json).toMatchObject({
      account_number: null,
      holder_name: null,
      personal_data: 'erased',
      verification: { status: 'rejected', reason: null },
    });
    const again = await registers.erase('gone');
    expect([again.status, again.json.revision, again.json.hash]).toEqual([200, 3, erased.json.hash]);
    expect(problemOf(await registers.erase('nobody'))).toBe('404 customer_not_found');
  });

  it('stays so whatever is repeated or decided, and keeps no reason', async () => {
    const before = await liveKeys();
    expect((await registers.put('gone', ANA, withKey('put-gone'))).headers.get('idempotent-replayed')).toBe('true');
    expect(problemOf(await registers.put('gone', ANA, ifMatch(0)))).toBe('412 precondition_failed');
    expect(problemOf(await registers.put('gone', { type: 'person' }, withKey('put-gone')))).toBe(
      '422 idempotency_key_reused',
    );
    const dry = await registers.put('gone', ANA, { query: '?dry_run=true' });
    expect([dry.status, dry.json]).toMatchObject([200, { legal_name: ANA.legal_name, personal_data: 'kept' }]);
    const bankAccount = { ...BANK_ACCOUNT, customer_id: 'gone' };
    const replayed = await registers.putBankAccount('of-gone', bankAccount, withKey('of-gone'));
    expect([replayed.status, replayed.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
    expect(problemOf(await registers.putBankAccount('of-gone', bankAccount))).toBe('409 personal_data_erased');
    expect(problemOf(await registers.putBankAccount('new', bankAccount))).toBe('409 personal_data_erased');
    const verified = await registers.verify('of-gone', { status: 'rejected', reason: 'another' });
    expect(verified.json.verification).toMatchObject({ status: 'rejected', reason: null });
    const rejected = await registers.kyc('gone', { status: 'rejected', reason: 'he was not who he said' });
    expect(rejected.json).toMatchObject({ kyc: { status: 'rejected', reason: null }, personal_data: 'erased' });
    expect(await liveKeys()).toBe(before);
  });

  it('ends with being registered anew, under another key; what was decided is still so', async () => {
    const back = await registers.put('gone', { ...ANA, legal_name: 'Ana de Vuelta' });
    expect([back.status, back.json]).toMatchObject([
      201,
      {
        legal_name: 'Ana de Vuelta',
        personal_data: 'kept',
        kyc: { status: 'rejected' },
        status: { value: 'inactive' },
      },
    ]);
    expect((await registers.get('gone')).json).toEqual(back.json);
    const bankAccount = await registers.putBankAccount('of-gone', { ...BANK_ACCOUNT, customer_id: 'gone' });
    expect([bankAccount.status, bankAccount.json]).toMatchObject([
      200,
      { account_number: '****4711', personal_data: 'kept' },
    ]);
    await expectClean(product);
  }, 30_000);
});
