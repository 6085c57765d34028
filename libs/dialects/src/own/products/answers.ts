/** Products and their versions as Haber's own API shows them. */
import type { ProductVersion } from '@haber/ledger';
import { closed, DATE_SCHEMA, type JsonSchema, orNull } from '../../json-schema';
import {
  type Evidence,
  externalIdSchema,
  hashSchema,
  idSchema,
  metadataSchema,
  pageSchema,
  revisionSchema,
} from '../answers';
import { actorSchema, type Done, doneAtSchema, NEVER } from '../standing-members';

function productVersionAnswer(version: ProductVersion) {
  return {
    code: version.code,
    version: version.version,
    name: version.title,
    kind: version.kind,
    currency: version.currency,
    time_zone: version.timeZone,
    payment_term_days: version.paymentTermDays,
    backdating_days: version.backdatingDays,
    limit_may_fall: version.limitMayFall,
    effective_from: version.effectiveFrom,
    external_id: version.externalId,
    metadata: version.metadata,
  };
}

/** Nobody has published what is built in, and no stream proves it. */
const BUILT_IN = { published: NEVER, evidence: { revision: -1, hash: null } } as const;

export interface Publication {
  readonly published: Done;
  readonly evidence: Evidence;
}

/** Without a publication: what is built in. */
export function publishedVersionAnswer(version: ProductVersion, publication?: Publication) {
  const { published, evidence } = publication ?? BUILT_IN;
  return {
    ...productVersionAnswer(version),
    published_at: published.at,
    published_by: published.by,
    revision: evidence.revision,
    hash: evidence.hash,
  };
}

export interface ProductShown {
  readonly code: string;
  readonly inForce: ProductVersion | undefined;
  readonly newest: ProductVersion;
}

export function productAnswer({ code, inForce, newest }: ProductShown) {
  return {
    code,
    in_force: inForce === undefined ? null : productVersionAnswer(inForce),
    newest: productVersionAnswer(newest),
  };
}

const version = {
  code: idSchema,
  version: { type: 'integer', minimum: 1 },
  name: { type: 'string' },
  kind: { type: 'string', enum: ['commercial'] },
  currency: { type: 'string', pattern: '^[A-Z]{3}$' },
  time_zone: { type: 'string', examples: ['America/Guatemala'] },
  payment_term_days: { type: 'integer', minimum: 1, maximum: 365 },
  backdating_days: { type: 'integer', minimum: 0 },
  limit_may_fall: { type: 'boolean' },
  effective_from: DATE_SCHEMA,
  external_id: externalIdSchema,
  metadata: metadataSchema,
} as const satisfies Record<string, JsonSchema>;

const productVersionSchema = closed('ProductVersion', version);

export const publishedVersionSchema: JsonSchema = closed('PublishedProductVersion', {
  ...version,
  published_at: { ...doneAtSchema, description: 'Null: built in.' },
  published_by: actorSchema,
  revision: revisionSchema,
  hash: hashSchema,
});

const productSchema: JsonSchema = closed('Product', {
  code: idSchema,
  in_force: {
    ...orNull(productVersionSchema),
    description: 'What an account pins that is opened today. Null: nothing is in force yet.',
  },
  newest: productVersionSchema,
});

export const productPageSchema = pageSchema('ProductPage', productSchema);
export const productVersionPageSchema = pageSchema('ProductVersionPage', publishedVersionSchema);
