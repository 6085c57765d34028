/**
 * How long what passes is waited out; and a reaction of one release before a message of the next: what it knows
 * and does not handle passes, the rest parks.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StoreBusy } from '@haber/event-store';
import { type BusMessage, messageOf as publishedAs } from './cloud-event';
import { Account } from './contract/fixture';
import { handled, type HandlingOptions } from './handling';
import { topicsOf } from './topics';

const RELEASES = join(__dirname, '../../../../contract/releases');
const releases = readdirSync(RELEASES).map(
  (name) => JSON.parse(readFileSync(join(RELEASES, name), 'utf8')) as { version: string; reads: string[] },
);

function messageOf(type: string): BusMessage {
  return {
    ...{ topic: 'haber.accounts', key: 'account-1', value: Buffer.from('{}') },
    headers: { ce_specversion: '1.0', ce_type: type },
  };
}

const unused = { waits: new Map(), canPark: () => Promise.reject(new Error('nobody asked')) };

describe.each(releases)('a reaction of release $version', ({ reads }) => {
  const options: HandlingOptions = {
    handlerOf: () => undefined,
    isKnownType: (type) => reads.includes(type),
    retries: { attempts: 1, firstMs: 1, lastMs: 1, patienceMs: 1 },
    onFault: () => undefined,
    ...unused,
  };
  const outcome = (type: string) => handled(messageOf(type), options, new AbortController().signal);

  it('lets by what it knows and has no handler for', async () => {
    expect(await Promise.all(reads.map(outcome))).toEqual(reads.map(() => undefined));
  });

  it('parks a type of the next release, whether or not it would have cared, since nobody can say', async () => {
    expect(await outcome('credit-account.insured.v1')).toEqual({
      cause: 'PoisonMessage: unknown event type credit-account.insured.v1',
      attempts: 1,
    });
  });
});

it('does not park while parking is away too, as what its handler needs may be, and tells it once', async () => {
  const [told, waits] = [[] as Error[], new Map<unknown, string>()];
  let [asked, calls] = [0, 0];
  const options: HandlingOptions = {
    handlerOf: () => () => {
      calls += 1;
      expect(waits.size).toBe(calls === 1 ? 0 : 1);
      return calls > 5 ? Promise.resolve() : Promise.reject(new StoreBusy('away'));
    },
    isKnownType: () => true,
    retries: { attempts: 1, firstMs: 1, lastMs: 1, patienceMs: 0 },
    onFault: (error) => told.push(error),
    waits: waits as HandlingOptions['waits'],
    canPark: () => {
      asked += 1;
      return Promise.resolve(false);
    },
  };
  expect(await handled(message(), options, new AbortController().signal)).toBeUndefined();
  expect([calls, asked, told.map(({ message }) => message), waits.size]).toEqual([6, 5, ['away'], 0]);
  calls = 0;
  const parking = { ...options, canPark: () => Promise.resolve(true) };
  expect(await handled(message(), parking, new AbortController().signal)).toEqual({ cause: 'StoreBusy: away', attempts: 1 }); // prettier-ignore
  expect(waits.size).toBe(0);
});

function message(): BusMessage {
  return publishedAs(new Account().next(), topicsOf());
}
