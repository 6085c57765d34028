/**
 * How far a projection's rows are, as far as this process knows, and who waits for them to come further.
 */
interface Waiter {
  readonly position: bigint;
  resolve(): void;
  reject(reason: Error): void;
}

export class Progress {
  through = 0n;
  private readonly waiting = new Set<Waiter>();
  private abandoned: Error | undefined;

  constructor(private readonly name: string) {}

  advance(position: bigint): void {
    this.through = position;
    for (const waiter of this.waiting) if (waiter.position <= position) waiter.resolve();
  }

  async reached(position: bigint, timeoutMs: number): Promise<void> {
    if (position <= this.through) return;
    if (this.abandoned) throw this.abandoned;
    let timer: NodeJS.Timeout | undefined;
    let waiter: Waiter | undefined;
    const reached = new Promise<void>((resolve, reject) => {
      const late = (): void => reject(new Error(`${this.name} stands at ${this.through}, not yet at ${position}`));
      timer = setTimeout(late, timeoutMs);
      waiter = { position, resolve, reject };
      this.waiting.add(waiter);
    });
    await reached.finally(() => {
      clearTimeout(timer);
      if (waiter) this.waiting.delete(waiter);
    });
  }

  abandon(reason: Error): void {
    this.abandoned = reason;
    for (const waiter of this.waiting) waiter.reject(reason);
  }
}
