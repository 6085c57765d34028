/** After all kills: whether every party has the same books, and they are what the clients were told. */
import { type Cluster, minorOf, publicationBreaches, type PublishedMessage, TopicReader } from '@haber/testing';
import type { Clients } from './clients';
import type { ExampleConsumer } from './victims';
import { type Effect, effectOf, effectsIn, owedBy, wrongEffects } from './effects';

/** Of an account as the example consumer shows it. */
interface ShownAccount {
  readonly account: string;
  readonly customer: string | null;
  readonly stopped: string | null;
  readonly balances: { readonly utilisedMinor: string };
}

export interface Books {
  readonly breaches: readonly string[];
  readonly events: number;
  /** Messages on Kafka, repeats included. */
  readonly messages: number;
}

/** Everything runs, nobody writes. */
export async function compareBooks(cluster: Cluster, clients: Clients, consumer: ExampleConsumer): Promise<Books> {
  const log = await cluster.openLog();
  try {
    const effects = await effectsIn(log);
    const unpublished = await publicationBreaches(log, cluster.bus.published);
    const messages = await allMessages(cluster);
    const breaches = [
      ...wrongEffects(clients.told, effects),
      ...unpublished,
      ...(await wrongBalances({ cluster, clients, effects, messages })),
      ...(await wrongWithConsumer(consumer, owedBy(effects))),
      ...(await wrongWithVerify(cluster)),
    ];
    return { breaches, events: effects.length, messages: messages.length };
  } finally {
    await log.close();
  }
}

/** As they stand there when a consumer comes late. */
async function allMessages({ bus }: Cluster): Promise<readonly PublishedMessage[]> {
  const reader = await TopicReader.start(bus.published);
  try {
    await reader.untilTheEnd();
    return reader.messages;
  } finally {
    await reader.stop();
  }
}

interface Compared {
  readonly cluster: Cluster;
  readonly clients: Clients;
  readonly effects: readonly Effect[];
  readonly messages: readonly PublishedMessage[];
}

/** What GET shows, what the log adds up to, and what a consumer adds up that knows only what was promised to it. */
async function wrongBalances({ cluster, clients, effects, messages }: Compared): Promise<readonly string[]> {
  const streams = new Map(effects.map(({ kind, reference, stream }) => [`${kind} ${reference}`, stream]));
  const [inLog, onKafka] = [owedBy(effects), owedBy(consumed(messages))];
  const breaches: string[] = [];
  for (const customer of clients.customers) {
    const stream = streams.get(`request ${customer}`) ?? '';
    const { status, text } = await cluster.request('GET', `/api/v1/customers/${customer}/credit`);
    const used = /"credit_used":(\d+\.\d\d)/.exec(text)?.[1];
    const figures = [used && minorOf(used), inLog.get(stream), onKafka.get(stream)].map(String);
    if (new Set(figures).size === 1) continue;
    breaches.push(`${customer} owes ${figures.join(' (GET), ')} (log, Kafka); GET answered ${status}`);
  }
  return breaches;
}

/** Each event once, by account and revision. */
function consumed(messages: readonly PublishedMessage[]): readonly Effect[] {
  const once = new Map(messages.map((message) => [`${message.stream}@${message.revision}`, message]));
  return [...once.values()].flatMap((message) => effectOf(message) ?? []);
}

/** It reads to the end, and shows what it has. */
async function wrongWithConsumer(
  consumer: ExampleConsumer,
  owed: ReadonlyMap<string, bigint>,
): Promise<readonly string[]> {
  await consumer.run('--once');
  const stdout = await consumer.run('--show');
  const shown = new Map((JSON.parse(stdout) as readonly ShownAccount[]).map((account) => [account.account, account]));
  return [...owed].flatMap(([stream, owedMinor]) => {
    const account = shown.get(stream);
    if (account?.stopped === null && BigInt(account.balances.utilisedMinor) === owedMinor) return [];
    return [`the consumer has ${JSON.stringify(account)} of ${stream}, which owes ${owedMinor}`];
  });
}

async function wrongWithVerify(cluster: Cluster): Promise<readonly string[]> {
  const { code, stdout, stderr } = await cluster.haber('verify', '--json');
  return code === 0 ? [] : [`haber verify: ${code} ${stdout}${stderr}`];
}
