/** Lets so many pieces of work through at once; so many more wait in order, and whoever comes then is turned away. */
export class Turnstile {
  private inside = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly atOnce: number,
    private readonly mostWaiting: number,
  ) {}

  async through<T>(work: () => Promise<T>): Promise<T | 'full'> {
    if (this.inside >= this.atOnce) {
      if (this.waiting.length >= this.mostWaiting) return 'full';
      // Whoever leaves hands over his place.
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else this.inside += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.inside -= 1;
    }
  }
}
