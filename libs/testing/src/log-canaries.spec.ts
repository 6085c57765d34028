/** The canaries of the log themselves: what they know, and that they are heard. */
import { LogCanaries } from './log-canaries';

const KEY = `hb_test_${'i'.repeat(16)}_${'s'.repeat(34)}`;

function sent(body: string, headers: Record<string, string> = {}): LogCanaries {
  const canaries = new LogCanaries();
  canaries.addRequest(headers, body);
  return canaries;
}

describe('the canaries', () => {
  it.each([
    ['{"business_info":{"business_name":"Canario SA"}}', 'Canario SA'],
    ['{"legal_name" : "Ana \\u00d1and\\u00fa"}', 'Ana Ñandú'],
    ['{"trade_name":"The \\"Canary\\""}', 'The "Canary"'],
    ['{"tax_id":"RUC-77"}', 'RUC-77'],
    ['{"national_id":"2345 67890"}', '2345 67890'],
    ['{"email":"ana@example.com","phone":"+502 5555"}', '+502 5555'],
    ['{"address":"Calle del Canario 7"}', 'Calle del Canario 7'],
    ['{"address":{"street":"Calle 19","city":"Antigua"}}', 'Antigua'],
    ['{"account_number":"000-1","holder_name":"Canario"}', 'Canario'],
    ['{"reason":"has moved"}', 'has moved'],
    ['{"approval_notes":"sings well"}', 'sings well'],
    ['{"legal_name":"cut off here","x":', 'cut off here'],
    ['{"legal_name":"bad \\q escape"}', 'bad \\q escape'],
  ])('know of %s', (body, text) => {
    const canaries = sent(body);
    expect(canaries.foundIn(`{"level":"info","msg":"stopping"}\n`)).toEqual([]);
    expect(canaries.foundIn(`{"level":"error","msg":${JSON.stringify(`no: ${text}`)}}\n`)).toEqual([text]);
    expect(canaries.foundIn(`Error: ${text}\n`)).toEqual([text]);
  });

  it('let pass what says nothing of a person, and what stands in many a line by chance', () => {
    const canaries = sent('{"order_id":"order-of-canary","metadata":{"branch":"northern"},"reason":"paid"}');
    expect(canaries.foundIn('order-of-canary northern paid')).toEqual([]);
  });

  it('know every key that was shown, and what secrets a process was given', () => {
    const canaries = sent('{}', { authorization: 'bEARER some-opaque-key', 'x-api-key': 'other-key' });
    canaries.addEnvironment({ HABER_MASTER_KEY: 'f00dbabe', DATABASE_URL: 'postgres://haber:pa55word@db/haber' });
    canaries.addIssuedKeys(`{"id":"1","key":"${KEY}"}`);
    const secrets = ['some-opaque-key', 'other-key', 'f00dbabe', 'pa55word', KEY];
    expect(canaries.foundIn(secrets.join(' ')).toSorted()).toEqual(secrets.toSorted());
  });

  it('let the greeting show its key, and no other line', () => {
    const canaries = sent('{}', { authorization: `Bearer ${KEY}` });
    const greeting = `  Demo key (partner demo, test mode), shown this once: ${KEY}\n\n    -H 'Authorization: Bearer ${KEY}' \\\n`;
    expect(canaries.foundIn(greeting)).toEqual([]);
    expect(canaries.foundIn(`${greeting}{"level":"warn","msg":"${KEY}"}\n`)).toEqual([KEY]);
  });
});
