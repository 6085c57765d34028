/** Fixed vectors: what is derived today must be derived for ever, else old streams would never be found again. */
import {
  commandEventId,
  commercialCreditStream,
  customerStream,
  dueEventId,
  followingEventId,
  partnerStream,
  publicId,
  uuidOf,
} from './streams';

const STREAM = commercialCreditStream('acme/live', '42');

describe('derived ids', () => {
  it.each([
    ['a commercial credit', STREAM, 'account-6ebfb9b9-45b8-5ac4-b0e8-ec0efce684d6'],
    ['one in test mode', commercialCreditStream('acme/test', '42'), 'account-f3d61461-517a-5db0-ac2a-87d02675201e'],
    ["another partner's", commercialCreditStream('demo/live', '42'), 'account-38b64a72-8fa4-56ec-a324-87ada0733e03'],
    [
      'one of a customer with a name in Unicode',
      commercialCreditStream('acme/live', 'ñandú|😀'),
      'account-6d816d34-bb29-53e1-a4ce-412cfa6bbd5a',
    ],
    ['a customer', customerStream('acme/live', '42'), 'customer-7e47b1cc-8993-524b-8024-32cb48faceae'],
    ['a partner', partnerStream('acme/live'), 'partner-da7a00d6-2a21-5033-aeb2-8ae14dc1fc0d'],
    [
      'the first event under a key',
      commandEventId(STREAM, { kind: 'order', key: 'o|1' }, 0),
      '5c42ed23-0fdc-5e7a-990c-2fdba49c933b',
    ],
    [
      'the second one',
      commandEventId(STREAM, { kind: 'order', key: 'o|1' }, 1),
      'cec6c9a7-5e4a-5caf-b77c-fabacc9ff1af',
    ],
    [
      'one under a key of another kind',
      commandEventId(STREAM, { kind: 'header', key: 'o|1' }, 0),
      '2b36303e-8497-5aef-b965-ac6593f39714',
    ],
    [
      'what fell due',
      dueEventId(STREAM, { what: 'past-due:single_payment:unbilled', date: '2025-12-24' }, 0),
      'eb541bf6-d040-5ec9-a7ab-c5024c21cb2d',
    ],
    [
      'what fell due a day later',
      dueEventId(STREAM, { what: 'past-due:single_payment:unbilled', date: '2025-12-25' }, 0),
      '8f58a25d-a12b-5470-9fc8-9f5f9a002d7d',
    ],
    [
      'a following event',
      followingEventId('8c2bff3c-93d3-4e3c-a0f3-3b8d0b1c9f10', 1),
      '9b3de1af-e627-5782-81bd-a20bdc694f81',
    ],
  ])('of %s never change', (_, derived, expected) => {
    expect(derived).toBe(expected);
  });

  it('leave the id of a keyless command as it is', () => {
    const id = '8c2bff3c-93d3-4e3c-a0f3-3b8d0b1c9f10';
    expect(followingEventId(id, 0)).toBe(id);
  });

  it('are the same for every spelling of a key that is the same text, and for no other', () => {
    const ids = ['a', 'A', 'a ', 'a|0', 'a|0|0', 'a%7C0', 'á', 'a\u0301'].flatMap((key) =>
      [0, 1].map((index) => commandEventId(STREAM, { kind: 'order', key }, index)),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('have public forms of dialect A', () => {
    expect(uuidOf(STREAM)).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(publicId('credit', '8c2bff3c-93d3-4e3c-a0f3-3b8d0b1c9f10')).toBe('credit_8c2bff3c93d34e3ca0f33b8d0b1c9f10');
  });
});
