/** A relay as it runs: in a process of its own, beside whoever writes and reads. */
import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { RelayHealth } from './relay';

const ROOT = join(__dirname, '../../../..');
const PROCESS = join(__dirname, '../dist/relay-process.fixture.js');

/** Once, before the first of them. */
export async function buildRelayProcess(): Promise<void> {
  await promisify(execFile)(process.execPath, [join(ROOT, 'tools/build.mjs')]);
}

export function forkRelay(env: Readonly<Record<string, string>>): ChildProcess {
  return fork(PROCESS, {
    execArgv: [],
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

export class RelayBeside {
  private last: RelayHealth = { role: 'standby', through: 0n, failingMs: 0, fault: undefined };
  private readonly gone: Promise<unknown>;

  private constructor(private readonly child: ChildProcess) {
    this.gone = once(child, 'exit');
    child.on('message', (told: Omit<RelayHealth, 'through'> & { readonly through: string }) => {
      this.last = { role: told.role, through: BigInt(told.through), failingMs: told.failingMs, fault: told.fault };
    });
  }

  static start(env: Readonly<Record<string, string>>): RelayBeside {
    return new RelayBeside(forkRelay(env));
  }

  /** Of a moment ago. @throws when it is gone */
  health(): RelayHealth {
    if (this.child.exitCode !== null || this.child.signalCode !== null)
      throw new Error('the relay’s process has ended');
    return this.last;
  }

  async stop(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    await this.gone;
  }
}
