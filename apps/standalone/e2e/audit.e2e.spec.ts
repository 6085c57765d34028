/**
 * What an auditor and an erased person may rely on, on the running product: changes behind its back are found with
 * their revision, personal data is in no byte of the data directory, and read models can be made anew under load.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Exposition, Standalone } from '@haber/testing';
import { filesWith, spellings } from './data-dir.fixture';
import { complaintsIn } from './haber.fixture';
import {
  expectClean,
  historyOf,
  many,
  type Partner,
  partnerOf,
  requestBody,
  sql,
  told,
  usedMinor,
} from './partner.fixture';

const NAME = 'Canario Amarillo Sociedad Anonima';
const TAX_ID = 'RUC-CANARY-7431-99';
const NOTES = 'approved because the canary still sings';

let product: Standalone;
let partner: Partner;
beforeAll(async () => {
  product = await Standalone.start();
  partner = partnerOf(product);
}, 120_000);
afterAll(() => product.destroy(), 60_000);

const CANARIES = [NAME, TAX_ID, NOTES].flatMap(spellings);

const REQUEST = {
  requested_limit: 100,
  payment_term_days: 30,
  business_info: { business_name: 'Gone SA', tax_id: 'G-1' },
};

describe('erasing a person', () => {
  let standing: string;

  it('has nothing to hide in the data directory before: personal data is ciphertext from the first event on', async () => {
    await partner.request('canary', requestBody('100.00', { name: NAME, taxId: TAX_ID }));
    await partner.approve('canary', `{"approval_notes":"${NOTES}"}`);
    await partner.use('canary', 'order-of-canary', '40.00');
    standing = told(await partner.read('canary'));
    await sql(product, 'CHECKPOINT');
    // What is not personal is found, in the tables and in the write-ahead log: the search can find.
    const clear = await filesWith(product, 'order-of-canary');
    expect(clear.some((file) => file.includes('pg_wal'))).toBe(true);
    expect(clear.some((file) => file.includes('base/'))).toBe(true);
    expect(await filesWith(product, ...CANARIES)).toEqual([]);
    expect(product.output).not.toMatch(/canar/i);
  }, 60_000);

  it('destroys the key in every byte, and breaks neither chain nor balance nor rebuild', async () => {
    const [key] = await sql<{ wrapped_key: Buffer }>(product, 'SELECT wrapped_key FROM personal_data.person_keys');
    const wrapped = key?.wrapped_key ?? Buffer.alloc(0);
    expect(wrapped.length).toBeGreaterThanOrEqual(32);
    expect((await filesWith(product, wrapped)).length).toBeGreaterThan(0);

    const erased = await product.haber('erase', 'canary', '--now', '--json');
    expect([erased.code, erased.stderr]).toEqual([0, '']);
    expect(JSON.parse(erased.stdout)).toMatchObject({ keyDestroyed: true, tableRewritten: true, logEmptied: true });
    await sql(product, 'CHECKPOINT');
    expect(await filesWith(product, wrapped, ...CANARIES)).toEqual([]);

    expect(told(await partner.read('canary'))).toBe(standing);
    expect((await partner.use('canary', 'after', '60.00')).status).toBe(200);
    expect((await historyOf(product, 'canary')).map(({ type }) => type.split('.')[1])).toEqual([
      'requested',
      'approved',
      'credit-used',
      'credit-used',
    ]);
    expect((await product.haber('rebuild', 'credit-account')).code).toBe(0);
    expect((await partner.read('canary')).text).toContain('"credit_used":100.00,');
    await expectClean(product);
  }, 60_000);

  it('stays erased whatever is repeated, refused or noted; only a new request that is taken brings data back', async () => {
    const headers = { 'idempotency-key': 'ask-once' };
    const ask = () => product.request('POST', '/api/v1/customers/gone/credit/request', REQUEST, { headers });
    const liveKeys = async () =>
      (await sql(product, 'SELECT FROM personal_data.person_keys WHERE destroyed_at IS NULL')).length;
    const others = await liveKeys();
    const first = await ask();
    expect(first.status).toBe(201);
    expect((await product.haber('erase', 'gone')).code).toBe(0);
    expect(await liveKeys()).toBe(others);

    const repeat = await ask();
    expect([repeat.text, repeat.headers.get('idempotent-replayed')]).toEqual([first.text, 'true']);
    expect((await product.request('POST', '/api/v1/customers/gone/credit/request', REQUEST)).status).toBe(409);
    const approval = { approval_notes: 'says something about him' };
    expect((await product.request('POST', '/api/v1/customers/gone/credit/approve', approval)).status).toBe(200);
    expect(await liveKeys()).toBe(others);
    await expectClean(product);
  }, 60_000);

  it('is said once, and nobody unknown is erased', async () => {
    const again = await product.haber('erase', 'canary', '--json');
    expect([again.code, JSON.parse(again.stdout)]).toMatchObject([0, { already: true, keyDestroyed: false }]);
    expect((await product.haber('erase', 'nobody')).code).toBe(1);
  }, 30_000);
});

describe('rebuilding a read model under load', () => {
  it('keeps every answer right while it is swapped', async () => {
    const accounts = Array.from({ length: 20 }, (_, i) => `load-${i}`);
    await Promise.all(accounts.map((account) => partner.open(account, '1000000.00')));
    let rebuilt = false;
    const uses = accounts.map(() => 0);
    const load = many(accounts.length, accounts.length, async (i) => {
      const account = accounts[i] ?? '';
      for (let n = 1; !rebuilt || n <= 20; n += 1) {
        uses[i] = n;
        expect((await partner.use(account, `order-${n}`, '0.01')).status).toBe(200);
        expect(await usedMinor(partner, account)).toBe(n);
      }
    });
    try {
      for (const projection of ['credit-account', 'command-index', 'credit-account']) {
        const { code, stdout, stderr } = await product.haber('rebuild', projection, '--json');
        expect([code, complaintsIn(stderr)]).toEqual([0, '']);
        expect(JSON.parse(stdout)).toMatchObject({ projection });
      }
    } finally {
      rebuilt = true;
      await load;
    }
    expect(await Promise.all(accounts.map((account) => usedMinor(partner, account)))).toEqual(uses);
    expect((await partner.use('load-0', 'order-1', '0.01')).headers.get('idempotent-replayed')).toBe('true');
    await expectClean(product);
  }, 90_000);
});

const SIGNED = `event_log.events WHERE stream_id LIKE 'checkpoint-%'`;

describe('signing', () => {
  const unsigned = `SELECT position FROM event_log.events WHERE stream_id NOT LIKE 'checkpoint-%' AND position >
    (SELECT coalesce(max(position), 0) FROM event_log.events WHERE type = 'checkpoint.signed.v1')`;
  const signedWithin = async (ms: number): Promise<void> => {
    const deadline = Date.now() + ms;
    while ((await sql(product, unsigned)).length > 0 && Date.now() < deadline) await sleep(50);
    expect(await sql(product, unsigned)).toEqual([]);
  };

  it('follows what was written without being asked, soon after', async () => {
    await partner.open('signed', '10.00');
    await signedWithin(30_000);
    // It has just looked, so the whole time between two looks lies ahead: less than a second, on any machine.
    await partner.open('signed-next', '10.00');
    await signedWithin(10_000);
    const kept = JSON.parse(await readFile(join(product.dataDir, 'checkpoint.json'), 'utf8')) as object;
    expect(Object.keys(kept)).toEqual(['stream', 'revision', 'hash']);
  }, 90_000);
});

describe('a superuser who changes the log', () => {
  const tamper = (statement: string) =>
    sql(
      product,
      `ALTER TABLE event_log.events DISABLE TRIGGER ALL; ALTER TABLE event_log.streams DISABLE TRIGGER ALL; ${statement};
       ALTER TABLE event_log.events ENABLE ALWAYS TRIGGER append_only`,
    );

  async function victim(customer: string): Promise<string> {
    await partner.open(customer, '100.00');
    for (let i = 1; i <= 3; i += 1) await partner.use(customer, `order-${i}`, '1.00');
    return (await historyOf(product, customer))[0]?.stream ?? '';
  }

  async function findings(...options: string[]) {
    const { code, stdout } = await product.haber('verify', '--json', ...options);
    const lines = stdout.trim().split('\n').slice(0, -1);
    return { code, found: lines.map((line) => JSON.parse(line) as { stream: string | null; revision: number | null }) };
  }

  it('is found out, with the revision that he touched', async () => {
    const [changed, shortened] = [await victim('changed'), await victim('shortened')];
    const kept = (await product.haber('heads', '--json')).stdout.split('\n').find((line) => line.includes(shortened));
    const head = JSON.parse(kept ?? '{}') as { stream: string; revision: number; hash: string };
    expect((await findings()).code).toBe(0);

    const bytes = `convert_to(replace(convert_from(data, 'UTF8'), '"amountMinor":"100"', '"amountMinor":"900"'), 'UTF8')`;
    await tamper(`UPDATE event_log.events SET data = ${bytes} WHERE stream_id = '${changed}' AND revision = 3`);
    await tamper(`DELETE FROM event_log.events WHERE stream_id = '${shortened}' AND revision = 4;
                  UPDATE event_log.streams SET revision = 3, revision_before = 2 WHERE stream_id = '${shortened}'`);

    const { code, found } = await findings('--head', `${head.stream}@${head.revision}:${head.hash}`);
    expect(code).toBe(1);
    expect(found).toContainEqual(expect.objectContaining({ stream: changed, revision: 3 }));
    expect(found).toContainEqual(expect.objectContaining({ stream: shortened, revision: 4 }));
    expect(new Set(found.map(({ stream }) => stream ?? 'log'))).toEqual(new Set([changed, shortened, 'log']));
  }, 60_000);

  it('gets no signature for a log from which he took the checkpoints', async () => {
    await tamper(`DELETE FROM ${SIGNED}; DELETE FROM event_log.streams WHERE stream_id LIKE 'checkpoint-%'`);
    await partner.open('never-signed', '10.00');
    await toldOnce(/NO CHECKPOINT IS SIGNED ANY MORE/);
    const metrics = new Exposition(await (await fetch(`${product.url}/metrics`)).text());
    expect(metrics.value('haber_checkpoint_signing')).toBe(0);
  }, 60_000);

  it('is found out on a product that is stopped, too', async () => {
    expect(await product.stop()).toBe(0);
    expect((await findings()).code).toBe(1);
  }, 60_000);

  it('gets no signature after a restart either, and is found out by what was kept beside the log', async () => {
    product.output = '';
    await product.restart();
    await toldOnce(/NO CHECKPOINT IS SIGNED ANY MORE/);
    expect(product.output).toContain('checkpoint.json');
    expect(await sql(product, `SELECT FROM ${SIGNED}`)).toEqual([]);
    const { found } = await findings();
    expect(found).toContainEqual(
      expect.objectContaining({ finding: 'evidence', stream: expect.stringMatching(/^checkpoint-/) }),
    );
  }, 90_000);

  async function toldOnce(what: RegExp): Promise<void> {
    for (const deadline = Date.now() + 30_000; !what.test(product.output) && Date.now() < deadline;) await sleep(50);
    expect(product.output).toMatch(what);
  }
});
