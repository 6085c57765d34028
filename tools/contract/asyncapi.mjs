// What the AsyncAPI initiative's own parser has against a document: its mistakes. What it only advises is its taste.
// By itself: `node tools/contract/asyncapi.mjs docs/generated/asyncapi.json`.
import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';

const ERROR = 0;

/** One line each. */
export async function asyncApiFaults(text) {
  const found = await new Parser().validate(text);
  return found.filter(({ severity }) => severity === ERROR).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

if (process.argv[1] === import.meta.filename) {
  const faults = await asyncApiFaults(readFileSync(process.argv[2], 'utf8'));
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
