/** Products in the OpenAPI document. */
import { BUILT_IN_VERSION, NO_DESCRIPTION, type ProductVersion } from '@haber/ledger';
import { textSchema } from '../../json-schema';
import { wirePage } from '../answers';
import { ownError, ownValidationError } from '../errors';
import { COMMAND_ERRORS, INVALID_QUERY, ownSchemaOf } from '../openapi';
import { PageQuery } from '../queries';
import {
  productAnswer,
  productPageSchema,
  productVersionPageSchema,
  publishedVersionAnswer,
  publishedVersionSchema,
} from './answers';
import { PublishProductBody } from './requests';

const TAG = 'Products';
const HASH = '9b74c9897bac770ffc029102a200c5de9b74c9897bac770ffc029102a200c5de';
const PUBLICATION = {
  published: { at: '2025-11-24T10:00:00.000Z', by: 'product-owner' },
  evidence: { revision: 0, hash: HASH },
};

const WHOLESALE: ProductVersion = {
  code: 'wholesale-60',
  version: 1,
  title: 'Wholesale, 60 days',
  kind: 'commercial',
  currency: 'GTQ',
  timeZone: 'America/Guatemala',
  paymentTermDays: 60,
  backdatingDays: 90,
  limitMayFall: true,
  effectiveFrom: '2025-11-24',
  ...NO_DESCRIPTION,
};

const path = {
  code: { description: 'The code of the product.', schema: textSchema(64), example: 'wholesale-60' },
} as const;

const published = (description: string) => ({
  description,
  schema: publishedVersionSchema,
  example: publishedVersionAnswer(WHOLESALE, PUBLICATION),
});

export const listProductsOperation = {
  id: 'listProducts',
  tag: TAG,
  summary: 'List products',
  description: 'By code, the built-in `commercial` among them.',
  query: ownSchemaOf(PageQuery),
  evidence: 'none',
  answers: {
    200: {
      description: 'Each with the version in force today and the newest one.',
      schema: productPageSchema,
      example: wirePage([
        productAnswer({ code: 'commercial', inForce: BUILT_IN_VERSION, newest: BUILT_IN_VERSION }),
        productAnswer({ code: 'wholesale-60', inForce: undefined, newest: WHOLESALE }),
      ]),
    },
  },
  errors: [INVALID_QUERY],
} as const;

export const publishProductOperation = {
  id: 'publishProduct',
  tag: TAG,
  summary: 'Publish a version of a product',
  description:
    'Terms never change: other terms are a new version, which accounts pin that are opened from its first day on, in ' +
    'the place of every earlier version. The same terms again publish nothing. Versions of the built-in `commercial` ' +
    'may be published too, from 2 on. A key that is bound to one customer may not publish (403).',
  path,
  body: {
    schema: ownSchemaOf(PublishProductBody),
    example: {
      name: 'Wholesale, 60 days',
      currency: 'GTQ',
      time_zone: 'America/Guatemala',
      payment_term_days: 60,
      effective_from: '2025-11-24',
    },
  },
  dryRun: true,
  answers: {
    200: published('The newest version has these terms already.'),
    201: published('The new version.'),
  },
  errors: [
    ...COMMAND_ERRORS,
    ownError('effective_date_in_past', { today: '2025-11-24' }),
    ownError('too_many_versions'),
  ],
} as const;

export const listProductVersionsOperation = {
  id: 'listProductVersions',
  tag: TAG,
  summary: 'List the versions of a product',
  description: 'All that were ever published, in that order; each stays as it is for ever.',
  path,
  query: ownSchemaOf(PageQuery),
  evidence: 'none',
  answers: {
    200: {
      description: 'The versions.',
      schema: productVersionPageSchema,
      example: wirePage([publishedVersionAnswer(WHOLESALE, PUBLICATION)]),
    },
  },
  errors: [
    INVALID_QUERY,
    ownValidationError([{ detail: 'must be a text of 1 to 64 characters', parameter: 'code' }]),
    ownError('product_not_found'),
  ],
} as const;
