/**
 * `haber import` against a real database: all of a file or nothing, as often as one likes, and figures that whoever
 * wrote the file can foretell.
 */
import 'reflect-metadata';
import { join } from 'node:path';
import { GroupCommit, StreamWriter } from '@haber/account-writer';
import { customerDefinition, customerStream } from '@haber/ledger';
import { accountToImport, customerProfile, importLines } from '@haber/testing';
import { Importer, type Ran, type Summary, TENANT } from './import/importer.fixture';
import type { Closing } from './program';

let importer: Importer;
beforeAll(async () => void (importer = await Importer.start()));
afterAll(() => importer.close());

const haber = (...args: string[]): Promise<Ran> => importer.haber(...args);

async function expectClean(): Promise<void> {
  const { code, lines, notes } = await haber('verify', '--json');
  expect({ code, notes, findings: lines.slice(0, -1) }).toEqual({ code: 0, notes: [], findings: [] });
}

const accounts = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, number) => accountToImport(number, prefix));

async function rowsOf(prefix: string) {
  await importer.database.project();
  const { rows } = await importer.database.pool.query<Record<string, unknown>>(
    `SELECT customer_id, status, limit_minor::text AS limit, utilised_minor::text AS used, external_id,
       created_at::text AS created_at, approved_by FROM credit_lines.credit_account
     WHERE customer_id LIKE $1 || '-%' ORDER BY length(customer_id), customer_id`,
    [prefix],
  );
  return rows;
}

describe('a good file', () => {
  it('is in the books as it says, in several batches, and all of it proves', async () => {
    const before = await importer.position();
    const { code, summary } = await importer.import(importLines(accounts(1_203, 'good')));
    expect({ code, summary }).toMatchObject({
      code: 0,
      summary: {
        ...{ ok: true, tenant: TENANT, dryRun: false, accounts: 1_203, presentBefore: 0, wrongLines: 0 },
        written: {
          ...{ accountsWritten: 1_203, accountsThere: 0, refusedInAll: 0 },
          ...{ customersRegistered: 1_203, customersKnown: 0 },
        },
        logPosition: `${before + 2_406n}`,
      },
    });
    const rows = await rowsOf('good');
    expect(rows).toHaveLength(1_203);
    expect(rows[1_001]).toEqual({
      ...{ customer_id: 'good-1001', status: 'approved', limit: '500100', used: '40202', external_id: 'old-good-1001' },
      ...{ created_at: '2023-04-01 08:00:00+00', approved_by: 'haber-cli' },
    });
    const used = rows.reduce((sum, row) => sum + BigInt(String(row['used'])), 0n);
    const [totals] = summary.totals;
    const owed = `${used / 100n}.${String(used % 100n).padStart(2, '0')}`;
    expect(totals).toMatchObject({ currency: 'USD', postings: { '1200': owed, '3100': `-${owed}` }, sum: '0.00' });
    await expectClean();
  });

  it('tells a person what it did', async () => {
    const path = await importer.file(importLines(accounts(3, 'text')), 'text.jsonl');
    const { lines } = await haber('import', path);
    expect(lines.join('\n')).toMatch(
      new RegExp(
        '^✓ 3 accounts written, 0 there already\n  file [0-9a-f]{64} into demo/test\n  3 customers registered, 0 known\n' +
          '  USD  3 accounts  limit 15003.00  past due 102.02  unbilled 203.03\n' +
          '  USD  postings  1200 305.05  3100 -305.05  9100 15003.00  9110 -14697.95  9130 -305.05  sum 0.00\n' +
          '  log position \\d+, \\d+\\.\\d s',
      ),
    );
  });

  it('shows its opening balances in the history, and no personal data anywhere', async () => {
    await importer.import(importLines(accounts(3, 'sealed')));
    const history = (await haber('history', '--customer', 'sealed-2')).lines.join('\n');
    expect(history).toContain('credit-account.imported.v1  by haber-cli');
    expect(history).toContain('effective 2025-11-01T00:00:00.000Z');
    expect(history).toContain('Dr 1200/single_payment/past_due 102.02  Cr 3100 102.02');
    const { rows } = await importer.database.pool.query(
      `SELECT position FROM event_log.events
       WHERE encode(data, 'escape') || encode(metadata, 'escape') ~ 'Canario|TAX-|@example'`,
    );
    expect(rows).toEqual([]);
    const stream = customerStream(TENANT, 'sealed-2');
    const [event] = await importer.database.store.read(stream, 0, 1);
    const { legalName } = JSON.parse(Buffer.from(event?.data ?? []).toString()) as { legalName: string };
    const people = await importer.people();
    expect(await people.open(stream, 'legalName', legalName)).toBe('Canario sealed-2, S.A.');
  });

  it('changes nothing the second time', async () => {
    const content = importLines(accounts(501, 'twice'));
    const first = await importer.import(content);
    const second = await importer.import(content);
    expect(second).toMatchObject({
      code: 0,
      summary: {
        batchId: first.summary.batchId,
        presentBefore: 501,
        written: { accountsWritten: 0, accountsThere: 501 },
      },
    });
    expect(second.summary.logPosition).toBe(first.summary.logPosition);
  });

  it('is only looked at in a dry run', async () => {
    const before = await importer.position();
    const { code, summary } = await importer.import(importLines(accounts(4, 'dry')), '--dry-run');
    expect({ code, summary }).toMatchObject({ code: 0, summary: { ok: true, dryRun: true, written: null } });
    expect(await importer.position()).toBe(before);
  });

  it('goes into the books once where two import it at the same moment', async () => {
    const path = await importer.file(importLines(accounts(1_500, 'both')), 'both.jsonl');
    const both = await Promise.all([1, 2].map(() => haber('import', path, '--json')));
    const counts = both.map(({ lines }) => (JSON.parse(lines.at(-1) ?? '') as Summary).written?.['accountsWritten']);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(Number(counts[0]) + Number(counts[1])).toBe(1_500);
    expect(await rowsOf('both')).toHaveLength(1_500);
    await expectClean();
  });

  it('that was interrupted is finished by the next run', async () => {
    const path = await importer.file(importLines(accounts(2_600, 'interrupted')), 'interrupted.jsonl');
    const interrupted = async (until: number): Promise<Ran> => {
      let close: (() => Promise<void>) | undefined;
      const onSession = (open: Parameters<Closing>[0]): void => void (close = open && (() => open.close()));
      const onProgress = (what: string, done: number): void => void (what === 'import' && done >= until && close?.());
      return importer.haberWatched({ onSession, onProgress }, 'import', path);
    };
    const ran = await interrupted(400);
    expect(ran).toMatchObject({ code: 1, lines: [] });
    expect(ran.notes.join()).not.toContain('    at ');
    await expectClean();
    await interrupted(1_400);
    const { code, lines } = await haber('import', path, '--json');
    const { written } = JSON.parse(lines.at(-1) ?? '') as Summary;
    expect(code).toBe(0);
    expect(Number(written?.['accountsThere'])).toBeGreaterThanOrEqual(400);
    expect(Number(written?.['accountsThere']) + Number(written?.['accountsWritten'])).toBe(2_600);
    expect(await rowsOf('interrupted')).toHaveLength(2_600);
    await expectClean();
  });
});

describe('a customer that the ledger knows', () => {
  it('stays as he is', async () => {
    const stream = customerStream(TENANT, 'known-1');
    const { store } = importer.database;
    const groupCommit = new GroupCommit({ store, random: Math.random });
    const about = { store, groupCommit, clock: Date.now, newId: () => '', random: Math.random };
    const writer = new StreamWriter(customerDefinition, about);
    await writer.execute({
      ...{ stream, tenant: TENANT, actor: 'seller', correlationId: 'c' },
      keys: [{ kind: 'header', key: 'before', fingerprint: 'f' }],
      decide: () => ({ accept: [{ type: 'customer.registered.v1', data: customerProfile('known-1') }] }),
    });
    await writer.close();
    const { code, summary } = await importer.import(importLines(accounts(2, 'known')));
    expect({ code, summary }).toMatchObject({
      code: 0,
      summary: { written: { accountsWritten: 2, customersRegistered: 1, customersKnown: 1 } },
    });
    expect(await store.read(stream, 0, 10)).toHaveLength(1);
    await expectClean();
  });

  it('is not brought back by the same file after his erasure', async () => {
    const content = importLines(accounts(2, 'erased'));
    await importer.import(content);
    expect((await haber('erase', 'erased-1')).code).toBe(0);
    const { code, summary } = await importer.import(content);
    expect({ code, summary }).toMatchObject({ code: 0, summary: { written: { customersRegistered: 0 } } });
    const { rows } = await importer.database.pool.query(
      'SELECT 1 FROM personal_data.person_keys WHERE person = $1 AND destroyed_at IS NULL',
      [customerStream(TENANT, 'erased-1')],
    );
    expect(rows).toEqual([]);
  });
});

describe('a file with a wrong line', () => {
  const [first, second, third] = accounts(3, 'wrong');
  const wrongAccount = { ...second, account: { ...second?.account, status: 'closed', limit: '1.005' } };

  it('writes nothing, and tells every wrong line with all that is wrong with it', async () => {
    const before = await importer.position();
    const content = `${importLines([first, wrongAccount])}{"customer"\n\n${importLines([third, 'text'])}`;
    const { code, wrong, summary } = await importer.import(content);
    expect({ code, wrong }).toEqual({
      code: 1,
      wrong: [
        { line: 2, reasons: ['/account/status: must be one of active, paused, blocked'] },
        { line: 3, reasons: ['is not JSON: expected a colon at position 12'] },
        { line: 6, reasons: ['is no JSON object'] },
      ],
    });
    expect(summary).toMatchObject({ ok: false, accounts: 5, wrongLines: 3, written: null });
    expect(await importer.position()).toBe(before);
  });

  it('tells a hundred of them, and counts the rest', async () => {
    const { wrong, summary } = await importer.import('{}\n'.repeat(1_234));
    expect(wrong).toHaveLength(100);
    expect(summary.wrongLines).toBe(1_234);
    const path = join(importer.folder, 'file.jsonl');
    const { lines } = await haber('import', path);
    expect(lines.slice(-4, -2)).toEqual([
      '… and 1134 more lines',
      '✗ nothing was written: 1234 of 1234 lines are wrong',
    ]);
  });

  it('knows customers and accounts that stand twice, near and far', async () => {
    const many = accounts(1_100, 'double');
    const again = (number: number, id: unknown, external: unknown) => ({
      customer: { ...many[number]?.customer, id },
      account: { ...many[number]?.account, external_id: external },
    });
    const content = importLines([...many, again(0, 'double-0', 'x'), again(1, 'y', 'old-double-1'), many[1_099]]);
    const { wrong, summary } = await importer.import(content);
    expect(summary.wrongLines).toBe(3);
    expect(wrong).toEqual([
      { line: 1_101, reasons: ['/customer/id: stands on line 1 already'] },
      { line: 1_102, reasons: ['/account/external_id: stands on line 2 already'] },
      {
        line: 1_103,
        reasons: ['/customer/id: stands on line 1100 already', '/account/external_id: stands on line 1100 already'],
      },
    ]);
  });

  it('compares the names of wrong lines too, so that one run tells all that must be mended', async () => {
    const named = (account: object, id: unknown = 'taken') => ({ customer: { ...first?.customer, id }, account });
    const of = (more: object) => ({ ...first?.account, ...more });
    const content = importLines([
      named(of({ status: 'closed', external_id: 'loan' })), // cannot be read
      named(of({ external_id: 'other' })), // right by itself
      named(of({ product_code: 'gone', external_id: 'loan' }), 'free'),
      { ...named({ external_id: 'loan' }, 'a\u0000b'), more: 1 }, // no name is no name
      named(of({ limit: '1.005', external_id: 'last' }), 'free'),
      named(of({ external_id: 'last' }), 'another'),
    ]);
    const { wrong, summary } = await importer.import(content, '--dry-run');
    expect(summary).toMatchObject({ ok: false, wrongLines: 6 });
    const reasons = wrong.map(({ reasons }) => reasons.filter((reason) => reason.includes('already')));
    const on = (line: number, member = '/customer/id') => `${member}: stands on line ${line} already`;
    const account = '/account/external_id';
    expect(reasons).toEqual([[], [on(1)], [on(1, account)], [on(1, account)], [on(3)], [on(5, account)]]);
  });

  it('knows accounts that are there already, by another file or otherwise', async () => {
    const there = accounts(3, 'there');
    await importer.import(importLines(there));
    const before = await importer.position();
    const { code, wrong } = await importer.import(importLines([...accounts(2, 'fresh'), there[2]]));
    expect({ code, wrong }).toEqual({
      code: 1,
      wrong: [{ line: 3, reasons: ["/customer/id: 'there-2' has a credit account already"] }],
    });
    expect(await importer.position()).toBe(before);
  });
});

describe('what is asked for', () => {
  it.each([
    [['import'], 2],
    [['import', 'missing.jsonl'], 2],
    [['import', '/'], 2],
    [['import', '/dev/null'], 1],
    [['import', 'missing.jsonl', '--partner', 'nobody'], 1],
    [['import', 'missing.jsonl', '--mode', 'live'], 1],
    [['import', 'missing.jsonl', '--partner', 'A|B'], 2],
  ])('%j ends with %i and a word why', async (args, expected) => {
    const { code, lines, notes } = await haber(...args);
    expect({ code, lines }).toEqual({ code: expected, lines: [] });
    expect(notes.join('')).not.toBe('');
  });
});
