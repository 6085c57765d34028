// docker-compose.yml as Compose reads it: anchors merged, variables of .env in their places.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from '../runtime.mjs';

const VARIABLE = /\$\{(\w+)(?:(:?[-?])([^}]*))?\}/g;

export function readCompose(variables) {
  const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
  return interpolated(parse(text, { merge: true }), variables);
}

/** `.env` as Compose and Node read it: a line a variable. */
export function variablesOf(text) {
  const lines = text.split('\n').filter((line) => /^\w+=/.test(line));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

function interpolated(value, variables) {
  if (typeof value === 'string') return value.replaceAll(VARIABLE, (...found) => valueOf(found, variables));
  if (Array.isArray(value)) return value.map((each) => interpolated(each, variables));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, interpolated(each, variables)]));
}

/** `-` and `?` where it is not set, `:-` and `:?` also where it is empty. */
function valueOf([, name, operator = '-', rest = ''], variables) {
  const value = variables[name];
  const isThere = value !== undefined && !(operator.startsWith(':') && value === '');
  if (isThere) return value;
  if (operator.endsWith('?')) throw new Error(`${name} must be set: ${rest}`);
  return rest;
}
