/** What an administrator says of the keys of his own partner and mode. */
import { actorName, MOST_ADDRESSES, type RateLimits, SCOPES } from '@haber/ledger';
import { field, IfPresent, isText, Means } from '../../body-fields';
import { type JsonSchema, textSchema } from '../../json-schema';
import { given } from '../../parsed';
import { type Field, memberOf, type RawObject, textOf } from '../../raw-members';
import { fullInstant, IsId, IsInstant, IsMetadata, type Metadata, metadataOf } from '../fields';
import { type OwnParsed, parseOwnBody, wrongMember } from '../parsed';
import { IsRateLimits, rateLimitsOf } from '../rate-limits';

const MAX_ACTOR = 64;
const KNOWN: ReadonlySet<string> = new Set(SCOPES);
/** What can stand behind `Bearer `, and is too long to be guessed. */
const OPAQUE_KEY = '^[\\x21-\\x7e]{20,256}$';
const isOpaqueKey = new RegExp(OPAQUE_KEY);

type Texts = readonly string[];

/** A list of texts, whatever they say. */
function textsOf(raw: RawObject, name: string): Field<Texts> {
  const value = memberOf(raw, name);
  if (value === undefined) return undefined;
  return Array.isArray(value) && value.every((each) => typeof each === 'string') ? value : null;
}

const isTexts = (value: unknown): value is Texts => Array.isArray(value);

const IsScopes = (): PropertyDecorator =>
  field({
    name: 'isScopes',
    message: `must be a list of at least one, each one of ${SCOPES.join(', ')}, none twice`,
    valid: (value) => isTexts(value) && value.length > 0 && value.every((each) => KNOWN.has(each)) && isUnique(value),
    schema: { type: 'array', items: { type: 'string', enum: SCOPES }, minItems: 1, uniqueItems: true },
  });

const isUnique = (texts: Texts): boolean => new Set(texts).size === texts.length;

/** A name as people see it: it may not be longer than this as it is sent either. */
const IsActor = (): PropertyDecorator =>
  field({
    name: 'isActor',
    message: `must be a name of 1 to ${MAX_ACTOR} visible characters`,
    valid: (value) => isText(value, MAX_ACTOR) && actorName(value) !== undefined,
    schema: textSchema(MAX_ACTOR),
  });

const ALLOW_LIST_SCHEMA: JsonSchema = {
  type: 'array',
  items: { type: 'string', minLength: 1, maxLength: 64 },
  maxItems: MOST_ADDRESSES,
  examples: [['192.0.2.7', '2001:db8::/32']],
};

/** Whether each is an address or a network, no schema says: see the gateway. */
const IsAllowList = (): PropertyDecorator =>
  field({
    name: 'isAllowList',
    message: `must be a list of at most ${MOST_ADDRESSES} IP addresses and networks such as 192.0.2.7 or 2001:db8::/32`,
    valid: (value) => isTexts(value) && value.length <= MOST_ADDRESSES && value.every((each) => isText(each, 64)),
    schema: ALLOW_LIST_SCHEMA,
  });

const IsOpaqueKey = (): PropertyDecorator =>
  field({
    name: 'isOpaqueKey',
    message: 'must be a key of 20 to 256 visible ASCII characters',
    valid: (value) => typeof value === 'string' && isOpaqueKey.test(value),
    schema: { type: 'string', pattern: OPAQUE_KEY },
  });

export class IssueKeyBody {
  @Means('What it may do. A key with `admin` may issue keys with any scope, in its own partner and mode.')
  @IsScopes()
  readonly scopes: Field<Texts>;
  @Means("Who acts with it, recorded with all that it does. Default: the key's id.")
  @IfPresent()
  @IsActor()
  readonly actor: Field<string>;
  @Means('The one customer that it may act for. Not with the scope `admin`.')
  @IfPresent()
  @IsId()
  readonly customer_id: Field<string>;
  @Means('Where it may be used from. Default: from anywhere.')
  @IfPresent()
  @IsAllowList()
  readonly allow_list: Field<Texts>;
  @Means("Its own. A class that is left out has the partner's limit, else the product's.")
  @IfPresent()
  @IsRateLimits()
  readonly rate_limits: Field<RateLimits>;
  @Means('From then on it is refused. Default: never.')
  @IfPresent()
  @IsInstant()
  readonly expires_at: Field<string>;
  @Means("The partner's own id of this object.")
  @IfPresent()
  @IsId()
  readonly external_id: Field<string>;
  @Means('Stored in clear: nothing about a person.')
  @IfPresent()
  @IsMetadata()
  readonly metadata: Field<Metadata>;
  @Means('A key that clients have already, and that another system made. It is in no answer, and stored nowhere.')
  @IfPresent()
  @IsOpaqueKey()
  readonly key: Field<string>;

  constructor(raw: RawObject) {
    this.scopes = textsOf(raw, 'scopes');
    this.actor = textOf(raw, 'actor');
    this.customer_id = textOf(raw, 'customer_id');
    this.allow_list = textsOf(raw, 'allow_list');
    this.rate_limits = rateLimitsOf(raw, 'rate_limits');
    this.expires_at = textOf(raw, 'expires_at');
    this.external_id = textOf(raw, 'external_id');
    this.metadata = metadataOf(raw, 'metadata');
    this.key = textOf(raw, 'key');
  }
}

export class RotateKeyBody {
  @Means('From then on the successor is refused. Default: as it was issued for the old key.')
  @IfPresent()
  @IsInstant()
  readonly expires_at: Field<string>;
  @Means('From then on the old key is refused, unless it ends before. At most 30 days from now; default: a day.')
  @IfPresent()
  @IsInstant()
  readonly old_expires_at: Field<string>;

  constructor(raw: RawObject) {
    this.expires_at = textOf(raw, 'expires_at');
    this.old_expires_at = textOf(raw, 'old_expires_at');
  }
}

export interface IssueKey {
  readonly scopes: Texts;
  readonly actor?: string;
  readonly customerId?: string;
  readonly allowList: Texts;
  readonly rateLimits: RateLimits;
  readonly expiresAt?: string;
  readonly externalId: string | null;
  readonly metadata: Metadata;
  readonly existingKey?: string;
}

export function parseIssueKey(raw: unknown): OwnParsed<IssueKey> {
  const parsed = parseOwnBody(IssueKeyBody, raw, (body) => ({
    scopes: given(body.scopes),
    ...holderOf(body),
    allowList: body.allow_list ?? [],
    rateLimits: body.rate_limits ?? {},
    ...(body.expires_at !== undefined && { expiresAt: fullInstant(given(body.expires_at)) }),
    externalId: body.external_id ?? null,
    metadata: body.metadata ?? {},
    ...(body.key !== undefined && { existingKey: given(body.key) }),
  }));
  const administers = parsed.ok && parsed.value.scopes.includes('admin');
  if (!administers || parsed.value.customerId === undefined) return parsed;
  return wrongMember('must not stand beside the scope admin: such a key could issue itself any other', 'customer_id');
}

/** Who acts with it, and for whom. */
function holderOf({ actor, customer_id: customerId }: IssueKeyBody): Pick<IssueKey, 'actor' | 'customerId'> {
  return {
    ...(actor !== undefined && { actor: given(actor) }),
    ...(customerId !== undefined && { customerId: given(customerId) }),
  };
}

export interface RotateKey {
  readonly expiresAt?: string;
  readonly oldExpiresAt?: string;
}

export function parseRotateKey(raw: unknown): OwnParsed<RotateKey> {
  return parseOwnBody(RotateKeyBody, raw, (body) => ({
    ...(body.expires_at !== undefined && { expiresAt: fullInstant(given(body.expires_at)) }),
    ...(body.old_expires_at !== undefined && { oldExpiresAt: fullInstant(given(body.old_expires_at)) }),
  }));
}
