import fc from 'fast-check';
import { isLosslessNumber, parse as parseLossless } from 'lossless-json';
import { MalformedJson, parseExactJson } from './exact-json';

/** Back to what `JSON.parse` gives. */
function lossy(value: unknown): unknown {
  if (isLosslessNumber(value)) return Number(value.value);
  if (Array.isArray(value)) return value.map(lossy);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, lossy(member)]));
}

function outcome(read: () => unknown): unknown {
  try {
    return { value: read() };
  } catch {
    return 'refused';
  }
}

const safe = fc
  .jsonValue({ maxDepth: 6 })
  .filter((value) => !/"(?:__proto__|constructor|prototype)"|\\u[dD][89a-fA-F]/.test(JSON.stringify(value)));

describe('exact JSON', () => {
  it('reads what JSON.parse reads, and the digits that lossless-json keeps', () => {
    fc.assert(
      fc.property(safe, fc.constantFrom(undefined, 1, '\t'), (value, space) => {
        const text = JSON.stringify(value, undefined, space);
        expect(lossy(parseExactJson(text))).toEqual(lossy(parseLossless(text)));
      }),
      { numRuns: 1_000 },
    );
  });

  it('refuses every text that JSON.parse refuses, and never fails otherwise', () => {
    const noise = fc.string({ unit: fc.constantFrom(...'{}[]",:\\u0019eE+-. \ntrfalsn"'), maxLength: 24 });
    fc.assert(
      fc.property(noise, (text) => {
        const ours = outcome(() => parseExactJson(text));
        if (outcome(() => JSON.parse(text)) === 'refused') expect(ours).toBe('refused');
        if (ours === 'refused') expect(() => parseExactJson(text)).toThrow(MalformedJson);
      }),
      { numRuns: 5_000 },
    );
  });

  it('refuses every text cut short or with one character changed in the same way as JSON.parse', () => {
    fc.assert(
      fc.property(safe, fc.nat(), fc.constantFrom(...'{}[]",:\\0-e '), (value, place, character) => {
        const text = JSON.stringify(value);
        const at = place % text.length;
        const changed = text.slice(0, at) + character + text.slice(at + 1);
        if (outcome(() => JSON.parse(changed)) === 'refused')
          expect(outcome(() => parseExactJson(changed))).toBe('refused');
      }),
      { numRuns: 2_000 },
    );
  });
});
