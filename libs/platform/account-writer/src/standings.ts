/**
 * An object as its stream shows it at a revision: the fold, and when and by whom each kind of thing was last done. What
 * a write answers and what a later question answers are this one reading, so they cannot differ. For objects whose
 * streams stay short; the newest standings are remembered, and only what came since is read.
 */
import { type EventStore, NO_STREAM, type StoredEvent } from '@haber/event-store';
import type { PlainEvent, StreamDefinition, StreamId } from '@haber/ledger';
import type { WrittenEvent } from './command';
import { written } from './folded';

export interface Standing<S> {
  readonly state: S;
  readonly revision: number;
  /** Of the last event; null where that is only what a dry run would write. */
  readonly hash: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** By type of event: when the newest one was recorded, and who did it. */
  readonly latest: Readonly<Record<string, { readonly at: string; readonly by: string } | undefined>>;
}

const READ_PAGE = 500;
const REMEMBERED = 1_000;

/** What an accepted command or a dry run left. */
interface Done<E extends PlainEvent> {
  readonly events: readonly { readonly event: E; readonly metadata: { readonly recordedAt: string } }[];
  readonly revision: number;
  readonly hash?: string;
}

type Told<E extends PlainEvent> = Pick<WrittenEvent<E>, 'event'> & {
  readonly metadata: Pick<WrittenEvent<E>['metadata'], 'recordedAt' | 'actor'>;
};

export class Standings<S, E extends PlainEvent, D> {
  private readonly remembered = new Map<StreamId, Standing<S>>();

  constructor(
    private readonly definition: StreamDefinition<S, E, D>,
    private readonly store: Pick<EventStore, 'read'>,
  ) {}

  /** At the head, or at a revision that the stream has; undefined when there is no such stream. */
  async at(stream: StreamId, revision = Infinity): Promise<Standing<S> | undefined> {
    let standing = this.rememberedUpTo(stream, revision);
    for (;;) {
      const page = await this.following(stream, standing?.revision ?? NO_STREAM, revision);
      for (const stored of page) standing = this.next(standing, stored);
      if (page.length < READ_PAGE) break;
    }
    if (standing) this.remember(stream, standing);
    return standing;
  }

  /**
   * As a command left it, whatever has happened since; without a hash, as a dry run would leave it, with its events on
   * top, none of them written.
   */
  async after(stream: StreamId, done: Done<E>, actor: string): Promise<Standing<S> | undefined> {
    if (done.hash !== undefined) return this.at(stream, done.revision);
    const standing = await this.at(stream);
    const { revision = NO_STREAM } = standing ?? {};
    return done.events.reduce((before, { event, metadata: { recordedAt } }) => {
      return { ...this.withEvent(before, { event, metadata: { recordedAt, actor } }), revision, hash: null };
    }, standing);
  }

  private rememberedUpTo(stream: StreamId, revision: number): Standing<S> | undefined {
    const known = this.remembered.get(stream);
    return known && known.revision <= revision ? known : undefined;
  }

  private async following(stream: StreamId, after: number, upTo: number): Promise<readonly StoredEvent[]> {
    const limit = Math.min(READ_PAGE, upTo - after);
    return limit > 0 ? this.store.read(stream, after + 1, limit) : [];
  }

  private next(before: Standing<S> | undefined, stored: StoredEvent): Standing<S> {
    const { revision, hash, ...told } = written(this.definition, stored);
    return { ...this.withEvent(before, told), revision, hash };
  }

  private withEvent(before: Standing<S> | undefined, { event, metadata }: Told<E>) {
    const { recordedAt: at, actor: by } = metadata;
    return {
      state: this.definition.evolve(before?.state ?? this.definition.initial, event),
      createdAt: before?.createdAt ?? at,
      updatedAt: at,
      latest: { ...before?.latest, [event.type]: { at, by } },
    };
  }

  private remember(stream: StreamId, standing: Standing<S>): void {
    const { revision = NO_STREAM } = this.remembered.get(stream) ?? {};
    if (revision > standing.revision) return;
    this.remembered.delete(stream);
    this.remembered.set(stream, standing);
    const [oldest] = this.remembered.keys();
    if (this.remembered.size > REMEMBERED && oldest !== undefined) this.remembered.delete(oldest);
  }
}
