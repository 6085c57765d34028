/** The life of a process on a process that is none: signals and exits are played. */
import { setTimeout as sleep } from 'node:timers/promises';
import { demandNode, EXIT_CODES, type ProcessContext, type ProcessHost, startProcess } from './start-process';

class PlayedProcess implements ProcessHost {
  readonly nodeVersion: string = '24.21.0';
  readonly complaints: string[] = [];
  readonly exits: number[] = [];
  private readonly listeners = new Map<string, (what: unknown) => void>();

  constructor(readonly env: Record<string, string> = {}) {
    this.env = { HABER_LOG_LEVEL: 'silent', ...env };
  }
  on(event: string, listener: (what: unknown) => void): void {
    this.listeners.set(event, listener);
  }
  exit(code: number): void {
    this.exits.push(code);
  }
  complain(line: string): void {
    this.complaints.push(line);
  }
  play(event: string, what: unknown = event): void {
    this.listeners.get(event)?.(what);
  }
  async exited(): Promise<number | undefined> {
    for (let i = 0; i < 200 && this.exits.length === 0; i += 1) await sleep(5);
    return this.exits[0];
  }
}

const never = () => new Promise<never>(() => undefined);
const run = (host: ProcessHost, start: (context: ProcessContext) => Promise<void>) =>
  startProcess({ name: 'probe', host, start });

describe('a process', () => {
  it('runs on, and at a signal stops its parts in the reverse order, once', async () => {
    const host = new PlayedProcess();
    const stopped: string[] = [];
    await run(host, async ({ defer }) => {
      for (const part of ['database', 'writer', 'http']) {
        defer(part, async () => {
          await sleep(5);
          stopped.push(part);
        });
      }
    });
    expect(host.exits).toEqual([]);
    host.play('SIGTERM');
    expect(await host.exited()).toBe(EXIT_CODES.stopped);
    expect(stopped).toEqual(['http', 'writer', 'database']);
    expect(host.exits).toHaveLength(1);
  });

  it('says that it stops before anything stops, and goes on for as long as it was told to', async () => {
    const host = new PlayedProcess({ HABER_SHUTDOWN_DELAY_MS: '300' });
    const stopped: number[] = [];
    let stopping: AbortSignal | undefined;
    await run(host, async (context) => {
      stopping = context.stopping;
      context.defer('http', () => void stopped.push(performance.now()));
    });
    expect(stopping?.aborted).toBe(false);
    const signalled = performance.now();
    host.play('SIGTERM');
    expect(stopping?.aborted).toBe(true);
    expect(await host.exited()).toBe(EXIT_CODES.stopped);
    expect((stopped[0] ?? 0) - signalled).toBeGreaterThanOrEqual(290);
  });

  it('is forced by a second signal', async () => {
    const host = new PlayedProcess();
    await run(host, async ({ defer }) => defer('http', never));
    host.play('SIGINT');
    expect(host.exits).toEqual([]);
    host.play('SIGINT');
    expect(host.exits).toEqual([EXIT_CODES.forced]);
  });

  it('does not wait for ever for a part that hangs', async () => {
    const host = new PlayedProcess({ HABER_SHUTDOWN_TIMEOUT_MS: '100' });
    await run(host, async ({ defer }) => defer('http', never));
    host.play('SIGTERM');
    expect(await host.exited()).toBe(EXIT_CODES.stopTimedOut);
  });

  it('stops the other parts when one fails to stop', async () => {
    const host = new PlayedProcess();
    let databaseStopped = false;
    await run(host, async ({ defer }) => {
      defer('database', () => void (databaseStopped = true));
      defer('http', () => Promise.reject(new Error('no')));
      defer('odd', () => {
        throw new Error('no');
      });
    });
    host.play('SIGTERM');
    expect(await host.exited()).toBe(EXIT_CODES.stopped);
    expect(databaseStopped).toBe(true);
  });

  it('stops what was started when the start fails half-way', async () => {
    const host = new PlayedProcess();
    let databaseStopped = false;
    await run(host, async ({ defer }) => {
      defer('database', () => void (databaseStopped = true));
      throw new Error('port taken');
    });
    expect(databaseStopped).toBe(true);
    expect(host.exits).toEqual([EXIT_CODES.fault]);
  });

  it('lets a start that is under way finish before it stops', async () => {
    const host = new PlayedProcess();
    const seen: string[] = [];
    const running = run(host, async ({ defer }) => {
      await sleep(30);
      defer('http', () => void seen.push('stopped'));
      seen.push('started');
    });
    host.play('SIGTERM');
    await running;
    expect(await host.exited()).toBe(EXIT_CODES.stopped);
    expect(seen).toEqual(['started', 'stopped']);
  });

  it('ends at a fault that nobody caught', async () => {
    for (const event of ['uncaughtException', 'unhandledRejection']) {
      const host = new PlayedProcess();
      await run(host, async () => undefined);
      host.play(event, new Error('bug'));
      expect(host.exits).toEqual([EXIT_CODES.fault]);
    }
  });

  it('stops in order when a part cannot go on', async () => {
    const host = new PlayedProcess();
    let stopped = 0;
    await run(host, async ({ defer, fail }) => {
      defer('http', () => void (stopped += 1));
      setTimeout(() => {
        fail(new Error('the database is gone'));
        fail(new Error('again'));
      }, 1);
    });
    expect(await host.exited()).toBe(EXIT_CODES.fault);
    expect(stopped).toBe(1);
  });

  it('tells what stops whether something has failed', async () => {
    const ended = async (play: (host: PlayedProcess, fail: (error: unknown) => void) => void): Promise<boolean[]> => {
      const host = new PlayedProcess();
      const told: boolean[] = [];
      await run(host, async ({ defer, fail, hasFailed }) => {
        told.push(hasFailed());
        defer('checkpoints', () => void told.push(hasFailed()));
        setTimeout(() => play(host, fail), 1);
      });
      await host.exited();
      return told;
    };
    expect(await ended((host) => host.play('SIGTERM'))).toEqual([false, false]);
    expect(await ended((_, fail) => fail(new Error('the database is gone')))).toEqual([false, true]);
  });

  it('tells the operator what is wrong with the environment, without starting', async () => {
    const host = new PlayedProcess({ PORT: 'x' });
    let started = false;
    await run(host, async () => void (started = true));
    expect(host.exits).toEqual([EXIT_CODES.environment]);
    expect(host.complaints.join()).toContain('PORT must be');
    expect(started).toBe(false);
  });

  it("tells the operator's errors of a start by their message alone", async () => {
    const host = new PlayedProcess();
    await run(host, () => Promise.reject(Object.assign(new Error('chmod 600 it'), { name: 'UnusableMasterKey' })));
    expect(host.complaints).toEqual(['chmod 600 it']);
    expect(host.exits).toEqual([EXIT_CODES.environment]);
  });

  it('refuses a Node that is too old, with the remedy', async () => {
    const host = Object.assign(new PlayedProcess(), { nodeVersion: '20.19.1' });
    await run(host, async () => undefined);
    demandNode(host);
    expect(host.exits).toEqual([EXIT_CODES.environment, EXIT_CODES.environment]);
    expect(host.complaints[0]).toContain('npm start');
  });
});
