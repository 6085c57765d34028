/** How many bodies are being read: so many in all, and so many of one, that none keeps the others out. */
export class OpenStreams {
  private readonly of = new Map<string, number>();
  size = 0;

  constructor(private readonly bounds: { readonly most: number; readonly ofOne: number }) {}

  /** False: there are as many as there may be. Whoever was let in leaves once. */
  enter(whose: string): boolean {
    const open = this.of.get(whose) ?? 0;
    if (this.size >= this.bounds.most || open >= this.bounds.ofOne) return false;
    this.of.set(whose, open + 1);
    this.size += 1;
    return true;
  }

  leave(whose: string): void {
    const open = (this.of.get(whose) ?? 0) - 1;
    if (open > 0) this.of.set(whose, open);
    else this.of.delete(whose);
    this.size -= 1;
  }
}
