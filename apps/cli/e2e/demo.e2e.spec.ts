/** `npm run demo`, as somebody types it who tries Haber out. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { NOT_OURS, Standalone } from '@haber/testing';

const DEMO = join(__dirname, '../dist/demo.js');
const run = promisify(execFile);

const demoOn = (dataDir: string) =>
  run(process.execPath, [DEMO], { env: { ...process.env, ...NOT_OURS, HABER_DATA_DIR: dataDir } });

let product: Standalone;
beforeAll(async () => {
  product = await Standalone.start();
}, 120_000);
afterAll(() => product.destroy(), 60_000);

/** What was asked and answered in a step, or told where nothing was. */
interface Step {
  readonly says: string;
  /** The last answer's. */
  readonly status: number;
  readonly evidence: string;
  readonly body: string;
  readonly text: string;
}

const ANSWER = /^→ (?<status>\d+)(?<evidence>.*)\n(?<body>.*)/gm;

function stepsOf(stdout: string): readonly Step[] {
  return stdout
    .split(/^(?:# |── )/m)
    .slice(1)
    .map((text) => {
      const { status = '0', evidence = '', body = '' } = [...text.matchAll(ANSWER)].at(-1)?.groups ?? {};
      return { says: text.split('\n')[0] ?? '', status: Number(status), evidence, body, text };
    });
}

const repeats = ({ evidence }: Step): boolean => evidence.includes('replayed: true');
const containing = (text: string): string => expect.stringContaining(text) as string;
const typesIn = ({ text }: Step): readonly string[] =>
  [...text.matchAll(/^\d+ {2}([\w-]+\.[\w-]+)\.v1/gm)].map(([, type = '']) => type);

function expectCustomerCredit(steps: readonly Step[]): void {
  const answers = steps.slice(0, -1);
  expect(answers).toMatchObject([
    { status: 201, body: containing('"pending"') },
    { status: 200, body: containing('"approved"') },
    { status: 200 },
    { status: 200, body: answers[2]?.body },
    { status: 422, body: containing('"insufficient_credit"') },
    { status: 201 },
    { status: 201, body: answers[5]?.body },
    { status: 200, body: containing('"credit_used":2500.00,"credit_available":7500.00') },
  ]);
  expect(answers.map(repeats)).toEqual([false, false, false, true, false, false, true, false]);
  const types = steps.slice(-1).flatMap(typesIn);
  expect(types).toEqual(
    ['requested', 'approved', 'credit-used', 'payment-received'].map((type) => `credit-account.${type}`),
  );
}

function expectImmediateCredits(steps: readonly Step[]): void {
  const answers = steps.slice(0, -1);
  expect(answers).toMatchObject([
    { status: 200, body: containing('"kyc":{"status":"approved"') },
    { status: 200, body: containing('"verification":{"status":"verified"') },
    { status: 200, body: containing('"accepted":2,"duplicate":0,"rejected":0') },
    { status: 200, body: containing('"accepted":0,"duplicate":1,"rejected":0') },
    { status: 200, body: containing('"volume_available":10000.00') },
    { status: 200, body: containing('"status":"APROBADA"') },
    { status: 200, body: answers[5]?.body },
    { status: 200, body: containing('"success":false,"message":"Crédito rechazado","status":"RECHAZADA"') },
    { status: 200, body: containing('"status":"APROBADA"') },
    { status: 403, body: containing('Disponible: 8809.25, Requerido: 9000.00') },
    { status: 200, body: containing('"volume_credited_total":1190.75,"volume_available":8809.25') },
  ]);
  // The bank lost that one, and could not be asked truly before its answer was due.
  expect(answers[8]?.text).toContain('"status":"ESPERA"');
  const [history] = steps.slice(-1);
  expect(history && typesIn(history)).toEqual([
    ...['capacity-account.opened', 'capacity-account.volume-recorded'],
    ...['approved', 'rejected', 'approved'].flatMap((word) => [
      ...['capacity-account.execution-reserved', 'payout.submitted', `payout.${word}`],
    ]),
  ]);
  expect(history?.text).toContain('postings  Dr 2500 1000.50  Cr 2510 1000.50');
}

function expectProof(steps: readonly Step[], credit: readonly Step[]): void {
  const [books, audit, ...more] = steps;
  expect(books?.text).toContain('✓ all of it holds');
  expect(books?.text).toContain('✓ its book agrees: bank simulator, ');
  const [, hash = ''] = /haber-hash: (\w{64})/.exec(String(credit[6]?.evidence)) ?? [];
  expect(audit?.text).toMatch(new RegExp(`^ok: account-[0-9a-f-]{36}@3:${hash}$`, 'm'));
  expect(audit?.text).toContain('utilised: 250000, available: 750000');
  expect(more).toEqual([]);
}

it('walks through the days of a partner and a merchant and proves them, any number of times', async () => {
  const runs = await Promise.all([demoOn(product.dataDir), demoOn(product.dataDir)]);
  for (const { stdout, stderr } of runs) {
    expect(stderr).toBe('');
    const steps = stepsOf(stdout);
    const [a, b, proof] = ['Dialect A', 'Dialect B', 'The proof'].map((name) =>
      steps.findIndex(({ says }) => says.startsWith(name)),
    );
    const credit = steps.slice(Number(a) + 1, b);
    expectCustomerCredit(credit);
    expectImmediateCredits(steps.slice(Number(b) + 1, proof));
    expectProof(steps.slice(Number(proof) + 1), credit);
  }
}, 240_000);

it('says what is missing where nothing runs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'haber-demo-'));
  await expect(demoOn(folder)).rejects.toMatchObject({
    code: 1,
    stderr: 'Haber is not running: type `npm start` in another terminal first\n',
  });
  await rm(folder, { recursive: true });
}, 30_000);
