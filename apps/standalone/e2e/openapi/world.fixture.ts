/** What the document lists, and the running product in which its answers are brought about. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenApi, Product } from '@haber/testing';
import { keyWith } from '../merchants.fixture';
import { partnerOf } from '../partner.fixture';
import { type Documented, send } from './mechanical.fixture';
import type { Scenario, World } from './scenario.fixture';
import { SCENARIOS } from './scenarios.fixture';

const document = JSON.parse(
  readFileSync(join(__dirname, '../../../../docs/generated/openapi.json'), 'utf8'),
) as OpenApi;

export const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]): Documented => {
    return { method: method.toUpperCase(), path, operation: operation as Documented['operation'] };
  }),
);

export const scenarios: ReadonlyMap<string, Readonly<Record<number, Scenario>>> = new Map(
  SCENARIOS.flatMap((each) => Object.entries(each)),
);

/** Any one of these lets a key in. */
export function scopesOf({ operation }: Documented): readonly string[] {
  return [...new Set(operation.security.flatMap((scheme) => Object.values(scheme).flat()))];
}

export function worldOf(product: Product): World {
  const keys = new Map<string, Promise<string>>();
  let named = 0;
  return {
    product,
    partner: partnerOf(product),
    fresh: (what) => `${what}-${(named += 1)}`,
    key(terms) {
      const name = JSON.stringify(terms);
      const key = keys.get(name) ?? keyWith(product, terms);
      keys.set(name, key);
      return key;
    },
    async done(ask) {
      const answer = await send(product, ask);
      if (answer.status >= 300) throw new Error(`${ask.method} ${ask.path}: ${answer.status} ${answer.text}`);
      return answer;
    },
  };
}
