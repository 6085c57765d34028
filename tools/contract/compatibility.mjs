// Whether a contract still holds what was released: every type is there and read, in its shape, and nothing is written
// that the release before cannot read. A shape may grow by a member that need not be there; all else is a new version.
// And whether all of it is recorded: what is not, nobody would hold to its shape.
import { compareVersions } from './released.mjs';

/** One line a break, which names the type, the field and what happened to it. None: the contract holds. */
export function breaksOf(contract, { schemas, headers, releases }, version) {
  const shapes = Object.entries(schemas).flatMap(([type, old]) => {
    const now = contract.schemas[type];
    if (now) return changesOf(old, now).map((change) => `${type}: ${change}`);
    return contract.reads(type) ? [] : [`${type}: removed, and it was released: old logs hold it`];
  });
  const headerChanges = headers ? changesOf(headers, contract.headers).map((change) => `headers: ${change}`) : [];
  const lost = releases.flatMap(({ version: since, reads }) =>
    reads
      .filter((type) => !(type in schemas))
      .map((type) => `${type}: release ${since} reads it, and its shape is not here`),
  );
  return [...shapes, ...headerChanges, ...lost, ...hasty(contract, releases, version)];
}

/** One line a type that is not in the record of this release. None: all of it is held from here on. */
export function unrecorded(contract, { schemas, headers, releases }, version) {
  const open = releases.filter((release) => !release.released && compareVersions(release.version, version) < 0);
  const forgotten = open.map((release) => `${release.version}: not released, and ${version} follows it`);
  const record = releases.find((release) => release.version === version);
  if (!record || !headers) return [...forgotten, `${version}: not recorded: ${RECORD}`];
  const lacking = Object.keys(contract.schemas).filter(
    (type) =>
      !(type in schemas) ||
      !record.reads.includes(type) ||
      (contract.writes.includes(type) && !record.writes.includes(type)),
  );
  const why = record.released ? `${version} is released without it: set the next version` : `not recorded: ${RECORD}`;
  return [...forgotten, ...lacking.map((type) => `${type}: ${why}`)];
}

const RECORD = 'run npm run contract -- --record';

/** Whatever this release writes, the one before reads: both run beside each other while one replaces the other. */
function hasty({ writes }, releases, version) {
  const before = releases.findLast((release) => compareVersions(release.version, version) < 0);
  if (!before) return []; // the first release runs beside none
  const unread = writes.filter((type) => !before.reads.includes(type));
  return unread.map(
    (type) => `${type}: written by ${version}, and ${before.version} cannot read it: release it with readAhead() first`,
  );
}

/** What tells about a value and does not change what it may be; or is compared by its parts. */
const NO_LIMITS = ['$schema', '$id', 'title', 'description'];
const PARTS = ['type', 'enum', 'required', 'properties', 'items', 'additionalProperties'];

function changesOf(old, now, path = '') {
  const at = path === '' ? 'the event' : path;
  const typeBefore = typeOf(old);
  const typeNow = typeOf(now);
  if (typeBefore !== typeNow) return [`${at}: was ${typeBefore}, is ${typeNow}`];
  return [
    ...keywordsChanged(old, now).map((change) => `${at}: ${change}`),
    ...choicesChanged(old.enum, now.enum).map((change) => `${at}: ${change}`),
    ...membersChanged(old, now, path),
    ...innerChanged(old, now, path),
  ];
}

function keywordsChanged(old, now) {
  const keywords = new Set(Object.keys({ ...old, ...now })).difference(new Set([...NO_LIMITS, ...PARTS]));
  const shown = (value) => (typeof value === 'object' ? JSON.stringify(value) : String(value));
  return [...keywords]
    .map((keyword) => [keyword, shown(old[keyword]), shown(now[keyword])])
    .filter(([, before, after]) => before !== after)
    .map(([keyword, before, after]) => `${keyword} was ${before}, is ${after}`);
}

function typeOf({ type }) {
  return [type ?? 'anything'].flat().toSorted().join(' or ');
}

function choicesChanged(old = [], now = []) {
  const gone = old.filter((choice) => !now.includes(choice)).map((choice) => `no longer takes ${choice}`);
  // The release before stops at a choice that it does not know, as at an unknown type.
  const added = now.filter((choice) => !old.includes(choice)).map((choice) => `takes ${choice}, which is new`);
  return [...gone, ...added];
}

function membersChanged(old, now, path) {
  const before = Object.entries(old.properties ?? {});
  const members = now.properties ?? {};
  const at = (name) => (path === '' ? name : `${path}.${name}`);
  const kept = before.flatMap(([name, schema]) => {
    if (!(name in members)) return [`${at(name)}: removed or renamed`];
    const missing = old.required?.includes(name) && !now.required?.includes(name);
    return [
      ...(missing ? [`${at(name)}: need no longer be there`] : []),
      ...changesOf(schema, members[name], at(name)),
    ];
  });
  const added = (now.required ?? []).filter((name) => !old.required?.includes(name));
  return [...kept, ...added.map((name) => `${at(name)}: must be there, and old events lack it`)];
}

/** Of lists and maps. */
function innerChanged(old, now, path) {
  return [
    ['items', '[]'],
    ['additionalProperties', '.*'],
  ].flatMap(([keyword, sign]) => {
    if (!old[keyword] && !now[keyword]) return [];
    return changesOf(old[keyword] ?? {}, now[keyword] ?? {}, path + sign);
  });
}
