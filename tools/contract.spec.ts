/** `npm run contract`: every way to break the event contract is told, with its type and field; to grow it is none. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Schema {
  type?: unknown;
  enum?: unknown[];
  required: string[];
  properties: Record<string, Schema>;
  items: Schema;
  additionalProperties: Schema;
  [keyword: string]: unknown;
}

const root = join(__dirname, '..');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'haber-contract-'));
  cpSync(join(root, 'contract'), folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function contract(...more: readonly string[]): { readonly status: number | null; readonly said: readonly string[] } {
  const args = [join(__dirname, 'contract.mjs'), '--folder', folder, ...more];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 120_000 });
  const said = (stdout + stderr).split('\n').filter((line) => /^(broken|the event contract)/.test(line));
  return { status, said: said.map((line) => line.replace('broken: ', '')).toSorted() };
}

/** As if it had been released otherwise. */
function was(type: string, change: (schema: Schema) => void): void {
  const file = join(folder, 'events', `${type}.schema.json`);
  const schema = JSON.parse(readFileSync(file, 'utf8')) as Schema;
  change(schema);
  writeFileSync(file, JSON.stringify(schema));
}

function releasedBefore(version: string, unread: readonly string[]): void {
  const now = JSON.parse(readFileSync(join(folder, 'releases/0.1.0.json'), 'utf8')) as { reads: string[] };
  const reads = now.reads.filter((type) => !unread.includes(type));
  writeFileSync(
    join(folder, `releases/${version}.json`),
    JSON.stringify({ version, released: true, reads, writes: reads }),
  );
}

function member(schema: Schema, name: string): Schema {
  const found = schema.properties[name];
  if (!found) throw new Error(`no ${name}`);
  return found;
}

it('tells every break', () => {
  writeFileSync(join(folder, 'events/credit-account.gone.v1.schema.json'), '{"type":"object"}');
  was('credit-account.closed.v1', ({ properties, required }) => {
    properties['cutMinor'] = { ...properties['limitCutMinor'] } as Schema;
    required.push('cutMinor');
    delete properties['limitCutMinor'];
    required.splice(required.indexOf('limitCutMinor'), 1);
  });
  was('credit-account.approved.v1', (schema) => (member(schema, 'paymentTermDays').type = 'string'));
  was('credit-account.rejected.v1', (schema) => (member(schema, 'reason').type = 'string'));
  was('credit-account.blocked.v1', (schema) => member(schema, 'cause').enum?.push('fraud'));
  was('credit-account.opened.v1', (schema) => member(schema, 'kind').enum?.pop());
  was('customer.registered.v1', (schema) => delete member(schema, 'legalName')['x-personal']);
  was('credit-account.paused.v1', (schema) => {
    member(member(schema, 'balances'), 'buckets').additionalProperties.properties['limitMinor'] = {
      type: 'integer',
    } as never;
  });
  was(
    'credit-account.adjusted.v1',
    (schema) => delete member(schema, 'allocations').items.properties['usedOn']?.['pattern'],
  );
  was('customer.updated.v1', (schema) => (member(schema, 'customerId')['format'] = 'uuid'));
  was('headers', ({ properties }) => (properties['ce_extra'] = { type: 'string' } as never));
  releasedBefore('0.0.8', []);
  releasedBefore('0.0.10', ['credit-account.credit-used.v1']);

  const { status, said } = contract();
  expect(status).toBe(1);
  expect(said).toEqual([
    'credit-account.adjusted.v1: allocations[].usedOn: pattern was undefined, is ^\\d{4}-\\d{2}-\\d{2}$',
    'credit-account.approved.v1: paymentTermDays: was string, is integer',
    'credit-account.blocked.v1: cause: no longer takes fraud',
    'credit-account.closed.v1: cutMinor: removed or renamed',
    'credit-account.closed.v1: limitCutMinor: must be there, and old events lack it',
    'credit-account.credit-used.v1: written by 0.1.0, and 0.0.10 cannot read it: release it with readAhead() first',
    'credit-account.gone.v1: removed, and it was released: old logs hold it',
    'credit-account.opened.v1: kind: takes line, which is new',
    'credit-account.paused.v1: balances.buckets.*.limitMinor: was integer, is string',
    'credit-account.rejected.v1: reason: was string, is null or string',
    'customer.registered.v1: legalName: x-personal was undefined, is true',
    'customer.updated.v1: customerId: format was uuid, is undefined',
    'headers: ce_extra: removed or renamed',
  ]);
}, 130_000);

function recordOf(version: string): { released: boolean; reads: string[]; writes: string[] } {
  return JSON.parse(readFileSync(join(folder, `releases/${version}.json`), 'utf8')) as ReturnType<typeof recordOf>;
}

/** As if the code had it since then. */
function neverRecorded(type: string): void {
  rmSync(join(folder, `events/${type}.schema.json`));
  const { reads, writes, ...record } = recordOf('0.1.0');
  const without = (types: string[]) => types.filter((each) => each !== type);
  const now = { ...record, reads: without(reads), writes: without(writes) };
  writeFileSync(join(folder, 'releases/0.1.0.json'), JSON.stringify(now));
}

it('lets a type be added that is recorded, and a member that need not be there', () => {
  neverRecorded('credit-account.paused.v1');
  was('credit-account.described.v1', ({ properties }) => delete properties['metadata']); // there now, and no duty
  const unrecorded = ['credit-account.paused.v1: not recorded: run npm run contract -- --record'];
  expect(contract()).toEqual({ status: 1, said: unrecorded });
  expect(contract('--record').status).toBe(0);
  expect(recordOf('0.1.0')).toMatchObject({ released: false });
  const { status, said } = contract();
  expect(status).toBe(0);
  expect(said[0]).toMatch(/^the event contract holds: \d+ recorded types/);
}, 260_000);

it('knows a type as unrecorded that has a shape and stands in no record of this release, and a release without one', () => {
  const { writes, ...record } = recordOf('0.1.0');
  const file = join(folder, 'releases/0.1.0.json');
  writeFileSync(file, JSON.stringify({ ...record, writes: writes.slice(1) }));
  expect(contract().said).toEqual([`${writes[0]}: not recorded: run npm run contract -- --record`]);
  rmSync(file);
  expect(contract().said).toEqual(['0.1.0: not recorded: run npm run contract -- --record']);
}, 260_000);

it('never writes a release again once it is out', () => {
  expect(contract('--release').status).toBe(0);
  expect(recordOf('0.1.0').released).toBe(true);
  expect(contract().status).toBe(0);
  neverRecorded('credit-account.paused.v1');
  const before = recordOf('0.1.0');
  for (const flag of ['--release', '--record']) {
    const refused = ['0.1.0 is released, and its record is never written again: set the next version'];
    expect(contract(flag)).toEqual({ status: 1, said: refused });
  }
  expect(recordOf('0.1.0')).toEqual(before);
  expect(contract().said).toEqual(['credit-account.paused.v1: 0.1.0 is released without it: set the next version']);
}, 520_000);

it('tells of a release that was followed before it was out', () => {
  const record = { ...recordOf('0.1.0'), version: '0.0.9', released: false };
  writeFileSync(join(folder, 'releases/0.0.9.json'), JSON.stringify(record));
  expect(contract().said).toEqual(['0.0.9: not released, and 0.1.0 follows it']);
}, 130_000);

it('has an AsyncAPI document without fault, by the parser of those who made AsyncAPI, which knows a faulty one', () => {
  const committed = readFileSync(join(root, 'docs/generated/asyncapi.json'), 'utf8');
  const faultsIn = (text: string) => {
    const file = join(folder, 'asyncapi.json');
    writeFileSync(file, text);
    const { status, stderr } = spawnSync(process.execPath, [join(__dirname, 'contract/asyncapi.mjs'), file], {
      encoding: 'utf8',
    });
    return { status, said: stderr };
  };
  expect(faultsIn(committed)).toEqual({ status: 0, said: '' });
  const { status, said } = faultsIn(committed.replace('"$ref": "#/channels/account"', '"$ref": "#/channels/nowhere"'));
  expect(status).toBe(1);
  expect(said).toMatch(/^operations\.account\.channel/m);
}, 60_000);
