/**
 * All that the product measures of itself, with names that carry their units and texts that say what to do. Labels come
 * from what the code knows (routes, categories, codes, projections), never from what a caller sent.
 */
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { Counters, type FamilyFields, Histograms } from './families';

export interface Reading {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const ENTRIES = [1, 2, 5, 10, 20, 50, 100, 200, 500];

export class Metrics {
  readonly registry = new Registry();
  readonly requests = this.histograms({
    name: 'haber_http_request_duration_seconds',
    help:
      'Time from the first byte of a request to the last of its answer, by route pattern. A rising share of 5xx ' +
      'means that partners are not served: see haber_ready. A rising p99 with a flat group commit means that the ' +
      'process itself is short of processor time.',
    labels: ['route', 'method', 'status'],
    bounds: SECONDS,
  });
  readonly commands = this.counters({
    name: 'haber_commands_total',
    help:
      'Commands by how they ended. rejected is the rules at work; unavailable with code outcome_unknown or ' +
      'store_unavailable means that the event store cannot be reached; queue_full that more comes in than is done; ' +
      'failed is a bug: see the log.',
    labels: ['category', 'result', 'code'],
  });
  readonly commandDuration = this.histograms({
    name: 'haber_command_duration_seconds',
    help: 'Time of a command in the writer, from being taken to being durable. Compare with the group commit’s.',
    labels: ['category'],
    bounds: SECONDS,
  });
  readonly conflicts = this.counters({
    name: 'haber_writer_conflicts_total',
    help:
      'Appends that came second to another process, and were decided again on what that one wrote. As many as ' +
      'commands: instances spend their time on one another; send an account to one of them if you can.',
    labels: ['category'],
  });
  readonly groupEntries = this.histograms({
    name: 'haber_group_commit_entries',
    help: 'Appends that shared one round trip. Near 500 for long: the disk is the limit of throughput.',
    labels: [],
    bounds: ENTRIES,
  });
  readonly groupDuration = this.histograms({
    name: 'haber_group_commit_duration_seconds',
    help: 'From sending a group to its definite outcome, repeats included: mostly fsync. Above 0.1 look at the disk.',
    labels: [],
    bounds: SECONDS,
  });
  readonly projectedEvents = this.counters({
    name: 'haber_projection_events_total',
    help: 'Events whose rows this process wrote. Flat while the log grows: see haber_projection_lag_seconds.',
    labels: ['projection'],
  });
  readonly projectionDuration = this.histograms({
    name: 'haber_projection_step_duration_seconds',
    help: 'One transaction of a projection, of up to 500 events.',
    labels: ['projection'],
    bounds: SECONDS,
  });
  readonly nudges = this.counters({
    name: 'haber_nudged_accounts_total',
    help: 'Idle accounts on which something fell due and was recorded. Only the books’ freshness depends on it.',
    labels: [],
  });
  readonly bankAnswers = this.counters({
    name: 'haber_bank_answers_total',
    help:
      'Calls of a bank by their answers, and its calls back (callback) by ours; refused: not signed. A rising share ' +
      'of anything but approved, rejected and pending means that the bank is not well; unauthorized, that it does ' +
      'not take HABER_BANK_SECRET.',
    labels: ['bank', 'call', 'answer'],
  });
  readonly rateLimited = this.counters({
    name: 'haber_rate_limit_refusals_total',
    help: 'Requests that were over their key’s limit, by class of routes. A partner at its limit: talk, or raise it.',
    labels: ['class'],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  counters(fields: FamilyFields): Counters {
    return new Counters(this.registry, fields);
  }

  histograms(fields: FamilyFields & { readonly bounds: readonly number[] }): Histograms {
    return new Histograms(this.registry, fields);
  }

  /** Read when somebody scrapes. */
  gauge({ name, help, labels }: FamilyFields, read: () => readonly Reading[]): void {
    const gauge = new Gauge({
      name,
      help,
      labelNames: labels,
      registers: [this.registry],
      collect() {
        gauge.reset();
        // One without labels is 0 after that: where nobody knows, there is no figure.
        if (labels.length === 0) gauge.remove();
        for (const reading of read()) gauge.set(reading.labels ?? {}, reading.value);
      },
    });
  }
}
