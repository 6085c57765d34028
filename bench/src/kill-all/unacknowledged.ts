/**
 * kill -9 to the relay between the broker's having an event and the relay's knowing it, without a hook in the product:
 * the proxy before the broker swallows its answers, so that what was asked for is done and nobody is told. The row of
 * the relay's position is behind, the message is there, and so it stays until the kill: that is the proof.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { type Cluster, Exposition, type Member, TopicReader } from '@haber/testing';
import { supervised } from './victims';

const POLL_MS = 25;
/** An answer that had come before the silence would be saved by then. */
const STILL_MS = 400;
/** Once the relay has given its request up it cannot even connect: what was unanswered stays so. */
const SILENCE_MS = 30_000;
const PATIENCE_MS = 90_000;
const TRIES = 3;

export interface ProvedKill {
  /** Events that the broker had and the relay had not been told of. */
  readonly unacknowledged: number;
  /** Of them, how many were published once more by whoever came after. */
  readonly publishedAgain: number;
}

interface Scene {
  readonly cluster: Cluster;
  readonly database: Client;
  readonly reader: TopicReader;
  /** How often each event stands on Kafka, as far as it was counted. */
  readonly copies: Map<string, number>;
  counted: number;
}

/** Under load, with broker and database there. Undefined: it did not come about. */
export async function killUnacknowledged(cluster: Cluster): Promise<ProvedKill | undefined> {
  const database = new Client({ connectionString: (await cluster.runtime()).databaseUrl });
  // Postgres may be killed while nobody asks it anything: the next question tells.
  database.on('error', () => undefined);
  await database.connect();
  const reader = await TopicReader.start(cluster.bus.published);
  try {
    await reader.untilTheEnd();
    return await killInSilence({ cluster, database, reader, copies: new Map(), counted: 0 });
  } finally {
    await reader.stop();
    await database.end();
  }
}

async function killInSilence(scene: Scene): Promise<ProvedKill | undefined> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    // One that is only just connecting would not get through the silence, and would have published nothing.
    await untilPublishing(scene);
    const relay = await activeRelay(scene.cluster);
    const places = await unacknowledgedPlaces(scene);
    if (relay && places.length > 0) {
      await relay.kill();
      restoreAnswers(scene.cluster);
      await supervised(relay);
      return { unacknowledged: places.length, publishedAgain: await publishedAgain(scene, places) };
    }
    restoreAnswers(scene.cluster);
  }
  return undefined;
}

/** Its position goes on, so it is connected; or patience ends. */
async function untilPublishing({ database }: Scene): Promise<void> {
  const before = await position(database);
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline && (await position(database)) === before) await sleep(POLL_MS);
}

async function position(database: Client): Promise<string | undefined> {
  const { rows } = await database.query<{ position: string }>('SELECT position FROM bus.relay');
  return rows[0]?.position;
}

/** The proxy stays silent when there are some. */
async function unacknowledgedPlaces(scene: Scene): Promise<readonly string[]> {
  const { proxy } = scene.cluster.bus;
  if (!proxy) throw new Error('a cluster whose relays have no proxy before them');
  proxy.silence = 'answers';
  const deadline = performance.now() + SILENCE_MS;
  while (performance.now() < deadline) {
    const before = await behindTheBroker(scene);
    if (before.length > 0) {
      await sleep(STILL_MS);
      const now = new Set(await behindTheBroker(scene));
      return before.filter((place) => now.has(place));
    }
    await sleep(POLL_MS);
  }
  return [];
}

/** Events behind the relay's saved position of which a consumer has a copy already. */
async function behindTheBroker(scene: Scene): Promise<readonly string[]> {
  const { rows } = await scene.database.query<{ place: string }>(
    `SELECT stream_id || '@' || revision AS place FROM event_log.events
     WHERE position > (SELECT position FROM bus.relay)`,
  );
  countCopies(scene);
  return rows.map(({ place }) => place).filter((place) => scene.copies.has(place));
}

function countCopies(scene: Scene): void {
  const { copies, reader } = scene;
  for (const { stream, revision } of reader.messages.slice(scene.counted)) {
    const place = `${stream}@${revision}`;
    copies.set(place, (copies.get(place) ?? 0) + 1);
    scene.counted += 1;
  }
}

function restoreAnswers({ bus }: Cluster): void {
  if (!bus.proxy) return;
  bus.proxy.silence = 'none';
  // Connections that lost bytes are of no use any more.
  bus.proxy.cut();
}

async function publishedAgain(scene: Scene, places: readonly string[]): Promise<number> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    countCopies(scene);
    const again = places.filter((place) => (scene.copies.get(place) ?? 0) > 1).length;
    if (again === places.length || performance.now() > deadline) return again;
    await sleep(POLL_MS);
  }
}

async function activeRelay({ relays }: Cluster): Promise<Member | undefined> {
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    for (const relay of relays) if (await isActive(relay)) return relay;
    await sleep(POLL_MS);
  }
  return undefined;
}

async function isActive(relay: Member): Promise<boolean> {
  const text = await fetch(`${relay.url}/metrics`).then(
    (answer) => answer.text(),
    () => '',
  );
  return text !== '' && new Exposition(text).value('haber_relay_active') === 1;
}
