import { Kafka, type Producer } from 'kafkajs';
import { kafkaPublisher } from './publisher';

it('asks for what no loss and no other order need: idempotence, one request in flight, an ack of all replicas', async () => {
  const sendBatch = jest.fn((_batch: unknown) => Promise.resolve([]));
  const [connect, disconnect] = [() => Promise.resolve(), () => Promise.resolve()];
  const made = jest
    .spyOn(Kafka.prototype, 'producer')
    .mockImplementation(() => ({ connect, disconnect, sendBatch }) as unknown as Producer);
  const publisher = kafkaPublisher({ brokers: ['localhost:1'], clientId: 'spec' });
  await publisher.publish([{ topic: 'haber.accounts', key: 'account-1', value: Buffer.from('{}'), headers: {} }]);
  await publisher.close();
  expect(made).toHaveBeenCalledWith(
    expect.objectContaining({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false }),
  );
  expect(sendBatch).toHaveBeenCalledTimes(1);
  expect(sendBatch).toHaveBeenCalledWith(expect.objectContaining({ acks: -1 }));
  made.mockRestore();
});
