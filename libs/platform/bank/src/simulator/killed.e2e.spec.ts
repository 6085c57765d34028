/**
 * The simulated bank as a process that is killed at any line: what it told before is in its book, what nobody was told
 * of was paid once or not at all, and it still calls back for all of it.
 */
import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { KillableProcess, mainOf } from '@haber/testing';
import type { Bank, SubmitAnswer } from '../bank';
import { httpBank } from '../http-bank';
import { bookAt, type CallbackReceiver, payout, receiveCallbacks, SECRET, until } from './simulated.fixture';

const ROOT = join(__dirname, '../../../../..');
const SUBMITS = 50;
const references = Array.from({ length: SUBMITS }, (_, i) => `OP-2026-${String(i).padStart(8, '0')}`);
/** Paid, held, rejected; paid and never said so, or not at the first send. */
const amountOf = (index: number): bigint => [100_050n, 129_010n, 129_001n, 129_047n, 129_048n][index % 5] ?? 1n;

let folder: string;
let callbacks: CallbackReceiver;
let simulator: KillableProcess;
const banks: Bank[] = [];

beforeAll(async () => {
  await promisify(execFile)(process.execPath, [join(ROOT, 'tools/build.mjs')]);
  [folder, callbacks] = await Promise.all([mkdtemp(join(tmpdir(), 'haber-bank-')), receiveCallbacks()]);
  simulator = new KillableProcess(mainOf('bank-simulator'), {
    ...{ PORT: '0', HABER_DATA_DIR: folder, HABER_BANK_SECRET: SECRET.reveal(), HABER_BANK_SETTLE_MS: '500' },
    HABER_BANK_CALLBACK_URL: callbacks.url,
  });
}, 120_000);
afterAll(async () => {
  await Promise.all(banks.map((bank) => bank.close()));
  await simulator.kill();
  await callbacks.close();
  await rm(folder, { recursive: true, force: true });
});

async function started(): Promise<{ readonly url: string; readonly bank: Bank }> {
  simulator.output = '';
  simulator.launch();
  const url = () => /"url":"([^"]+)"/.exec(simulator.output)?.[1];
  await until(() => url() !== undefined || !simulator.running, 'the simulated bank');
  const there = url();
  if (there === undefined) throw new Error(simulator.output);
  const bank = httpBank({ url: there, secret: SECRET, clock: Date.now, bounds: { timeoutMs: 3_000 } });
  banks.push(bank);
  return { url: there, bank };
}

it('agrees with its book after every kill, pays each order once, and calls back for all of them', async () => {
  const told = new Map<string, SubmitAnswer>();
  for (const answersBeforeKill of [8, 25]) {
    const { bank } = await started();
    let answers = 0;
    const submitting = references.map(async (reference, i) => {
      const answer = await bank.submit(payout(reference, amountOf(i)));
      if (answer.kind === 'no-answer') return;
      answers += 1;
      told.set(reference, answer);
    });
    await until(() => answers >= answersBeforeKill, 'some answers');
    await simulator.kill();
    await Promise.all(submitting);
    await appendFile(join(folder, 'bank/book.jsonl'), '{"type":"received","reference":"OP-20');
  }
  expect(told.size).toBeGreaterThanOrEqual(25);

  const { url, bank } = await started();
  for (const [reference, answer] of told) {
    if (answer.kind === 'pending') continue;
    expect([reference, await bank.ask(reference)]).toEqual([reference, answer]);
  }
  await Promise.all(references.map((reference, i) => bank.submit(payout(reference, amountOf(i)))));
  const asked = async () => Promise.all(references.map((reference) => bank.ask(reference)));
  // As who pays does: what the bank does not know is sent again, for on a slow machine a call may have run out of time.
  const decided = async () => {
    const said = await asked();
    const unknown = references.map((_, i) => i).filter((i) => said[i]?.kind === 'unknown-reference');
    await Promise.all(unknown.map((i) => bank.submit(payout(references[i] ?? '', amountOf(i)))));
    return said.every(({ kind }) => kind === 'approved' || kind === 'rejected');
  };
  await until(decided, 'decisions');
  const book = await bookAt(url);
  expect(book.map(({ reference }) => reference).toSorted()).toEqual(references);
  const answers = await asked();
  for (const entry of book) {
    const index = references.indexOf(entry.reference);
    const amountMinor = BigInt(entry.amount_minor);
    expect(answers[index]).toMatchObject({ kind: entry.status, amountMinor });
    expect(amountMinor).toBe(amountOf(index));
  }
  const calledBack = () =>
    new Set(callbacks.received.map((one) => (one.kind === 'verified' ? one.reference : one.cause)));
  await until(() => calledBack().size >= SUBMITS, 'the callbacks');
  expect([...calledBack()].toSorted()).toEqual(references);
  expect(await simulator.stop()).toBe(0);
}, 120_000);

it('says what it needs', async () => {
  const bare = new KillableProcess(mainOf('bank-simulator'), {
    PORT: '0',
    HABER_DATA_DIR: folder,
    HABER_BANK_SECRET: '',
  });
  bare.launch();
  expect(await bare.exit()).toBe(78);
  expect(bare.output).toContain('the simulated bank needs HABER_BANK_SECRET');
});
