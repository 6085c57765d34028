/**
 * Files that somebody or something has spoilt: whatever is done to a good one, either all of it is written or nothing,
 * and what is printed is for people. Then the moment that no check before can cover: somebody else was faster.
 */
import { GroupCommit, StreamWriter } from '@haber/account-writer';
import { commercialCreditStream, creditAccountDefinition, customerDefinition, initialProduct } from '@haber/ledger';
import { loadMasterKey } from '@haber/personal-data';
import { accountToImport, importLines } from '@haber/testing';
import * as fc from 'fast-check';
import { Importer, TENANT } from './importer.fixture';
import { firstEventsIn } from './in-the-ledger';
import { SourceFile } from './source-file';
import { Terms } from './terms';
import { writeFile } from './write';

let importer: Importer;
beforeAll(async () => void (importer = await Importer.start()));
afterAll(() => importer.close());

async function expectClean(): Promise<void> {
  await importer.database.project();
  const { code, lines, notes } = await importer.haber('verify', '--json');
  expect({ code, notes, findings: lines.slice(0, -1) }).toEqual({ code: 0, notes: [], findings: [] });
}

const accounts = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, number) => accountToImport(number, prefix));

type Change = (file: Buffer, at: number) => Buffer;
const cut = (file: Buffer, [from, to]: readonly [number, number], put: Buffer | string = ''): Buffer =>
  Buffer.concat([file.subarray(0, from), typeof put === 'string' ? Buffer.from(put) : put, file.subarray(to)]);
const lineAt = (file: Buffer, at: number): [number, number] => {
  const end = file.indexOf('\n', at);
  return [at === 0 ? 0 : file.lastIndexOf('\n', at - 1) + 1, end === -1 ? file.length : end + 1];
};

const PUT_IN = ['\0', '\u2028', ',', '"', '{', '\n', '99999999', '-', 'null'];

const CHANGES: Readonly<Record<string, Change>> = {
  'a byte is another': (file, at) => cut(file, [at, at + 1], Buffer.from([(file[at] ?? 0) ^ (1 << (at % 8))])),
  'a digit is another': (file, at) => {
    const digit = file.toString('latin1').slice(at).search(/\d/);
    return digit < 0 ? file : cut(file, [at + digit, at + digit + 1], String(at % 10));
  },
  'a byte is missing': (file, at) => cut(file, [at, at + 1]),
  'something is put in': (file, at) => cut(file, [at, at], PUT_IN[at % PUT_IN.length]),
  'the end is missing': (file, at) => file.subarray(0, at),
  'a line is there twice': (file, at) => {
    const [from, to] = lineAt(file, at);
    return cut(file, [to, to], file.subarray(from, to));
  },
  'a line is missing': (file, at) => cut(file, lineAt(file, at)),
  'a part is repeated': (file, at) => cut(file, [at, at], file.subarray(at, at + 200)),
};

it('writes all of a spoilt file or nothing of it, and never shows a stack', async () => {
  let run = 0;
  const outcomes = { written: 0, refused: 0 };
  const spoilt = fc.array(fc.tuple(fc.constantFrom(...Object.keys(CHANGES)), fc.nat(1_000_000)), {
    minLength: 1,
    maxLength: 2,
  });
  await fc.assert(
    fc.asyncProperty(spoilt, async (changes) => {
      // Customers of its own for every run: none may be refused for what an earlier one has written.
      const good = Buffer.from(importLines(accounts(4, `f${(run += 1)}`)));
      const file = changes.reduce<Buffer>((of, [name, at]) => CHANGES[name]?.(of, at % (of.length + 1)) ?? of, good);
      const before = await importer.position();
      const { code, notes, summary } = await importer.import(file);
      const events = Number((await importer.position()) - before);
      const { accountsWritten = 0, customersRegistered = 0 } = summary?.written ?? {};
      outcomes[code === 0 ? 'written' : 'refused'] += 1;
      expect(notes.join()).not.toMatch(/^ {4}at |TypeError|undefined/m);
      expect({ code, events }).toEqual(
        code === 0
          ? { code: 0, events: Number(accountsWritten) + Number(customersRegistered) }
          : { code: 1, events: 0 },
      );
      if (code === 0) expect(accountsWritten).toBe(summary.accounts);
    }),
    { numRuns: 150 },
  );
  // Else the changes are too gentle, or too rough, to show anything.
  expect(outcomes.written).toBeGreaterThan(5);
  expect(outcomes.refused).toBeGreaterThan(20);
  await expectClean();
}, 300_000);

it('leaves alone whom somebody else has given credit between the check and the writing, and says which', async () => {
  const { pool, store } = importer.database;
  const groupCommit = new GroupCommit({ store, random: Math.random });
  const about = { store, groupCommit, clock: Date.now, newId: () => '', random: Math.random };
  const writers = {
    accounts: new StreamWriter(creditAccountDefinition, about),
    customers: new StreamWriter(customerDefinition, about),
  };
  await importer.import(importLines(accounts(2, 'faster')));
  const stream = commercialCreditStream(TENANT, 'faster-1');
  const revisionBefore = (await store.head(stream))?.revision;

  // Another file, written without having been checked against the ledger.
  const source = await SourceFile.open(await importer.file(importLines(accounts(4, 'faster'))));
  const products = {
    load: () => Promise.resolve({ state: initialProduct, revision: -1 }),
    execute: () => Promise.reject(new Error('nothing is published')),
  };
  const written = await writeFile(source, {
    ...{ ...writers, pool, tenant: TENANT, actor: 'haber-cli', correlationId: 'c', now: new Date().toISOString() },
    terms: new Terms(products, TENANT),
    masterKey: await loadMasterKey({ env: importer.masterKey }),
    firstEvents: firstEventsIn(undefined),
    absent: () => undefined,
    ready: () => Promise.resolve(),
    onProgress: () => undefined,
  });
  await source.close();
  await Promise.all([writers.accounts.close(), writers.customers.close()]);
  expect(written).toMatchObject({
    ...{ accountsWritten: 2, accountsThere: 0, customersRegistered: 2, customersKnown: 2 },
    ...{ refusedInAll: 2, refusedLines: [1, 2] },
  });
  expect((await store.head(stream))?.revision).toBe(revisionBefore);
  await expectClean();
});
