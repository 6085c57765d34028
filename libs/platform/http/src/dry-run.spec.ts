import { GroupCommit, StreamWriter } from '@haber/account-writer';
import { memoryEventStore } from '@haber/event-store';
import {
  commercialCreditStream,
  type CreditAccount,
  type CreditAccountDraft,
  creditAccountDefinition,
  type Decision,
} from '@haber/ledger';
import { approved, countingIds, fakeClock, requested } from '@haber/testing';
import { eventOf, evidenceOf, sendEvidence } from './command';
import { carriedOut } from './dry-run';
import { Problem } from './problem';

type Rejection = { readonly code: 'taken' };

const stream = commercialCreditStream('demo/test', 'c1');
const refusals = {
  rejected: ({ code }: Rejection) => new Problem({ status: 409, code }),
  keyReused: () => new Problem({ status: 422, code: 'idempotency_key_reused' }),
};

/** Asks and is approved at once; a second time is refused. */
function decide(state: CreditAccount): Decision<CreditAccountDraft, Rejection> {
  return state.status === 'absent' ? { accept: [requested(), approved()] } : { reject: { code: 'taken' } };
}

function start() {
  const { clock } = fakeClock();
  const store = memoryEventStore();
  const shared = { store, clock, newId: countingIds(), random: () => 0.5 };
  const groupCommit = new GroupCommit({ store, random: () => 0.5 });
  const writer = new StreamWriter(creditAccountDefinition, { ...shared, groupCommit, onFault: () => undefined });
  const send = (dryRun: boolean, key?: string, expectedRevision?: number, kind: 'header' | 'order' = 'header') =>
    carriedOut(
      { writer, definition: creditAccountDefinition, dryRun },
      {
        stream,
        tenant: 'demo/test',
        actor: 'ana',
        correlationId: 'r1',
        keys: key === undefined ? [] : [{ kind, key, fingerprint: kind === 'order' ? 'f' : `f${dryRun}` }],
        ...(expectedRevision !== undefined && { expectedRevision }),
        decide,
      },
      refusals,
    );
  return { store, send };
}

const sent = (done: Parameters<typeof sendEvidence>[1]) => {
  const headers: Record<string, string> = {};
  let status = 201;
  const reply = {
    header: (name: string, value: string) => ((headers[name] = value), reply),
    code: (code: number) => ((status = code), reply),
  };
  sendEvidence(reply as never, done);
  return { status, headers };
};

it('says what would be, writes nothing and binds no key', async () => {
  const { store, send } = start();
  const dry = await send(true, 'k1');
  expect(dry).toMatchObject({ revision: -1, replayed: false });
  expect(dry.hash).toBeUndefined();
  expect(sent(dry)).toEqual({ status: 200, headers: { 'haber-dry-run': 'true' } });
  expect(await store.head(stream)).toBeUndefined();

  const real = await send(false, 'k1');
  expect(sent(real)).toEqual({ status: 201, headers: { etag: '"1"', 'haber-hash': real.hash } });
  const type = 'credit-account.approved.v1';
  expect(eventOf(dry, type).event.data).toEqual(eventOf(real, type).event.data);
  expect(eventOf(dry, type).metadata).toEqual({
    recordedAt: eventOf(real, type).metadata.recordedAt,
    effectiveAt: eventOf(real, type).metadata.effectiveAt,
  });
});

it('is refused as the command would be', async () => {
  const { send } = start();
  await send(false);
  await expect(send(true)).rejects.toMatchObject({ status: 409, code: 'taken' });
  await expect(send(true, undefined, 0)).rejects.toMatchObject({ status: 412, code: 'precondition_failed' });
});

it('is no repeat of the command under the same key', async () => {
  const { send } = start();
  await send(false, 'k1');
  await expect(send(true, 'k1')).rejects.toMatchObject({ code: 'taken' });
});

it('of what was done under a name of the business gives the first answer again, and is no evidence', async () => {
  const { store, send } = start();
  const real = await send(false, 'o1', undefined, 'order');
  const head = await store.head(stream);
  const dry = await send(true, 'o1', undefined, 'order');
  expect(sent(dry)).toEqual({ status: 200, headers: { 'haber-dry-run': 'true', 'idempotent-replayed': 'true' } });
  expect(evidenceOf(dry)).toEqual({ revision: 1, hash: null });
  const type = 'credit-account.approved.v1';
  expect(eventOf(dry, type).event).toEqual(eventOf(real, type).event);
  expect(await store.head(stream)).toEqual(head);
});
