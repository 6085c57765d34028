/**
 * Kills everything that the product consists of, one after the other and again and again, while partners work on it:
 * gateway, both instances of every service, both relays, Postgres, the broker, a consumer. Who was killed comes back
 * while the next one is killed. At the end all must have the same books, and they must be those of the partners.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster, emptyFolder, seededRandom } from '@haber/testing';
import { type Books, compareBooks } from './books';
import { Clients } from './clients';
import { killUnacknowledged, type ProvedKill } from './unacknowledged';
import { ExampleConsumer, type Victim, victimsOf } from './victims';

export interface KillAllOptions {
  readonly kills: number;
  readonly seed: number;
  readonly log?: (line: string) => void;
}

export interface KillAllResult {
  /** By what was killed. */
  readonly kills: Readonly<Record<string, number>>;
  readonly acknowledged: number;
  readonly refused: number;
  /** Commands of which their client does not know how they ended. */
  readonly unknown: number;
  readonly committedButUnanswered: number;
  /** Kills of a relay that had published something and had not been told so. */
  readonly proved: readonly ProvedKill[];
  readonly events: number;
  readonly messages: number;
  /** Sentences about what is wrong; empty is what is wanted. */
  readonly breaches: readonly string[];
}

const CLIENTS = { customers: 12, careful: 8, hasty: 4 };
/** Commands that are done between two kills, at least. */
const BETWEEN_KILLS = 10;
/** Of those that come back, so many at once may be away. */
const MOST_AWAY = 3;
/** Of each round of all victims, how many there are from one proof to the next. */
const ROUNDS_A_PROOF = 2;

export async function runKillAll(options: KillAllOptions): Promise<KillAllResult> {
  const cluster = await Cluster.start({ kafka: 'proxied' });
  const folder = await emptyFolder();
  const consumer = new ExampleConsumer(cluster.bus.broker.brokers, join(folder, 'balances.sqlite'));
  try {
    return await new KillAll(cluster, consumer, options).run();
  } finally {
    await consumer.kill();
    await cluster.destroy();
    await rm(folder, { recursive: true, force: true });
  }
}

class KillAll {
  private readonly random: () => number;
  private readonly clients: Clients;
  private readonly victims: readonly Victim[];
  private readonly kills = new Map<string, number>();
  private readonly proved: ProvedKill[] = [];
  private readonly away = new Map<Victim, Promise<void>>();
  private readonly breaches: string[] = [];

  constructor(
    private readonly cluster: Cluster,
    private readonly consumer: ExampleConsumer,
    private readonly options: KillAllOptions,
  ) {
    this.random = seededRandom(options.seed);
    this.clients = new Clients(cluster, { seed: options.seed + 1, ...CLIENTS });
    this.victims = victimsOf(cluster, consumer);
    for (const { name } of this.victims) this.kills.set(name, 0);
  }

  async run(): Promise<KillAllResult> {
    this.consumer.launch();
    await this.clients.start();
    await this.killThemAll();
    await this.allBack();
    await this.clients.after(BETWEEN_KILLS);
    await this.clients.stop();
    await this.consumer.stop();
    return this.result(await compareBooks(this.cluster, this.clients, this.consumer));
  }

  private async killThemAll(): Promise<void> {
    let kills = 0;
    for (let round = 0; kills < this.options.kills; round += 1) {
      if (round % ROUNDS_A_PROOF === 0) await this.prove((kills += 1));
      for (const victim of this.shuffled()) {
        if (kills < this.options.kills) await this.kill(victim, (kills += 1));
      }
    }
  }

  private async kill(victim: Victim, kill: number): Promise<void> {
    while (this.away.size >= MOST_AWAY) await Promise.race(this.away.values());
    await this.away.get(victim);
    await this.clients.after(BETWEEN_KILLS);
    await sleep(this.random() * 400);
    this.count(victim.name);
    this.options.log?.(`kill ${kill} of ${this.options.kills} (${victim.name}): ${this.clients.done} done`);
    const back = victim
      .killed()
      .catch((error: Error) => void this.breaches.push(`${victim.name} does not come back: ${error.message}`))
      .finally(() => this.away.delete(victim));
    this.away.set(victim, back);
  }

  /** With everything there, so that nothing but the silence keeps the relay from knowing. */
  private async prove(kill: number): Promise<void> {
    await this.allBack();
    const proof = await killUnacknowledged(this.cluster);
    if (!proof) return void this.options.log?.(`kill ${kill} of ${this.options.kills}: no relay was caught unanswered`);
    this.count('relay, unanswered');
    this.proved.push(proof);
    const { unacknowledged, publishedAgain } = proof;
    const said = `${unacknowledged} events published and not answered, ${publishedAgain} of them published again`;
    this.options.log?.(`kill ${kill} of ${this.options.kills} (relay, unanswered): ${said}`);
    if (publishedAgain < unacknowledged) this.breaches.push(`kill ${kill}: ${said}`);
  }

  private async allBack(): Promise<void> {
    await Promise.all(this.away.values());
  }

  private count(name: string): void {
    this.kills.set(name, (this.kills.get(name) ?? 0) + 1);
  }

  private shuffled(): readonly Victim[] {
    const order = this.victims.map((victim) => ({ victim, at: this.random() }));
    return order.toSorted((a, b) => a.at - b.at).map(({ victim }) => victim);
  }

  private result({ breaches, events, messages }: Books): KillAllResult {
    const spared = [...this.kills].filter(([, kills]) => kills === 0).map(([name]) => `${name} was never killed`);
    const { clients } = this;
    return {
      kills: Object.fromEntries(this.kills),
      acknowledged: clients.done,
      refused: clients.count('none'),
      unknown: clients.count('unknown'),
      committedButUnanswered: clients.committedButUnanswered,
      proved: this.proved,
      ...{ events, messages },
      breaches: [...this.breaches, ...clients.breaches, ...spared, ...breaches],
    };
  }
}
