// `npm run kafka`: a broker until it is interrupted, on .haber/kafka and port 9092 unless told otherwise. Tests start
// it with a pipe (--piped) and speak to it in lines (start, stop, kill); when the pipe ends, whoever had it is gone,
// and so is the broker with its data.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { requireNode24, root } from '../runtime.mjs';
import { Broker } from './broker.mjs';

requireNode24();

const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: join(root, '.haber/kafka') },
    port: { type: 'string', default: '9092' },
    // Default: the next one.
    'controller-port': { type: 'string' },
    piped: { type: 'boolean', default: false },
    proxied: { type: 'string' },
  },
});

try {
  const broker = new Broker(values.folder, {
    port: values.port,
    controllerPort: values['controller-port'] ?? Number(values.port) + 1,
    proxied: values.proxied,
  });
  await (values.piped ? obey(broker) : stand(broker));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

async function stand(broker) {
  await broker.start();
  console.log(`Kafka listens on ${broker.address} (KAFKA_BROKERS=${broker.address}); Ctrl-C ends it`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void broker.end('SIGTERM'));
  await broker.gone;
}

async function obey(broker) {
  const say = () => console.log(broker.running ? broker.address : 'gone');
  const orders = { start: () => broker.start(), stop: () => broker.end('SIGTERM'), kill: () => broker.end('SIGKILL') };
  // The pipe's end comes with the parent's; an interrupt from the terminal must not come before it.
  process.on('SIGINT', () => undefined);
  for await (const line of createInterface({ input: process.stdin })) {
    await orders[line]?.();
    say();
  }
  await broker.end('SIGKILL');
  rmSync(broker.folder, { recursive: true, force: true, maxRetries: 20 });
}
