/**
 * Counters and histograms for hot paths: an observation is a few look-ups and additions, and makes no garbage; labels
 * become text only when somebody scrapes. The number of series of a family is bounded, whatever labels it is given.
 */
import type { Metric, Registry } from 'prom-client';

export interface FamilyFields {
  /** With its unit. */
  readonly name: string;
  /** What it is, and what to do about it. */
  readonly help: string;
  readonly labels: readonly string[];
}

interface Line {
  readonly metricName?: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

const MAX_SERIES = 2_000;
/** In the place of every label once a family is full. */
export const OTHER = 'other';

interface Node<S> {
  readonly next: Map<string | number, Node<S>>;
  series: S | undefined;
}

abstract class Family<S> {
  private readonly root: Node<S> = { next: new Map(), series: undefined };
  private readonly all: { readonly labels: Line['labels']; readonly series: S }[] = [];

  constructor(
    registry: Registry,
    private readonly fields: FamilyFields,
    private readonly type: 'counter' | 'histogram',
  ) {
    // What a registry asks of a metric is its name, and `get`.
    registry.registerMetric(Object.assign(this, { name: fields.name }) as unknown as Metric);
  }

  get(): Promise<object> {
    const { name, help } = this.fields;
    const values = this.all.flatMap(({ labels, series }) => this.lines(labels, series));
    return Promise.resolve({ name, help, type: this.type, aggregator: 'sum', values });
  }

  /** By the values of the family's labels, in their order. */
  of(...values: readonly (string | number)[]): S {
    let node = this.root;
    for (const value of values) {
      let next = node.next.get(value);
      if (!next) {
        if (this.all.length >= MAX_SERIES) return this.overflow();
        next = { next: new Map(), series: undefined };
        node.next.set(value, next);
      }
      node = next;
    }
    node.series ??= this.add(values);
    return node.series;
  }

  protected abstract make(): S;
  protected abstract lines(labels: Line['labels'], series: S): readonly Line[];

  private full: S | undefined;
  private overflow(): S {
    this.full ??= this.add(this.fields.labels.map(() => OTHER));
    return this.full;
  }

  private add(values: readonly (string | number)[]): S {
    const series = this.make();
    this.all.push({
      labels: Object.fromEntries(this.fields.labels.map((label, i) => [label, values[i] ?? ''])),
      series,
    });
    return series;
  }
}

export class CounterSeries {
  value = 0;

  add(count = 1): void {
    this.value += count;
  }
}

export class Counters extends Family<CounterSeries> {
  constructor(registry: Registry, fields: FamilyFields) {
    super(registry, fields, 'counter');
  }

  protected make(): CounterSeries {
    return new CounterSeries();
  }

  protected lines(labels: Line['labels'], { value }: CounterSeries): readonly Line[] {
    return [{ labels, value }];
  }
}

export class HistogramSeries {
  /** One more than there are bounds. */
  readonly counts: number[];
  sum = 0;

  constructor(private readonly bounds: readonly number[]) {
    this.counts = Array.from({ length: bounds.length + 1 }, () => 0);
  }

  observe(value: number): void {
    const { bounds, counts } = this;
    let i = 0;
    while (i < bounds.length && value > (bounds[i] ?? 0)) i += 1;
    counts[i] = (counts[i] ?? 0) + 1;
    this.sum += value;
  }
}

export interface HistogramFields extends FamilyFields {
  /** Ascending; +Inf comes by itself. */
  readonly bounds: readonly number[];
}

export class Histograms extends Family<HistogramSeries> {
  constructor(
    registry: Registry,
    private readonly histogram: HistogramFields,
  ) {
    super(registry, histogram, 'histogram');
  }

  protected make(): HistogramSeries {
    return new HistogramSeries(this.histogram.bounds);
  }

  protected lines(labels: Line['labels'], { counts, sum }: HistogramSeries): readonly Line[] {
    const { name, bounds } = this.histogram;
    let count = 0;
    const buckets = counts.map((each, i) => {
      count += each;
      return { metricName: `${name}_bucket`, labels: { ...labels, le: bounds[i] ?? '+Inf' }, value: count };
    });
    const total = { metricName: `${name}_count`, labels, value: count };
    return [...buckets, { metricName: `${name}_sum`, labels, value: sum }, total];
  }
}
