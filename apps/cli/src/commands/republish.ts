/** `haber republish`: a part of the log onto Kafka once more, beside the running relay. */
import { ensureTopics, kafkaClient, kafkaPublisher, topicsOf } from '@haber/bus';
import { publishedThrough, republish } from '@haber/relay';
import { Command } from 'commander';
import type { Run } from '../program';
import { Refusal } from '../refusal';

export function republishCommand(run: Run): Command {
  return new Command('republish')
    .description('publish a part of the log on Kafka once more (KAFKA_BROKERS): consumers see repeats, by their ids')
    .requiredOption('--from <position>', 'the position of the first event; 1: all of it', positionOf)
    .option('--to <position>', 'the last position; else as far as the relay has published', positionOf)
    .option('--topic-prefix <name>', 'of the topics; else HABER_TOPIC_PREFIX')
    .option('--json', 'as JSON')
    .action(run(publish));
}

interface RepublishCommand {
  readonly from: bigint;
  readonly to?: bigint;
  readonly topicPrefix?: string;
  readonly json?: boolean;
}

const publish: Parameters<Run>[0] = async ({ session, output, options }) => {
  const { from, to, topicPrefix, json } = options as unknown as RepublishCommand;
  if (to !== undefined && to < from) throw new Refusal('usage', `--to ${to} lies before --from ${from}`);
  const kafka = { brokers: session.kafkaBrokers(), clientId: 'haber-cli' };
  const published = await publishedThrough(session.pool);
  const last = to ?? published;
  if ((to ?? from) > published) throw aheadOf(published);
  const topics = topicsOf(topicPrefix ?? session.topicPrefix);
  // Somebody waits for the answer: a broker that is away is told soon.
  await ensureTopics(kafkaClient(kafka, { retries: 2 }), topics).catch(unreachable);
  const publisher = kafkaPublisher(kafka);
  const progress = output.progress('republish');
  try {
    const { store } = session;
    const onProgress = (at: bigint): void => progress.update(Number(at - from), Number(last - from));
    const events = await republish({ store, publisher, topics, from, to: last, onProgress }).catch(unreachable);
    const text = `published ${events} events once more`;
    await output.line(json ? JSON.stringify({ events }) : text);
  } finally {
    progress.stop();
    await publisher.close();
  }
};

function positionOf(text: string): bigint {
  if (!/^[1-9]\d{0,17}$/.test(text)) throw new Refusal('usage', `'${text}' is no position: a whole number from 1 on`);
  return BigInt(text);
}

/** It would come before what precedes it in its stream. */
function aheadOf(published: bigint): Refusal {
  const soFar = published > 0n ? `up to position ${published}` : 'nothing';
  return new Refusal(
    'problem',
    `the relay has published ${soFar} so far: what lies behind it is no repeat, and its own`,
  );
}

function unreachable(error: Error): never {
  throw new Refusal('problem', `Kafka does not take it, do it again: ${error.message}`);
}
