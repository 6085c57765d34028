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

function contract(): { readonly status: number | null; readonly said: readonly string[] } {
  const args = [join(__dirname, 'contract.mjs'), '--folder', folder];
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
  writeFileSync(join(folder, `releases/${version}.json`), JSON.stringify({ version, reads, writes: reads }));
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
    'headers: ce_extra: removed or renamed',
  ]);
}, 130_000);

it('lets a type be added, and a member that need not be there', () => {
  rmSync(join(folder, 'events/credit-account.paused.v1.schema.json'));
  const file = join(folder, 'releases/0.1.0.json');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/ {2}"credit-account\.paused\.v1",\n/g, ''));
  was('credit-account.described.v1', ({ properties }) => delete properties['metadata']); // there now, and no duty
  const { status, said } = contract();
  expect(status).toBe(0);
  expect(said[0]).toMatch(/^the event contract holds: \d+ released types/);
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
