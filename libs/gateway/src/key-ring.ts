/**
 * Who is calling: all partners' keys, folded in memory from the event log by one subscription. A key is good if its
 * HMAC is the stored one, it is neither revoked nor expired, and its mode is its tenant's. A key that another process
 * issued a moment ago works at once: the ring reads on before it says no to any key, whatever is wrong with it, so that
 * neither the time nor the work of a refusal tells which keys there are.
 */
import { type EventStore, type LogPage, type StoredEvent, type Subscription } from '@haber/event-store';
import { hash, type KeyObject, timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tenant } from '@haber/ledger';
import { presentedKey, type PresentedKey } from './api-key';
import { type KnownKey, KnownKeys } from './known-keys';

export interface KeyRingOptions {
  readonly store: EventStore;
  /** `deriveKey(masterKey, 'api-key-pepper')` */
  readonly pepper: KeyObject;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Told once if the ring cannot follow the log any more; from then on every authentication throws. */
  readonly onFailure?: (error: unknown) => void;
}

/** The ring does not know what became of keys: it lets nobody in. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

export interface KeyRing {
  /** Reads the log to its head, then follows it. Call it once, before `authenticate`. */
  ready(): Promise<void>;
  /**
   * Undefined: the key is not good, for whatever reason. A good key is answered synchronously, unless it is new.
   * @throws KeysUnavailable
   */
  authenticate(presented: string): GoodKey | undefined | Promise<GoodKey | undefined>;
  /** Reads the log to its head: what was written before this call holds in this process. @throws KeysUnavailable */
  refresh(): Promise<void>;
  /** Whose key it is, as of the last read; undefined: nobody's. */
  ownerOf(keyId: string): Tenant | undefined;
  /** False until it is ready, and once it cannot follow the log any more. */
  readonly following: boolean;
  close(): Promise<void>;
}

export type GoodKey = Pick<KnownKey, 'principal' | 'allows'>;

export function keyRing(options: KeyRingOptions): KeyRing {
  return new FollowingKeyRing(options);
}

const FILTER = { categories: ['partner'] };
const PAGE = 500;
/** Reads for the sake of keys that are not good begin at least this far apart, however many are presented. */
const READ_EVERY_MS = 50;
/** No stored hash: compared with when the id is unknown, so that this costs the same. */
const NO_HASH = Buffer.alloc(32);
/** What stands for a text that cannot be a key: no key has that id. */
const NO_KEY: PresentedKey = { id: '', mode: null, secretHash: Buffer.alloc(32, 1) };
/** How many good keys are known again without an HMAC; then it begins anew. */
const RECENT = 10_000;

function isLive(known: KnownKey, nowMs: number): boolean {
  return !known.revoked && nowMs < known.endsAtMs;
}

class FollowingKeyRing implements KeyRing {
  private readonly keys = new KnownKeys();
  /**
   * Ids of keys that were good a moment ago, by the key's SHA-256: an HMAC and the garbage that it makes cost a quarter
   * of a request that does nothing. Whether a key still is good is asked each time.
   */
  private readonly recent = new Map<string, string>();
  private position = 0n;
  private subscription: Subscription | undefined;
  private failed = false;
  private readonly closing = new AbortController();
  /** The read that has not begun yet: whoever asks now is served by it. */
  private coming: Promise<void> | undefined;
  private underWay: Promise<void> = Promise.resolve();
  private lastReadAtMs = -READ_EVERY_MS;

  constructor(private readonly options: KeyRingOptions) {}

  get following(): boolean {
    return this.subscription !== undefined && !this.failed;
  }

  async ready(): Promise<void> {
    await this.readOn();
    this.subscription = this.options.store.subscribe({ after: this.position, filter: FILTER }, async (page) =>
      this.take(page),
    );
    this.subscription.done.then(
      () => this.closing.signal.aborted || this.fail(new Error('the subscription has ended')),
      (error: unknown) => this.fail(error),
    );
  }

  authenticate(text: string): GoodKey | undefined | Promise<GoodKey | undefined> {
    if (!this.subscription || this.failed) throw new KeysUnavailable('the key ring does not follow the log');
    const digest = hash('sha256', text, 'base64');
    const known = this.keys.get(this.recent.get(digest) ?? '');
    if (known && isLive(known, this.options.clock())) return known;
    this.recent.delete(digest);
    const presented = presentedKey(text, this.options.pepper) ?? NO_KEY;
    const found = this.check(presented);
    if (!found) return this.refresh().then(() => this.check(presented));
    this.remember(digest, presented.id);
    return found;
  }

  /** Resolves after a read that began after this call. */
  async refresh(): Promise<void> {
    this.coming ??= this.readWhenAllowed();
    try {
      await this.coming;
    } catch (error) {
      throw new KeysUnavailable('the log cannot be read', { cause: error });
    }
  }

  ownerOf(keyId: string): Tenant | undefined {
    return this.keys.get(keyId)?.principal.tenant;
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.subscription?.stop();
    await Promise.allSettled([this.coming, this.underWay]);
  }

  private remember(digest: string, keyId: string): void {
    if (this.recent.size >= RECENT) this.recent.clear();
    this.recent.set(digest, keyId);
  }

  private check(presented: PresentedKey): KnownKey | undefined {
    const known = this.keys.get(presented.id);
    const sameSecret = timingSafeEqual(presented.secretHash, known?.secretHash ?? NO_HASH);
    if (!known || !sameSecret) return undefined;
    const ofItsMode = presented.mode === null || presented.mode === known.mode;
    return ofItsMode && isLive(known, this.options.clock()) ? known : undefined;
  }

  private async readWhenAllowed(): Promise<void> {
    await this.underWay.catch(() => undefined);
    const waitMs = this.lastReadAtMs + READ_EVERY_MS - performance.now();
    if (waitMs > 0) await sleep(waitMs, undefined, { signal: this.closing.signal });
    this.coming = undefined;
    this.lastReadAtMs = performance.now();
    this.underWay = this.readOn();
    await this.underWay;
  }

  /** Bounded by the log: every full page stands after the one before. */
  private async readOn(): Promise<void> {
    for (;;) {
      const page = await this.options.store.readAll({ after: this.position, limit: PAGE, filter: FILTER });
      this.take(page);
      if (page.events.length < PAGE) return;
    }
  }

  /** Both the subscription and the reads come here, in any order: what was seen already is passed over. */
  private take({ events, through }: LogPage): void {
    try {
      for (const event of events) this.takeOne(event);
    } catch (error) {
      this.fail(error);
      throw error;
    }
    if (through > this.position) this.position = through;
  }

  private takeOne(event: StoredEvent): void {
    if (event.position <= this.position) return;
    this.keys.add(event);
    this.position = event.position;
  }

  private fail(error: unknown): void {
    if (this.failed) return;
    this.failed = true;
    this.options.onFailure?.(error);
  }
}
