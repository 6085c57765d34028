/** The whole product as processes, a hostile bank beside it, and somebody who kills both. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster, freePorts, KillableProcess, mainOf, randomFrom } from '@haber/testing';
import { compareBooks, type Compared } from './compare';
import { executeAll } from './executions';
import { merchantsOf } from './merchants';

export interface PayoutTortureOptions {
  readonly payouts: number;
  readonly seed: number;
  readonly log: (line: string) => void;
}

export interface PayoutTortureResult extends Compared {
  readonly executed: number;
  readonly kills: number;
  readonly seconds: number;
}

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const PER_MERCHANT = 20;
const KILL_EVERY_MS = 2_500;
const END_WITHIN_MS = 170_000;
/** Seven of ten as they should be; without what keeps everybody waiting for a minute. */
const WEIGHTS = [
  'approve=70,reject-insufficient-funds=3,reject-account-closed=2,hold-approve=2,hold-reject=2',
  'time-out-before-effect=1,time-out-after-effect=1,time-out-late-effect=1,time-out-hidden-effect=1',
  'time-out-reject=1,cut-before-effect=2,cut-after-effect=2,callback-twice=1,callback-other-amount=1',
  'callback-contradicting=2,callback-unsigned=1,callback-forged=1,callback-never=2,answer-html=1',
  'answer-other-amount=1,answer-error=1,answer-error-before-effect=1,pay-other-amount=1',
].join(',');

export async function runPayoutTorture({ payouts, seed, log }: PayoutTortureOptions): Promise<PayoutTortureResult> {
  const beganAtMs = performance.now();
  const random = randomFrom(seed);
  const folder = await mkdtemp(join(tmpdir(), 'haber-payout-torture-'));
  const [port = 0] = await freePorts(1);
  const bankUrl = `http://127.0.0.1:${port}`;
  const cluster = await Cluster.start({
    env: { HABER_BANK_SIMULATOR_URL: bankUrl, HABER_BANK_SIMULATOR_SECRET: SECRET, HABER_LOG_LEVEL: 'error' },
  });
  const bank = new KillableProcess(mainOf('bank-simulator'), {
    ...{ PORT: `${port}`, HABER_DATA_DIR: folder, HABER_BANK_SECRET: SECRET, HABER_LOG_LEVEL: 'error' },
    HABER_BANK_CALLBACK_URL: `${cluster.url}/api/v1/bank/callbacks`,
    ...{ HABER_BANK_HOSTILE_SEED: `${seed}`, HABER_BANK_HOSTILE_WEIGHTS: WEIGHTS },
  });
  bank.launch();
  const { databaseUrl } = await cluster.runtime();
  try {
    const merchants = await merchantsOf(cluster, { count: Math.ceil(payouts / PER_MERCHANT), databaseUrl });
    log(`${merchants.length} merchants, ${seconds(beganAtMs)} s`);
    const killer = new Killer(cluster, bank, { random, log });
    const executed = await executeAll(cluster, { merchants, payouts, name: randomUUID() });
    log(`${executed} executions, ${killer.kills} kills, ${seconds(beganAtMs)} s`);
    await killer.stop();
    const compared = await compareBooks({ databaseUrl, bankUrl, secret: SECRET, folder, withinMs: END_WITHIN_MS });
    return { executed, kills: killer.kills, ...compared, seconds: seconds(beganAtMs) };
  } finally {
    await bank.kill();
    await cluster.destroy();
    await rm(folder, { recursive: true, force: true });
  }
}

function seconds(sinceMs: number): number {
  return Math.round((performance.now() - sinceMs) / 1_000);
}

/** Kills one after the other, and starts each again. */
class Killer {
  kills = 0;
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;

  constructor(
    private readonly cluster: Cluster,
    private readonly bank: KillableProcess,
    private readonly options: { readonly random: () => number; readonly log: (line: string) => void },
  ) {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await sleep(KILL_EVERY_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      const { random } = this.options;
      const draw = random();
      this.kills += 1;
      if (draw < 0.25) {
        await this.bank.kill();
        this.bank.launch();
      } else {
        const members = this.cluster.instancesOf(draw < 0.5 ? 'capacity' : 'payments');
        const member = members[Math.floor(random() * members.length)];
        await member?.kill();
        await member?.restart();
      }
    }
  }
}
