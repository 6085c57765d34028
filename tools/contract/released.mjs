// What has been released of the event contract, as it is committed: `contract/events` holds the shape of every type,
// written once and never changed, and `contract/releases` what each release reads and writes. The record of the coming
// release, `"released": false`, grows with it; once it is out, it is never written again.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../runtime.mjs';

const FOLDER = join(root, 'contract');
const ENDING = '.schema.json';

/** `{ schemas: { type: schema }, headers, releases: [{ version, released, reads, writes }] }`, the oldest first. */
export function released(folder = FOLDER) {
  const { headers, ...schemas } = filesOf(join(folder, 'events'), ENDING);
  const releases = Object.values(filesOf(join(folder, 'releases'), '.json'));
  return { schemas, headers, releases: releases.toSorted((a, b) => compareVersions(a.version, b.version)) };
}

/** Of types that are read by an upcaster alone: nothing but what was released says how they are stored. */
export function oldSchemas(contract) {
  const old = Object.entries(released().schemas).filter(
    ([type]) => !(type in contract.schemas) && contract.reads(type),
  );
  return Object.fromEntries(old);
}

/**
 * Adds this release, out (`isOut`) or coming. Shapes that stand there are left as they are: whoever calls has held one
 * against the other. @throws where this release is out already
 */
export function record(contract, { version, isOut }, folder = FOLDER) {
  const { schemas, headers, releases } = released(folder);
  if (releases.some((each) => each.version === version && each.released))
    throw new Error(`${version} is released, and its record is never written again: set the next version`);
  const types = [...new Set([...Object.keys(contract.schemas), ...Object.keys(schemas).filter(contract.reads)])];
  for (const [type, schema] of Object.entries(contract.schemas)) {
    if (!(type in schemas)) write(join(folder, 'events', type + ENDING), schema);
  }
  if (!headers) write(join(folder, 'events', `headers${ENDING}`), contract.headers);
  const told = { version, released: isOut, reads: types.toSorted(), writes: contract.writes };
  write(join(folder, 'releases', `${version}.json`), told);
}

/** Of `major.minor.patch`. */
export function compareVersions(a, b) {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  return left.map((part, i) => part - right[i]).find((difference) => difference !== 0) ?? 0;
}

function filesOf(folder, ending) {
  if (!existsSync(folder)) return {};
  const names = readdirSync(folder).filter((name) => name.endsWith(ending));
  return Object.fromEntries(
    names.map((name) => [name.slice(0, -ending.length), JSON.parse(readFileSync(join(folder, name), 'utf8'))]),
  );
}

function write(file, value) {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, `${JSON.stringify(value, undefined, 1)}\n`);
}
