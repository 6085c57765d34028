/** Attempts side by side, so many at once: what waits is bounded, and what does not fit is found due later. */
export class Runner {
  private readonly waiting: { readonly key: string; run(): Promise<void> }[] = [];
  /** Waiting or under way. */
  private readonly inHand = new Set<string>();
  private running = 0;
  private closing = false;
  private onIdle: (() => void) | undefined;

  constructor(private readonly bounds: { readonly atOnce: number; readonly waiting: number }) {}

  /** How many more would be taken. */
  get room(): number {
    return this.closing ? 0 : this.bounds.waiting - this.waiting.length;
  }

  /** False: there is no room, or the key is in hand already. `run` must not reject. */
  add(key: string, run: () => Promise<void>): boolean {
    if (this.room <= 0 || this.inHand.has(key)) return false;
    this.inHand.add(key);
    this.waiting.push({ key, run });
    this.next();
    return true;
  }

  /** What waits is given up, what is under way is waited for. */
  async close(): Promise<void> {
    this.closing = true;
    this.waiting.length = 0;
    if (this.running > 0) await new Promise<void>((resolve) => (this.onIdle = resolve));
  }

  private next(): void {
    while (this.running < this.bounds.atOnce) {
      const work = this.waiting.shift();
      if (!work) break;
      this.running += 1;
      void work.run().finally(() => {
        this.running -= 1;
        this.inHand.delete(work.key);
        this.next();
      });
    }
    if (this.running === 0) this.onIdle?.();
  }
}
