/** The file of an import: how it is cut into lines, and that no byte of it can change unnoticed. */
import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAX_IMPORT_LINE_BYTES } from '@haber/dialects';
import { FileChanged, SourceFile, type SourceLine } from './source-file';

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haber-source-'));
  path = join(folder, 'file');
});
afterAll(() => rm(folder, { recursive: true }));

async function withFile<T>(content: string | Buffer, use: (source: SourceFile) => Promise<T>): Promise<T> {
  await writeFile(path, content);
  const source = await SourceFile.open(path);
  try {
    return await use(source);
  } finally {
    await source.close();
  }
}

async function linesOf(source: SourceFile): Promise<SourceLine[]> {
  const lines: SourceLine[] = [];
  for await (const batch of source.batches()) lines.push(...batch.lines);
  return lines;
}

const texts = (lines: readonly SourceLine[]) => lines.map(({ number, bytes }) => [number, bytes?.toString().trimEnd()]);

describe('the lines of a file', () => {
  it.each([
    [
      'the usual ones',
      'a\nb\n',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    [
      'a last one without an end',
      'a\nb',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    [
      'ends of another system',
      'a\r\nb\r\n',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    [
      'blank ones, counted and passed over',
      '\n a\n \t\r\n\nb\n\n',
      [
        [2, ' a'],
        [5, 'b'],
      ],
    ],
    ['none', '', []],
    ['only blank ones', '\n\n \n', []],
  ])('are %s', async (_, content, expected) => {
    expect(texts(await withFile(content, linesOf))).toEqual(expected);
  });

  it('are named by the hash of all bytes, blank ones included', async () => {
    const content = `a\n\n${'b'.repeat(700_000)}\n \n`;
    const sha256 = await withFile(content, (source) => Promise.resolve(source.sha256));
    expect(sha256).toBe(createHash('sha256').update(content).digest('hex'));
  });

  it('that are too long are there without their bytes, and the next one is whole', async () => {
    const longest = 'x'.repeat(MAX_IMPORT_LINE_BYTES - 1);
    const lines = await withFile(`${longest}\n${longest}x\n${'y'.repeat(3_000_000)}\nz`, linesOf);
    expect(lines.map(({ bytes }) => bytes?.byteLength)).toEqual([MAX_IMPORT_LINE_BYTES, undefined, undefined, 1]);
  });

  it('are cut the same wherever the pieces of a reading end', async () => {
    const content = Array.from({ length: 3_000 }, (_, n) => `${n}:${'é'.repeat(n % 400)}`);
    const lines = await withFile(content.join('\n'), linesOf);
    expect(lines.map(({ bytes }) => bytes?.toString().trimEnd())).toEqual(content);
  });
});

describe('a file that changes after it was opened', () => {
  const content = Array.from({ length: 2_000 }, (_, n) => `line ${n}\n`).join('');

  it.each([
    ['in a byte', () => writeFile(path, content.replace('line 1999', 'line 1998'))],
    ['in a byte at its beginning', () => writeFile(path, content.replace('line 0', 'line 1'))],
    ['by what was added', () => appendFile(path, 'more\n')],
    ['by a blank line', () => appendFile(path, '\n')],
    ['by what was cut off', () => truncate(path, content.length - 9)],
    ['by everything', () => truncate(path)],
  ])('%s is refused', async (_, change) => {
    await withFile(content, async (source) => {
      await change();
      await expect(linesOf(source)).rejects.toThrow(FileChanged);
    });
  });

  it('gives no batch of which a byte has changed', async () => {
    await withFile(content, async (source) => {
      await writeFile(path, content.replace('line 700\n', 'line 70x\n'));
      const given: string[] = [];
      const reading = (async () => {
        for await (const { lines } of source.batches()) given.push(...lines.map(({ bytes }) => String(bytes)));
      })();
      await expect(reading).rejects.toThrow(FileChanged);
      expect(given).toHaveLength(500);
    });
  });

  it('is still the same one when another takes its name', async () => {
    await withFile(content, async (source) => {
      await writeFile(`${path}.new`, 'other');
      await rename(`${path}.new`, path);
      expect(await linesOf(source)).toHaveLength(2_000);
    });
  });
});

it('refuses what it cannot read', async () => {
  await expect(SourceFile.open(join(folder, 'missing'))).rejects.toThrow('missing cannot be read: ENOENT');
  await expect(SourceFile.open(folder)).rejects.toThrow('is a directory');
});
