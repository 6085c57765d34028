import { Deliveries } from './deliveries';
import type { Delivered, Parking } from './parking';

it('parks first and tells the world afterwards, for the row is the truth', async () => {
  const said: string[] = [];
  const say = (what: string, { place }: Delivered): void => void said.push(`${what} ${place}`);
  const parking = {
    parkedAmong: () => Promise.resolve(new Set()),
    park: (delivered: Delivered) => Promise.resolve(say('park', delivered)),
    parkBehind: (delivered: Delivered) => {
      say('park behind', delivered);
      return Promise.resolve(true);
    },
  };
  const deliveries = new Deliveries({
    parking: parking as unknown as Parking,
    onParked: (delivered) => Promise.resolve(say('tell', delivered)),
    handlerOf: () => undefined,
    isKnownType: () => false,
    retries: { attempts: 1, firstMs: 1, lastMs: 1, patienceMs: 1 },
    onFault: () => undefined,
    waits: new Map(),
    canPark: () => Promise.resolve(true),
  });
  const slice = ['first', 'second'].map((place) => ({
    place,
    key: 'account-1',
    message: { topic: 'haber.accounts', key: 'account-1', value: null, headers: {} },
  }));
  await deliveries.deliver(slice, new AbortController().signal);
  expect(said).toEqual(['park first', 'tell first', 'park behind second', 'tell second']);
});
