/** A reaction of one release before a message of the next: what it knows and does not handle passes, the rest parks. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BusMessage } from './cloud-event';
import { handled, type HandlingOptions } from './handling';

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

describe.each(releases)('a reaction of release $version', ({ reads }) => {
  const options: HandlingOptions = {
    handlerOf: () => undefined,
    isKnownType: (type) => reads.includes(type),
    retries: { attempts: 1, firstMs: 1, lastMs: 1 },
    onFault: () => undefined,
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
