/** What stands in a message's headers, as JSON Schema: the counterpart of `messageOf`, for whoever reads the topics. */
import { PUBLISHED_CATEGORIES, topicsOf } from './topics';

const text = (description: string, rest: object = {}): object => ({ type: 'string', description, ...rest });
const INSTANT = { pattern: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.source };
const HASH = { pattern: '^[0-9a-f]{64}$' };

const STREAM = `^(${PUBLISHED_CATEGORIES.join('|')})-[0-9a-f-]{36}$`;

const properties = {
  ce_specversion: { const: '1.0', description: 'CloudEvents, binary mode.' },
  ce_id: text('Id of the event, a UUID. The same in every repeat.', { format: 'uuid' }),
  ce_type: text('Type and version of the event: which schema its value has.', {
    pattern: '^[a-z-]+(\\.[a-z-]+)+\\.v\\d+$',
  }),
  ce_source: text('The topic, with slashes.', { pattern: '^/' }),
  ce_subject: text('The stream: which account, application, customer or product. The message’s key as well.', {
    pattern: STREAM,
  }),
  ce_time: text('When it was recorded.', INSTANT),
  ce_sequence: text('Revision: place in its stream, from 0, without gaps.', { pattern: '^\\d+$' }),
  ce_correlationid: text('Of the request that it came of (`X-Request-Id`).'),
  ce_causationid: text('The event that caused it; absent where none did.'),
  ce_partitionkey: text('As `ce_subject`.', { pattern: STREAM }),
  ce_tenant: text('Partner and mode, for instance `acme/live`.', { pattern: '^.+/(live|test)$' }),
  ce_effectiveat: text('From when it counts: business time, which may lie before `ce_time`.', INSTANT),
  ce_hash: text('The event’s link in its stream’s chain: hex SHA-256.', HASH),
  ce_prevhash: text('`ce_hash` of the revision before; 64 zeros at revision 0.', HASH),
  'content-type': { const: 'application/json', description: 'Of the value.' },
};

export function headersSchema(): object {
  const required = Object.keys(properties).filter((name) => name !== 'ce_causationid');
  return { title: `Headers of ${topicsOf().all.join(', ')}`, type: 'object', required, properties };
}
