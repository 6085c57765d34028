/**
 * The three client programs of dialect B's document, as they stand there, against the running product: what they print
 * and how they end, and afterwards what the ledger and the bank have. Two of them send the same execution.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { capacityAccountStream } from '@haber/ledger';
import { Standalone } from '@haber/testing';
import { DOCUMENT, isToRun, type Language, programsIn, type Ran, ranProgram } from './client-programs.fixture';
import { booksOf, type Books, DOCUMENTED_BANK_ACCOUNT, type Merchant, merchantOf } from './merchants.fixture';
import { endClean } from './partner.fixture';

const CUSTOMER = 'the-document';

let product: Standalone;
let books: Books;
let of: Merchant;
beforeAll(async () => {
  product = await Standalone.start();
  books = await booksOf(product);
  of = await merchantOf(product, CUSTOMER, { bankAccount: DOCUMENTED_BANK_ACCOUNT });
}, 120_000);
afterAll(async () => {
  await books.close();
  await endClean(product);
}, 60_000);

const inLanguage = (language: Language) => (isToRun(language) ? it : it.skip);
const ran = (language: Language): Promise<Ran> => ranProgram(language, { url: product.url, key: of.key });
const good = (stdout: unknown) => ({ code: 0, stdout, stderr: '' });

/** All executions by now, the newest first, once the bank has decided on each. */
async function decided(): Promise<readonly { transaction_id: string; status: string }[]> {
  for (let tries = 0; tries < 600; tries += 1) {
    const { json } = await of.get('');
    const credits = json?.credits as { transaction_id: string; status: string }[];
    if (credits.every(({ status }) => status !== 'ESPERA')) return credits;
    await sleep(100);
  }
  throw new Error('the bank does not decide');
}

/** The ids that the programs printed. */
const idsIn = (text: string): readonly string[] => text.match(/OP-\d{4}-\d{8}/g) ?? [];

it('are three, each with the one address and key that are replaced', () => {
  const programs = programsIn(DOCUMENT);
  expect([...programs.keys()]).toEqual(['cURL', 'Python', 'Node.js']);
  for (const program of programs.values()) {
    expect(program).toContain('https://api.buhopago.com/api/v1');
    expect(program).toContain('bp_live_xxx');
    expect(program).toContain(DOCUMENTED_BANK_ACCOUNT);
  }
});

describe('before anything was processed', () => {
  inLanguage('cURL')('cURL shows the document’s refusal', async () => {
    const { code, stdout } = await ran('cURL');
    expect([code, stdout]).toEqual([
      0,
      '{"success":true,"capacity":{"volume_processed_total":0.00,"volume_credited_total":0.00,' +
        '"volume_available":0.00,"last_transaction_at":null,"updated_at":null}}' +
        '{"detail":{"error":"insufficient_capacity","message":"Capacidad insuficiente. Disponible: 0.00, ' +
        'Requerido: 1000.00","available_capacity":0.00,"required_amount":1000.00}}',
    ]);
  });

  inLanguage('Python')('Python sends nothing', async () => {
    expect(await ran('Python')).toEqual(good('Disponible: $0.0\n❌ Capacidad insuficiente\n'));
  });

  inLanguage('Node.js')('Node.js sends nothing', async () => {
    expect(await ran('Node.js')).toEqual(good('Disponible: $0\n'));
  });
});

describe('with 10,000.00 processed', () => {
  /** What the programs sent, by their ids. */
  const sent = new Set<string>();
  beforeAll(async () => {
    await books.volume(CUSTOMER, 10_001_00n);
    // The bank's first payout is the slowest, and the programs wait for theirs no longer than the answer does.
    await of.execute('1.00', { concept: 'Primero' });
    await decided();
  }, 120_000);

  inLanguage('cURL')(
    'cURL executes, and sent twice at once it is one execution',
    async () => {
      const both = await Promise.all([ran('cURL'), ran('cURL')]);
      const answers = both.map(({ stdout }) => stdout.slice(stdout.indexOf('}}') + 2));
      const [id = ''] = idsIn(answers[0] ?? '');
      sent.add(id);
      expect(both.map(({ code }) => code)).toEqual([0, 0]);
      expect(both[0]?.stdout).toMatch(/^\{"success":true,"capacity":\{"volume_processed_total":10001\.00,/);
      expect(answers[0]).toMatch(
        new RegExp(
          `^{"success":true,"message":"Crédito aprobado","status":"APROBADA","transaction_id":"${id}",` +
            `"bank_response":{"id":"${id}","reference":"[^"]+","message":"Operación exitosa"},` +
            '"capacity_remaining":9000.00}$',
        ),
      );
      expect(answers[1]).toBe(answers[0]);
    },
    120_000,
  );

  it('Python and Node.js send the same without a key, which is one execution', async () => {
    const before = `${isToRun('cURL') ? 9_000 : 10_000}`;
    const after = `${Number(before) - 1_000}`;
    const [js, again, py] = await Promise.all([
      ran('Node.js'),
      ran('Node.js'),
      isToRun('Python') ? ran('Python') : undefined,
    ]);
    const [id = ''] = idsIn(js.stdout);
    sent.add(id);
    // Whoever asks for the capacity last may find the execution of the first in it.
    const printed = (left: string, zeros: string): unknown =>
      expect.stringMatching(
        `^Disponible: \\$(${before}|${after})${zeros}\n✅ Crédito aprobado: ${id}\n💰 ${left}: \\$${after}${zeros}\n$`,
      );
    for (const one of [js, again]) expect(one).toEqual(good(printed('Restante', '')));
    if (py) expect(py).toEqual(good(printed('Capacidad restante', '\\.0')));
  }, 120_000);

  it('the ledger has one reservation and one payout of each execution, and the bank as many movements', async () => {
    const credits = await decided();
    const [, ...others] = credits.toReversed();
    expect(new Set(others.map(({ transaction_id: id }) => id))).toEqual(sent);
    expect(credits.map(({ status }) => status)).toEqual(credits.map(() => 'APROBADA'));
    const { stdout } = await product.haber('history', capacityAccountStream('demo/test', CUSTOMER), '--json');
    const types = [...stdout.matchAll(/"type":"([\w.-]+)"/g)].map(([, type]) => type);
    const counted = (type: string): number => types.filter((each) => each === type).length;
    const payouts = 1 + sent.size;
    expect(sent.size).toBe(isToRun('cURL') ? 2 : 1);
    expect([
      counted('capacity-account.execution-reserved.v1'),
      counted('payout.submitted.v1'),
      counted('payout.approved.v1'),
    ]).toEqual([payouts, payouts, payouts]);
    const left = /"volume_available":([-\d.]+)/.exec((await of.get('/capacity')).text)?.[1];
    expect(left).toBe(`${10_000 - 1_000 * sent.size}.00`);
    const bank = await product.haber('verify', '--bank');
    expect(bank).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`${payouts} payouts against ${payouts} mov`),
    });
  }, 120_000);
});
