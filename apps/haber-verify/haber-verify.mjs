#!/usr/bin/env node
// Does an exported Haber account prove itself? Reads a file of `haber export` and nothing else, trusts the key that it
// is given, and shares no code with Haber: chain, books and the way to the signed checkpoint are computed anew.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, realpathSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const USAGE = `haber-verify <file> [--key <public key>]... [--head <stream@revision:hash>]... [--json]
  --key   the installation's key as you got it from elsewhere: PEM or base64, or a file that holds it
  --head  what you kept of an answer: the account's stream, its ETag, and its Haber-Hash
Exit code: 0 it holds, 1 it does not, 2 the command is wrong or the file cannot be read.`;

/** What is wrong, and from which revision on; null where that is the file as a whole. */
export class Broken extends Error {}
const broken = (revision, why) => Object.assign(new Broken(why), { ok: false, revision, why });
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const sha256 = (bytes) => createHash('sha256').update(bytes).digest();
const uint32 = (value) => Buffer.from([value >>> 24, value >>> 16, value >>> 8, value]);
/** Each field behind its length (the highest byte first), so that no two lists are the same bytes. */
function prefixed(fields) {
  const parts = fields.map((field) => (field instanceof Uint8Array ? field : Buffer.from(field)));
  return Buffer.concat(parts.flatMap((bytes) => [uint32(bytes.length), bytes]));
}
/** Only from the one spelling that these bytes have. */
function bytesOf(text, encoding) {
  const bytes = Buffer.from(text, encoding);
  if (bytes.toString(encoding) !== text) throw new Error(`is not spelt as ${encoding}`);
  return bytes;
}
// The books: double entry, debits positive; 9… mirror the limit. Of a charge: owed on, income of, its name in terms.
const CHARGES = {
  interest: ['1220', '4100', 'interest'],
  fee: ['1230', '4200', 'fees'],
  penalty: ['1240', '4200', 'penalties'],
};
function minor(text) {
  if (typeof text !== 'string' || !/^(0|-?[1-9]\d*)$/.test(text)) throw new Error(`'${text}' is no amount`);
  return BigInt(text);
}
function positive({ amountMinor }) {
  if (minor(amountMinor) > 0n) return minor(amountMinor);
  throw new Error(`${amountMinor} is not above zero`);
}
const AGES = ['unbilled', 'billed', 'past_due'];
const moved = (debit, credit, amount) => [[debit, amount], [credit, -amount]]; // prettier-ignore
const owed = ({ bucket, age }) => `1200/${bucket}/${age}`;
const granted = (bucket, amount) => moved(`9100/${bucket}`, '9110', amount);
const utilised = (amount) => moved('9110', '9130', amount);
const opening = ({ limitMinor }) => granted('single_payment', minor(limitMinor));
const cut = ({ limitCutMinor }) => granted('single_payment', -minor(limitCutMinor));
const spent = (debt, from, sum = minor(debt.amountMinor)) => [...moved(owed(debt), from, sum), ...utilised(sum)];
/** What pays, forgives or gives up debts takes them off the books, and frees as much of the limit. */
function takenOff({ allocations }, counted) {
  return allocations.flatMap((allocation) => {
    const [account, , charge] = CHARGES[allocation.component] ?? [owed(allocation)];
    const amount = positive(allocation);
    return [[account, -amount], ...(!charge || counted.includes(charge) ? utilised(-amount) : [])];
  });
}
/** Of every type of event of a credit account: [ledger account, amount]. */
const CREDIT = {
  opened: opening,
  approved: opening,
  imported: (data) => [...opening(data), ...data.debts.flatMap((debt) => spent(debt, '3100'))],
  'limit-changed': ({ bucket, toMinor, fromMinor }) => granted(bucket, minor(toMinor) - minor(fromMinor)),
  closed: cut,
  'credit-used': (data) => spent({ ...data, age: 'unbilled' }, '2100'),
  'payment-received': (data, counted) => [['1100', minor(data.amountMinor)], ...takenOff(data, counted)],
  adjusted: (data, counted) => [['5200', minor(data.amountMinor)], ...takenOff(data, counted)],
  'written-off': (data, counted) => [
    ['5100', minor(data.amountMinor)],
    ...data.allocations.flatMap((of) => moved(CHARGES[of.component]?.[1] ?? '5100', '5100', minor(of.amountMinor))),
    ...takenOff(data, counted),
    ...cut(data),
  ],
  'uses-fell-past-due': ({ bucket, fromAge, amountMinor }) =>
    moved(owed({ bucket, age: 'past_due' }), owed({ bucket, age: fromAge }), minor(amountMinor)),
};
for (const name of ['requested', 'described', 'rejected', 'blocked', 'unblocked', 'paused', 'resumed'])
  CREDIT[name] = () => [];
/** And of a merchant's capacity. What was paid out is kept apart from what came in, though both are settled on 1100. */
const POSTINGS = {
  ...Object.fromEntries(Object.entries(CREDIT).map(([name, of]) => [`credit-account.${name}.v1`, of])),
  'capacity-account.opened.v1': () => [],
  'capacity-account.volume-recorded.v1': ({ lines }) =>
    lines.flatMap((line) => moved('1100', '2500', positive(line) * { processed: 1n, reversed: -1n }[line.type])),
  'capacity-account.execution-reserved.v1': (data) => moved('2500', '2510', positive(data)),
  'payout.submitted.v1': () => [],
  'payout.approved.v1': (data) => moved('2510', '1100 paid', positive(data)),
  'payout.rejected.v1': (data) => moved('2510', '2500', positive(data)),
};
const OPENS = /^credit-account\.(requested|opened|imported)\./;
export const KNOWN_TYPES = Object.keys(POSTINGS);

/** The balances of one account, from the postings of its events alone. */
class Books {
  totals = new Map();
  last = null;
  /** Throws what is wrong with an event: its amounts, its postings, or the balances that it carries. */
  post(type, data) {
    if (!Object.hasOwn(POSTINGS, type)) throw new Error(`${type} is no type of event that this program knows`);
    this.open(type, data);
    positive({ amountMinor: '1', ...data });
    const sum = this.add(POSTINGS[type](data, this.terms.chargesCounted));
    if (sum !== 0n) throw new Error(`the postings of ${type} sum to ${sum}`);
    if (data.lines) this.time(data);
    const [carried, computed] = [data.balances, this.balances()].map((of) => JSON.stringify(of));
    if (carried !== computed) throw new Error(`carries the balances ${carried}; the postings give ${computed}`);
  }
  open(type, { terms, currency }) {
    if (OPENS.test(type)) Object.assign(this, { terms, buckets: new Set(['single_payment']) });
    else if (type.startsWith('capacity-account.opened.') === !!this.terms) throw new Error(`${type} opens no account`);
    this.terms ??= { currency };
  }
  time({ lines, lastTransactionAt }) {
    const times = lines.filter(({ type }) => type === 'processed').map(({ occurredAt }) => occurredAt);
    for (const time of times) if (!(time <= this.last)) this.last = time;
    if (lastTransactionAt !== this.last) throw new Error(`says ${lastTransactionAt} of what was at ${this.last}`);
  }
  add(postings) {
    for (const [account, amount] of postings) {
      this.totals.set(account, (this.totals.get(account) ?? 0n) + amount);
      if (account.includes('/')) this.buckets.add(account.split('/')[1]);
    }
    return postings.reduce((sum, [, amount]) => sum + amount, 0n);
  }
  capacity(sums) {
    const [processedMinor, creditedMinor, availableMinor, inFlightMinor] = sums.map((minor) => `${minor}`);
    return { currency: this.terms.currency, processedMinor, creditedMinor, availableMinor, inFlightMinor };
  }
  balances() {
    const of = (account) => this.totals.get(account) ?? 0n;
    if (!this.buckets) return this.capacity([of('1100'), -of('1100 paid') - of('2510'), -of('2500'), -of('2510')]);
    const [interestMinor, feesMinor, penaltiesMinor] = ['1220', '1230', '1240'].map((account) => `${of(account)}`);
    const [heldMinor, utilisedMinor, availableMinor] = ['9120', '9130', '9110'].map((account) => `${-of(account)}`);
    const bucketOf = (bucket) => {
      const [unbilledMinor, billedMinor, pastDueMinor] = AGES.map((age) => `${of(owed({ bucket, age }))}`);
      return { limitMinor: `${of(`9100/${bucket}`)}`, heldMinor: '0', unbilledMinor, billedMinor, pastDueMinor };
    };
    const buckets = Object.fromEntries([...this.buckets].map((bucket) => [bucket, bucketOf(bucket)]));
    const limit = Object.values(buckets).reduce((sum, { limitMinor }) => sum + BigInt(limitMinor), 0n);
    const memo = { limitMinor: `${limit}`, heldMinor, utilisedMinor, availableMinor };
    const charges = { interestMinor, feesMinor, penaltiesMinor, creditBalanceMinor: `${-of('2200')}` };
    return { currency: this.terms.currency, ...memo, ...charges, buckets };
  }
}

const END = 'revision,hash afterPosition,throughPosition,heads,root,previous,signedAt,publicKey,signature index,path';
/** From one leaf to the root of a Merkle tree (RFC 6962): `size` leaves split at the largest power of two below. */
function rootFrom(leaf, { index, path }, size) {
  if (size === 1 && index === 0 && path.length === 0) return leaf;
  if (size < 2 || path.length === 0) throw new Error('its path is no way to the root');
  const half = 2 ** Math.floor(Math.log2(size - 1));
  const [aside, rest] = [bytesOf(path.at(-1), 'hex'), path.slice(0, -1)];
  if (index < half) return sha256(Buffer.concat([Buffer.of(1), rootFrom(leaf, { index, path: rest }, half), aside]));
  return sha256(Buffer.concat([Buffer.of(1), aside, rootFrom(leaf, { index: index - half, path: rest }, size - half)]));
}
function demandSigned({ signature, ...signed }, keys) {
  const x = bytesOf(signed.publicKey, 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const fields = Object.values(signed).map((value) => (value === signed.heads ? `${value}` : value));
  const holds = verify(null, prefixed(['haber.checkpoint.v1', ...fields]), key, bytesOf(signature, 'base64'));
  if (!holds) throw new Error('is not proven: the signature of the checkpoint does not hold');
  const trusted = keys.length === 0 || keys.includes(signed.publicKey);
  if (!trusted) throw new Error(`is signed under ${signed.publicKey}, which is not the key to trust`);
}
const NO_LINE = 'here is no line of an export, or not at its place, or not spelt as there';
const TEXT = '"([\\w+/=.-]*)"';
const EVENT = RegExp(`^{"revision":(0|[1-9]\\d*),"id":${TEXT},"type":${TEXT},"data":${TEXT},"metadata":${TEXT}}$`);
/** Told the lines of a file in order; throws `Broken` at the first thing that is wrong; then asked for the result. */
export class ExportVerifier {
  revision = -1;
  hash = '0'.repeat(64);
  recordedAt = '';
  books = new Books();
  /** `keys`: base64 of 32 bytes, trusted; `heads`: `<stream>@<revision>:<hash>`, kept from before. */
  constructor({ keys = [], heads = [] } = {}) {
    Object.assign(this, { keys, heads: new Set(heads) });
  }
  line(text) {
    this.at = this.revision + 1;
    try {
      const event = EVENT.exec(text);
      if (event && this.header && !this.proven) this.event(event);
      else this.edge(JSON.parse(text), text);
    } catch (error) {
      throw error instanceof Broken ? error : broken(this.at, error.constructor === Error ? error.message : NO_LINE);
    }
  }
  /** The first line or the last. */
  edge(line, text) {
    const members = this.header ? 'head,checkpoint,proof' : 'format,product,tenant,stream,exported_at';
    const known = !this.proven && Object.keys(line ?? {}).join() === members && JSON.stringify(line) === text;
    if (!known) throw new Error(NO_LINE);
    if (this.header) return this.finish(line);
    if (line.format !== 'haber-export/1') throw new Error(`has the format ${line.format}, which this cannot read`);
    this.header = line;
  }
  event([, digits, id, type, ...texts]) {
    const revision = Number(digits);
    this.demandNext(revision);
    const [data, metadata] = texts.map((text) => bytesOf(text, 'base64'));
    const about = JSON.parse(utf8.decode(metadata));
    const follows = about.prevHash === this.hash;
    this.judgeLink(follows);
    // On top of an event that may be wrong, nothing can be said of this one.
    if (follows) this.read(type, JSON.parse(utf8.decode(data)), about);
    else this.brokenLink = revision;
    const place = Buffer.concat([Buffer.alloc(4), uint32(revision)]);
    const name = `${this.header.stream}@${revision}:`;
    const fields = ['haber.event.v1', this.header.stream, place, id, type, data, metadata];
    Object.assign(this, { revision, hash: sha256(prefixed(fields)).toString('hex') });
    this.heads.delete(name + this.hash);
    const other = [...this.heads].find((head) => head.startsWith(name));
    if (other) throw new Error(`has the hash ${this.hash}, the evidence says ${other}`);
  }
  demandNext(revision) {
    if (revision === this.at) return;
    this.judgeLink(true);
    if (revision < this.at) throw broken(revision, 'stands a second time, or out of order');
    throw new Error(`is missing: the next event is ${revision}`);
  }
  /** A link joins two events. If the next link does not hold either, the one between was changed, else the first. */
  judgeLink(nextHolds) {
    const at = this.brokenLink;
    if (at === undefined) return;
    if (nextHolds && at > 0) throw broken(at - 1, 'is not the event that the next one was chained to');
    throw broken(at, 'is not chained to what stands before and after it');
  }
  read(type, data, { tenant, recordedAt }) {
    if (tenant !== this.header.tenant) throw new Error(`is of ${tenant}, the file says ${this.header.tenant}`);
    if (!(recordedAt >= this.recordedAt)) throw new Error(`was recorded at ${recordedAt}, before ${this.recordedAt}`);
    if (data.accountId !== (this.accountId ?? data.accountId)) throw new Error(`is of ${data.accountId}`);
    this.books.post(type, data);
    Object.assign(this, { recordedAt, accountId: data.accountId, balances: data.balances });
  }
  finish({ head, checkpoint, proof }) {
    this.at = this.revision;
    this.judgeLink(head.hash === this.hash);
    const short = head.revision > this.at || this.heads.size > 0;
    if (short) throw broken(this.at + 1, 'is missing: the head or other evidence names what is not in the file');
    if (head.revision !== this.at) throw broken(head.revision + 1, 'stands behind the last one that is proven');
    if (head.hash !== this.hash) throw new Error('is not the event that is proven: its hash differs');
    const members = [head, checkpoint, proof].map((of) => Object.keys(of).join()).join(' ');
    if (members !== END || ![checkpoint.heads, proof.index].every(Number.isInteger))
      throw new Error('is in no checkpoint');
    demandSigned(checkpoint, this.keys);
    const leaf = sha256(`\0${this.header.stream}@${this.at}:${this.hash}`);
    const root = rootFrom(leaf, proof, checkpoint.heads).toString('hex');
    if (root !== checkpoint.root) throw new Error('is not what was signed: its path leads to another root');
    const { accountId, hash, balances } = this;
    const about = { accountId, revision: this.at, hash, balances, checkpoint, trusted: this.keys.length > 0 };
    this.proven = { ok: true, ...this.header, ...about };
  }
  result() {
    if (this.proven) return this.proven;
    throw broken(this.revision + 1, 'is missing, or the proof is: the file was cut off');
  }
}
function keyFrom(given) {
  const text = (existsSync(given) ? readFileSync(given, 'utf8') : given).trim();
  if (/^[\w+/]{43}=$/.test(text)) return text;
  const { x = '' } = createPublicKey(text).export({ format: 'jwk' });
  return Buffer.from(x, 'base64url').toString('base64');
}
function told({ ok, revision, why, stream, hash, tenant, accountId, balances, checkpoint }) {
  if (!ok) return `BROKEN at revision ${revision}: ${why}`;
  const sums = JSON.stringify({ ...balances, buckets: undefined }, null, 1).replace(/Minor|[{}"\n]/g, '');
  const about = `${accountId} of ${tenant}, signed ${checkpoint.signedAt} under ${checkpoint.publicKey}`;
  return `ok: ${stream}@${revision}:${hash}\n  ${about}\n  in minor units:${sums}`;
}
async function verified(file, options) {
  const verifier = new ExportVerifier(options);
  for await (const line of createInterface({ input: createReadStream(file, { highWaterMark: 1 << 20 }) }))
    verifier.line(line);
  return verifier.result();
}
async function main(args) {
  const many = { type: 'string', multiple: true, default: [] };
  const options = { key: many, head: many, json: { type: 'boolean' } };
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const areHeads = values.head.every((head) => /^[a-z-]+-[0-9a-f-]{36}@\d{1,9}:[0-9a-f]{64}$/.test(head));
  if (positionals.length !== 1 || !areHeads) throw new Error('name one file, and heads as stream@revision:hash');
  const trust = { keys: values.key.map(keyFrom), heads: values.head };
  const verdict = (error) => (error instanceof Broken ? { ...error } : Promise.reject(error));
  const result = await verified(positionals[0], trust).catch(verdict);
  console.log(values.json ? JSON.stringify(result) : told(result));
  if (result.ok && !result.trusted) console.error('warning: without --key, the key is the word of the file alone');
  process.exitCode = result.ok ? 0 : 1;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await main(process.argv.slice(2)).catch(({ message }) => {
    console.error(`${message}\n${USAGE}`);
    process.exitCode = 2;
  });
}
