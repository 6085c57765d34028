/**
 * Which streams are published, and where. Topics and their number of partitions are a promise to whoever subscribes:
 * another number would send an account's next events elsewhere, and break its order. Keys, bank accounts and
 * checkpoints stay inside.
 */
import { categoryOf } from '@haber/event-store';

export const PARTITIONS = 24;

/** Of the names of topics; another one only where several products share a broker (HABER_TOPIC_PREFIX). */
const DEFAULT_PREFIX = 'haber';

const PLURALS = { account: 'accounts', application: 'applications', customer: 'customers', product: 'products' };

type PublishedCategory = keyof typeof PLURALS;

export const PUBLISHED_CATEGORIES = Object.keys(PLURALS) as readonly PublishedCategory[];

export interface Topics {
  readonly all: readonly string[];
  /** Of a published stream. @throws Error of one that is not */
  of(stream: string): string;
  ofCategory(category: string): string;
  /** Of one that others write, by the name that was agreed with them. */
  foreign(topic: string): string;
  /** The id on the broker of a group that is called so here: another product's group of that name is another one. */
  groupId(group: string): string;
}

export function topicsOf(prefix = DEFAULT_PREFIX): Topics {
  const ofCategory = (category: string): string => {
    const plural = PLURALS[category as PublishedCategory];
    if (!Object.hasOwn(PLURALS, category)) throw new Error(`streams of ${category} are not published`);
    return `${prefix}.${plural}`;
  };
  const own = (name: string): string => (prefix === DEFAULT_PREFIX ? name : `${prefix}.${name}`);
  return {
    all: PUBLISHED_CATEGORIES.map(ofCategory),
    of: (stream) => ofCategory(categoryOf(stream)),
    ofCategory,
    foreign: own,
    groupId: own,
  };
}

/** Where copies of what a group could not handle go. */
export function deadLetterTopic(topic: string): string {
  return `${topic}.dlq`;
}
