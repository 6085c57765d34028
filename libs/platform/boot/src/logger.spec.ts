/** What must never be in a log line, by every way into one. */
import { createLogger, type Logger } from './logger';
import { Secret } from './secret';

let lines: string[];
let logger: Logger;
beforeEach(() => {
  lines = [];
  logger = createLogger({ name: 'probe', level: 'info', destination: { write: (line) => void lines.push(line) } });
});
const KEY = `hb_live_${'i'.repeat(16)}_${'s'.repeat(34)}`;
const line = () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown>;

describe('the log', () => {
  it('says what was said, and when', () => {
    logger.info({ account: 'account-1', amounts: [1, 2n], at: new Date(0) }, 'credit used');
    expect(line()).toMatchObject({ level: 'info', name: 'probe', msg: 'credit used', account: 'account-1' });
    expect(line()).toMatchObject({ amounts: [1, '2'], at: '1970-01-01T00:00:00.000Z' });
    expect(line()['time']).toMatch(/^\d{4}-.*Z$/);
  });

  it.each([
    'authorization',
    'Authorization',
    'x-api-key',
    'X-API-Key',
    'apiKey',
    'key',
    'secret',
    'secretHash',
    'masterKey',
    'password',
    'token',
    'cookie',
    'set-cookie',
    'businessName',
    'business_name',
    'tax_id',
    'taxId',
    'legal_name',
    'nit',
    'dpi',
    'phone',
    'phoneNumber',
    'email',
    'address',
    'account_number',
    'holderName',
    'notes',
    'reason',
    'body',
    'business_info',
    'databaseUrl',
    'Idempotency-Key',
    'metricsToken',
    'trade_name',
    'national_id',
    'headers',
    'metadata',
  ])('hides %s at any depth', (name) => {
    logger.info({ [name]: 'hunter2', a: { [name]: 'hunter2', b: [{ c: { [name]: { d: 'hunter2' } } }] } }, 'm');
    logger
      .child({ [name]: 'hunter2' })
      .child({ x: { [name]: 'hunter2' } })
      .info('m');
    expect(lines.join('')).not.toContain('hunter2');
    expect(lines).toHaveLength(2);
  });

  it('hides keys and passwords wherever they stand in a text', () => {
    const texts = [
      `got ${KEY}!`,
      `Authorization: Bearer ${KEY}`,
      'bearer hunter2',
      'postgres://haber:hunter2@db/haber',
      `a token: eyJ${'s'.repeat(20)}.ssss.ssss-_s`,
    ];
    for (const text of texts) {
      logger.info(text);
      logger.info({ text, list: [text], error: new Error(text) }, text);
      logger.error(new Error(text, { cause: new Error(text) }));
      logger.error({ err: new AggregateError([new Error(text)], text) }, 'm %s', text);
      logger.child({ text }).info('m');
    }
    expect(lines.join('')).not.toMatch(/ssss|hunter2/);
    expect(lines).toHaveLength(25);
    expect(lines[0]).toContain('hb_live_iiiiiiiiiiiiiiii_[hidden]');
  });

  it('keeps of an error what tells the fault, and none of what a driver hangs on it', () => {
    const error = Object.assign(new Error('duplicate key'), {
      code: '23505',
      detail: 'hunter2',
      parameters: ['hunter2'],
    });
    logger.error({ err: error, other: { error } }, 'm');
    expect(line()['err']).toMatchObject({ type: 'Error', message: 'duplicate key', code: '23505' });
    expect(lines.join('')).not.toContain('hunter2');
    logger.error(error);
    expect(line()).toMatchObject({ msg: 'duplicate key', err: { code: '23505' } });
    expect(lines.join('')).not.toContain('hunter2');
  });

  it('hides the values that a database quotes, and keeps the names that it quotes', () => {
    const text = 'invalid input syntax for type uuid: "hunter2"';
    const value = Object.assign(new Error(text), { code: '22P02' });
    logger.error({ err: value }, 'm');
    logger.error({ err: new Error('wrapped', { cause: value }) }, 'm');
    expect(lines.join('')).not.toContain('hunter2');
    logger.error({ err: Object.assign(new Error('relation "x" does not exist'), { code: '42P01' }) }, 'm');
    expect(line()['err']).toMatchObject({ message: 'relation "x" does not exist' });
  });

  it('hides what is put into a text', () => {
    logger.info('m %o %s', { taxId: 'hunter2', a: 1 }, new Secret('hunter2'));
    logger.info({ a: 1 }, 'm %j', { password: 'hunter2' });
    expect(lines.join('')).not.toContain('hunter2');
    expect(lines).toHaveLength(2);
  });

  it('shows no secret that was wrapped, nor raw bytes', () => {
    logger.info({ of: new Secret('hunter2'), bytes: Buffer.from('hunter2'), map: new Map([['a', 'hunter2']]) }, 'm');
    expect(line()).toMatchObject({ of: '[secret]', bytes: '[7 bytes]' });
    expect(lines[0]).not.toContain('hunter2');
  });

  it('stays a line, whatever it is given', () => {
    const endless: Record<string, unknown> = {};
    endless['itself'] = endless;
    logger.info({ endless, long: 'x'.repeat(1_000_000), many: Array.from({ length: 10_000 }, () => 'y') }, 'm');
    expect(lines[0]?.length).toBeLessThan(20_000);
  });
});
