/** Reads what `/metrics` answers, as strictly as a scraper does: https://prometheus.io/docs/instrumenting/exposition_formats/ */

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const COMMENT = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.+)$/;
const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y;
const SUFFIX = /_(?:bucket|sum|count)$/;

export class Exposition {
  readonly samples: readonly Sample[];
  readonly types = new Map<string, string>();

  /** @throws at the first line that no scraper would take */
  constructor(text: string) {
    if (!text.endsWith('\n')) throw new Error('the last line does not end');
    const lines = text.split('\n').filter((line) => line !== '');
    this.samples = lines.flatMap((line) => this.sampleOf(line) ?? []);
  }

  /** Of the one series with exactly these labels; undefined: there is none. */
  value(name: string, labels: Readonly<Record<string, string>> = {}): number | undefined {
    const wanted = sortedText(labels);
    const found = this.samples.filter((sample) => sample.name === name && sortedText(sample.labels) === wanted);
    if (found.length > 1) throw new Error(`${name} ${wanted} stands there ${found.length} times`);
    return found[0]?.value;
  }

  private sampleOf(line: string): Sample | undefined {
    if (line.startsWith('#')) return this.comment(line);
    const [, name = '', labels = '', value = ''] = SAMPLE.exec(line) ?? [];
    if (!this.types.has(name) && !this.types.has(name.replace(SUFFIX, ''))) throw new Error(`no type before: ${line}`);
    return { name, labels: labelsOf(labels, line), value: numberOf(value, line) };
  }

  private comment(line: string): undefined {
    const [, kind, name = '', rest = ''] = COMMENT.exec(line) ?? [];
    if (kind === undefined) throw new Error(`neither help nor type: ${line}`);
    if (kind !== 'TYPE') return;
    if (this.types.has(name)) throw new Error(`typed twice: ${name}`);
    this.types.set(name, rest);
  }
}

/** Infinite and undefined ones in any case, as Go reads them. */
function numberOf(value: string, line: string): number {
  if (/^nan$/i.test(value)) return NaN;
  const number = /^\+inf$/i.test(value) ? Infinity : Number(value);
  if (Number.isNaN(number)) throw new Error(`no value: ${line}`);
  return number;
}

function labelsOf(text: string, line: string): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < text.length) {
    const [, name, value] = LABEL.exec(text) ?? [];
    if (name === undefined || value === undefined) throw new Error(`labels that do not parse: ${line}`);
    labels[name] = value.replaceAll(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
  }
  return labels;
}

function sortedText(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
