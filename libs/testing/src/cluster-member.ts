/** One process of a cluster, on a port that stays its own. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Env, KillableProcess, mainOf } from './killable-process';
import { isReady } from './product';

export const SERVICES = ['applications', 'capacity', 'credit-lines', 'payments'] as const;
export type ClusterService = (typeof SERVICES)[number];
export type MemberName = 'gateway' | ClusterService | 'relay' | 'bank-simulator';

const START_TIMEOUT_MS = 90_000;

export class Member extends KillableProcess {
  constructor(
    readonly name: MemberName,
    readonly url: string,
    env: Env,
  ) {
    super(mainOf(name), { ...env, PORT: new URL(url).port });
  }

  async restart(): Promise<void> {
    this.launch();
    await this.ready();
  }

  async ready(): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (Date.now() < deadline) {
      if (!this.running) throw new Error(`${this.name} exited:\n${this.output.slice(-4_000)}`);
      // The bank has nothing to wait for.
      if (await isReady(this.url, this.name === 'bank-simulator' ? 'healthz' : 'readyz')) return;
      await sleep(50);
    }
    throw new Error(`${this.name} is not ready within ${START_TIMEOUT_MS} ms:\n${this.output.slice(-4_000)}`);
  }
}
