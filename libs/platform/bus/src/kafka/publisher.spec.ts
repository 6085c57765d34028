import { Kafka, type Producer } from 'kafkajs';
import { kafkaPublisher } from './publisher';

const message = { topic: 'haber.accounts', key: 'account-1', value: Buffer.from('{}'), headers: {} };

/** A producer for each that is asked for. */
function producers() {
  const [sendBatch, disconnect] = [jest.fn((_batch: unknown) => Promise.resolve([])), jest.fn(() => Promise.resolve())];
  const made = jest
    .spyOn(Kafka.prototype, 'producer')
    .mockImplementation(() => ({ connect: () => Promise.resolve(), disconnect, sendBatch }) as unknown as Producer);
  return { made, sendBatch, disconnect };
}
afterEach(() => jest.restoreAllMocks());

it('asks for what no loss and no other order need: idempotence, one request in flight, an ack of all replicas', async () => {
  const { made, sendBatch } = producers();
  const publisher = kafkaPublisher({ brokers: ['localhost:1'], clientId: 'spec' });
  await publisher.publish([message]);
  await publisher.close();
  expect(made).toHaveBeenCalledWith(
    expect.objectContaining({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false }),
  );
  expect(sendBatch).toHaveBeenCalledTimes(1);
  expect(sendBatch).toHaveBeenCalledWith(expect.objectContaining({ acks: -1 }));
});

it('never uses a producer again whose request failed', async () => {
  const { made, sendBatch, disconnect } = producers();
  const publisher = kafkaPublisher({ brokers: ['localhost:1'], clientId: 'spec' });
  await publisher.publish([message]);
  sendBatch.mockRejectedValueOnce(new Error('no answer'));
  await expect(publisher.publish([message])).rejects.toThrow('no answer');
  expect([made.mock.calls.length, disconnect.mock.calls.length]).toEqual([1, 1]);
  await publisher.publish([message]);
  await publisher.publish([message]);
  expect([made.mock.calls.length, sendBatch.mock.calls.length]).toEqual([2, 4]);
  await publisher.close();
});
