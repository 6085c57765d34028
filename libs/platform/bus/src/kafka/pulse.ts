/**
 * Whether a consumer lives, told by what it does: it fetches or beats, or it is not there. A consumer that kafkajs has
 * given up says nothing ever again, and counts as dead from that moment.
 */
import type { Consumer } from 'kafkajs';
import type { SourceHealth } from '../bus-server';

export class Pulse {
  role: SourceHealth['role'] = 'standby';
  private lastSignMs = performance.now();
  private dead: string | undefined;

  /** @param silenceMs what is silent for longer is taken for dead */
  constructor(private readonly silenceMs: number) {}

  listenTo(consumer: Consumer, onFault: (error: Error) => void): void {
    const { HEARTBEAT, FETCH, GROUP_JOIN, CRASH } = consumer.events;
    const sign = (): void => void (this.lastSignMs = performance.now());
    consumer.on(HEARTBEAT, sign);
    consumer.on(FETCH, sign);
    consumer.on(GROUP_JOIN, () => {
      sign();
      this.role = 'active';
      this.dead = undefined;
    });
    consumer.on(CRASH, ({ payload }) => {
      this.role = 'standby';
      if (payload.restart) return;
      this.role = 'stopped';
      this.dead = `the consumer has ended: ${payload.error.message}`;
      onFault(new Error(this.dead, { cause: payload.error }));
    });
  }

  stopped(): void {
    this.role = 'stopped';
  }

  fault(): string | undefined {
    if (this.dead !== undefined) return this.dead;
    const silentMs = performance.now() - this.lastSignMs;
    if (this.role === 'active' && silentMs > this.silenceMs) {
      return `no sign of life for ${Math.round(silentMs / 1_000)} s`;
    }
    return undefined;
  }
}
