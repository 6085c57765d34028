// `npm run kafka-outage`: the outage spec with Kafka away for a minute, under a quarter of what the relay can do; the
// tests of every day have it away for seconds.
process.env.OUTAGE_SECONDS ??= '60';
process.argv.push('libs/platform/relay/src/outage.int.spec');
await import('../test.mjs');
