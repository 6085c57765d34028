import { inspect } from 'node:util';
import { isAbsolute } from 'node:path';
import { readEnvironment, unknownVariables, UnusableEnvironment } from './environment';

describe('the environment', () => {
  it('may be empty: everything has a preset, and only this machine is listened to', () => {
    const config = readEnvironment({});
    expect(config).toMatchObject({ port: 3000, host: '127.0.0.1', logLevel: 'info' });
    expect(config.dataDir.endsWith('.haber') && isAbsolute(config.dataDir)).toBe(true);
    expect(Object.keys(config)).not.toContain('databaseUrl');
  });

  it('takes an empty variable for an absent one', () => {
    expect(readEnvironment({ PORT: '', DATABASE_URL: '', HABER_BOOTSTRAP_KEY: '' })).toEqual(readEnvironment({}));
  });

  it('is read', () => {
    const config = readEnvironment({
      PORT: '0',
      HOST: '0.0.0.0',
      HABER_TRUSTED_PROXY_HOPS: '2',
      HABER_DATA_DIR: '/var/lib/haber',
      DATABASE_URL: 'postgresql://haber:pw@db:5432/haber',
      HABER_MASTER_KEY: 'the master key',
      KAFKA_BROKERS: 'kafka-1:9092,10.0.0.7:9093',
      HABER_TOPIC_PREFIX: 'acme.haber-2',
      HABER_BOOTSTRAP_KEY: 'a bootstrap key of ours',
      HABER_LOG_LEVEL: 'debug',
      HABER_DATABASE_POOL_SIZE: '7',
      HABER_SHUTDOWN_TIMEOUT_MS: '100',
      HABER_SHUTDOWN_DELAY_MS: '5000',
      HABER_ACCESS_LOG: 'on',
      HABER_METRICS_TOKEN: 'a metrics token of ours',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/',
      OTEL_TRACES_SAMPLER_ARG: '0.05',
    });
    expect(config).toMatchObject({
      port: 0,
      host: '0.0.0.0',
      trustedProxyHops: 2,
      dataDir: '/var/lib/haber',
      kafkaBrokers: ['kafka-1:9092', '10.0.0.7:9093'],
      topicPrefix: 'acme.haber-2',
      logLevel: 'debug',
      databasePoolSize: 7,
      shutdownTimeoutMs: 100,
      shutdownDelayMs: 5_000,
      accessLog: true,
      tracesEndpoint: 'http://collector:4318',
      tracesSampleRatio: 0.05,
    });
    const secrets = [config.databaseUrl, config.masterKey, config.bootstrapKey, config.metricsToken].map((secret) =>
      secret?.reveal(),
    );
    expect(secrets).toEqual([
      'postgresql://haber:pw@db:5432/haber',
      'the master key',
      'a bootstrap key of ours',
      'a metrics token of ours',
    ]);
  });

  it.each(['65536', '-1', '1e3', ' 80', '0x50', '3000.5', 'NaN', '٣', '9'.repeat(16)])('has no port %j', (PORT) => {
    expect(() => readEnvironment({ PORT })).toThrow('PORT must be a whole number from 0 to 65535');
  });

  it.each(['esdb://n:2113?tls=false', 'kurrentdb://a:b@n1:2113,n2:2113/', 'esdb+discover://u:p@cluster.dns'])(
    'has the event log at %s',
    (EVENTSTORE_URL) => expect(readEnvironment({ EVENTSTORE_URL }).eventStoreUrl?.reveal()).toBe(EVENTSTORE_URL),
  );

  it.each(['http://n:2113', 'esdb://', 'esdb:/n', 'kurrent://n:2113', 'esdb://n 2113'])(
    'has no event log at %s',
    (EVENTSTORE_URL) =>
      expect(() => readEnvironment({ EVENTSTORE_URL })).toThrow('EVENTSTORE_URL must be an esdb:// or kurrentdb://'),
  );

  it.each(['mysql://x', 'postgres://', 'localhost:5432'])('has no database %j', (DATABASE_URL) => {
    expect(() => readEnvironment({ DATABASE_URL })).toThrow('DATABASE_URL must be a postgres:// URL');
  });

  it('says where the services are, and whose tokens they take', () => {
    const { serviceUrls, gatewaySigningKey, gatewayPublicKeys } = readEnvironment({
      HABER_CREDIT_LINES_URLS: 'http://lines-1:3001, http://lines-2:3001/',
      HABER_GATEWAY_SIGNING_KEY: 'the signing key',
      HABER_GATEWAY_PUBLIC_KEYS: 'old,new',
    });
    const lines = ['http://lines-1:3001', 'http://lines-2:3001'];
    expect(serviceUrls).toEqual({ applications: [], capacity: [], 'credit-lines': lines, payments: [] });
    expect([gatewaySigningKey?.reveal(), gatewayPublicKeys]).toEqual(['the signing key', ['old', 'new']]);
    expect(String(gatewaySigningKey)).toBe('[secret]');
  });

  it('says where the bank is, and how the simulated one behaves', () => {
    const [newer, older] = [`whsec_${'A'.repeat(32)}`, `whsec_${'B'.repeat(86)}==`];
    const { bank } = readEnvironment({
      HABER_BANK_URL: 'https://bank.example/api/',
      HABER_BANK_SECRET: `${newer}, ${older}`,
      HABER_BANK_CALLBACK_URL: 'http://127.0.0.1:3000/api/v1/bank/callbacks',
      HABER_BANK_SETTLE_MS: '250',
      HABER_BANK_HOSTILE_SEED: '7',
      HABER_BANK_HOSTILE_WEIGHTS: 'approve=1',
    });
    expect(bank.url).toBe('https://bank.example/api');
    expect(bank.secrets.map((secret) => secret.reveal())).toEqual([newer, older]);
    expect(bank.simulator).toEqual({
      callbackUrl: 'http://127.0.0.1:3000/api/v1/bank/callbacks',
      settleMs: 250,
      hostileSeed: '7',
      hostileWeights: 'approve=1',
    });
    expect(readEnvironment({}).bank).toEqual({ secrets: [], test: { secrets: [] }, simulator: { settleMs: 5_000 } });
    const testing = { HABER_BANK_SIMULATOR_URL: 'http://bank:4010/', HABER_BANK_SIMULATOR_SECRET: newer };
    const { test } = readEnvironment(testing).bank;
    expect([test.url, test.secrets.map((secret) => secret.reveal())]).toEqual(['http://bank:4010', [newer]]);
  });

  it.each([
    'hunter2',
    `whsec_${'A'.repeat(31)}`,
    Array(3)
      .fill(`whsec_${'A'.repeat(32)}`)
      .join(),
  ])('has no secret %j of the bank', (HABER_BANK_SECRET) => {
    expect(() => readEnvironment({ HABER_BANK_SECRET })).toThrow('HABER_BANK_SECRET must be whsec_ and the base64');
  });

  it.each(['lines:3001', 'http://lines,ftp://lines', 'http://lines/path', 'http://a:b@lines', 'http://lines?x'])(
    'finds no service at %j',
    (HABER_PAYMENTS_URLS) => {
      expect(() => readEnvironment({ HABER_PAYMENTS_URLS })).toThrow(
        'HABER_PAYMENTS_URLS must be http:// or https:// URLs without a path, commas between',
      );
    },
  );

  it.each(['', '.haber', 'haber.', 'a..b', 'a b', 'ä', 'x'.repeat(101)])('takes no prefix %j of topics', (prefix) => {
    const read = () => readEnvironment({ HABER_TOPIC_PREFIX: prefix });
    if (prefix === '') expect(read().topicPrefix).toBe('haber');
    else expect(read).toThrow('HABER_TOPIC_PREFIX must be at most 100 letters, digits, hyphens and underscores');
  });

  it('says everything that is wrong in one message, and quotes no value', () => {
    const bad = {
      PORT: 'hunter2',
      DATABASE_URL: 'hunter2',
      HABER_BOOTSTRAP_KEY: 'hunter2',
      HABER_LOG_LEVEL: 'hunter2',
      HABER_ACCESS_LOG: 'hunter2',
      HABER_METRICS_TOKEN: 'hunter2',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'hunter2',
      OTEL_TRACES_SAMPLER_ARG: 'hunter2',
    };
    let message = '';
    try {
      readEnvironment(bad);
    } catch (error) {
      expect(error).toBeInstanceOf(UnusableEnvironment);
      message = (error as Error).message;
    }
    for (const name of Object.keys(bad)) expect(message).toContain(`  ${name} must `);
    expect(message).not.toContain('hunter2');
  });

  it('shows no secret, however it is printed', () => {
    const config = readEnvironment({ HABER_MASTER_KEY: 'hunter2', DATABASE_URL: 'postgres://a:hunter2@b/c' });
    const texts = [config.masterKey, config.databaseUrl].map(String).join(' ');
    const printed = `${inspect(config, { showHidden: true, depth: 9 })} ${JSON.stringify(config)} ${texts}`;
    expect(printed).not.toContain('hunter2');
    expect(printed).toContain('[secret]');
  });

  it('notices misspelt names', () => {
    expect(unknownVariables({ HABER_PORT: '1', PORT: '1', PATH: 'x', HABER_DATA_DIR: 'x' })).toEqual(['HABER_PORT']);
  });
});
