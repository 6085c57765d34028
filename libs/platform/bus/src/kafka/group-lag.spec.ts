import type { Kafka } from 'kafkajs';
import { WatchedLag } from './group-lag';

/** A broker that has as much as it is told, or does not answer. */
class Brokers {
  asked = 0;
  high: string | undefined = '12';

  readonly kafka = {
    admin: () => ({
      connect: () => Promise.resolve(),
      disconnect: () => Promise.resolve(),
      fetchOffsets: () => {
        this.asked += 1;
        if (this.high === undefined) return Promise.reject(new Error('no broker'));
        const partitions = [
          { partition: 0, offset: '7' },
          { partition: 1, offset: '-1' },
        ];
        return Promise.resolve([{ topic: 'haber.accounts', partitions }]);
      },
      fetchTopicOffsets: () =>
        Promise.resolve([
          { partition: 0, high: this.high, low: '0' },
          { partition: 1, high: '5', low: '2' },
        ]),
    }),
  } as unknown as Kafka;
}

const OF = { groupId: 'haber-payments', topics: ['haber.accounts'] };
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('tells what was found a moment ago, counts a partition without a commit from its beginning, and asks seldom', async () => {
  const brokers = new Brokers();
  const lag = new WatchedLag(brokers.kafka, OF);
  expect(lag.read(0)).toEqual(new Map());
  await settled();
  expect(lag.read(4_000)).toEqual(new Map([['haber.accounts', 8n]]));
  brokers.high = '7';
  lag.read(5_000);
  await settled();
  expect(lag.read(5_001)).toEqual(new Map([['haber.accounts', 3n]]));
  expect(brokers.asked).toBe(2);
});

it('tells nothing once nobody has answered for half a minute, and goes on when somebody does', async () => {
  const brokers = new Brokers();
  const lag = new WatchedLag(brokers.kafka, OF);
  lag.read(0);
  await settled();
  brokers.high = undefined;
  for (const nowMs of [10_000, 20_000, 30_000]) {
    expect(lag.read(nowMs)).toEqual(new Map([['haber.accounts', 8n]]));
    await settled();
  }
  expect(lag.read(31_000)).toEqual(new Map());
  brokers.high = '9';
  lag.read(36_000);
  await settled();
  expect(lag.read(36_001)).toEqual(new Map([['haber.accounts', 5n]]));
});
