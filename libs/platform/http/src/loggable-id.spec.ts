import { hash, randomUUID } from 'node:crypto';
import { loggableId } from './loggable-id';

it.each([randomUUID(), `${randomUUID()}-1z`, '4bf92f3577b34da6a3ce929d0e0e4736', '01ARZ3NDEKTSV4RRFFQ69G5FAV'])(
  'shows %s as it is',
  (id) => expect(loggableId(id)).toBe(id),
);

it.each(['Ana María', 'RUC-123-456', '1790012345001', 'hb_test_1_2', '', 'a'.repeat(15), '{"a":1}'])(
  'shows %j only to whoever knows it',
  (id) => expect(loggableId(id)).toBe(`sha256:${hash('sha256', id, 'hex').slice(0, 16)}`),
);
