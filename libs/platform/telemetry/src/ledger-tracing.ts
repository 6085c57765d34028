/**
 * The rest of a command's way: the command in the writer, the append that decided it, and each projection of the events
 * that it wrote, all in the trace of its request. An append links to the group commit that it shared with others, which
 * stands in the trace of the first of them.
 *
 * Nothing is stored for it: which event belongs to which span is remembered in this process, for the newest events. So
 * another process' projections are not in the trace; what crosses processes is the correlation id in every event's
 * metadata, and a bus will carry `traceparent` in its messages' headers.
 */
import type { CommandEnd, GroupEntry } from '@haber/account-writer';
import type { AppliedEvents } from '@haber/read-store';
import {
  type Context,
  context,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';

/** Events of a busy second or two; projections are rarely further behind, and a trace may lack a span. */
const MAX_REMEMBERED = 10_000;

export class LedgerTracing {
  private readonly commands = new WeakMap<object, Span>();
  private readonly appends = new WeakMap<object, SpanContext>();
  private readonly events = new Map<string, SpanContext>();

  constructor(private readonly tracer: Tracer) {}

  readonly onCommand = (category: string, command: object): ((end: CommandEnd) => void) => {
    const attributes = { 'haber.stream.category': category };
    const span = this.tracer.startSpan(`command ${category}`, { attributes }, context.active());
    if (span.isRecording()) this.commands.set(command, span);
    return ({ result, code, eventIds }) => {
      span.setAttributes({ 'haber.outcome': result, ...(code !== undefined && { 'haber.code': code }) });
      if (result === 'unavailable' || result === 'failed') span.setStatus({ code: SpanStatusCode.ERROR });
      this.remember(eventIds, this.appends.get(command));
      span.end();
    };
  };

  readonly onGroup = (group: readonly GroupEntry[]): (() => void) => {
    const inHand = group.flatMap(({ inHand: queued }) => queued.map(({ command }) => command));
    const traced = inHand.filter((command) => this.commands.has(command));
    if (traced.length === 0) return () => undefined;
    const [first, ...others] = traced.map((command) => this.spanContextOf(command));
    const options = {
      links: others.map((of) => ({ context: of })),
      attributes: { 'haber.group.entries': group.length },
    };
    const whole = this.tracer.startSpan('group commit', options, first ? within(first) : ROOT_CONTEXT);
    const spans = traced.map((command) => this.startAppend(command, whole));
    return () => {
      for (const span of spans) span.end();
      whole.end();
    };
  };

  readonly onApplied = ({ projection, events, beganAtMs }: AppliedEvents): void => {
    if (this.events.size === 0) return;
    for (const { id } of events) {
      const of = this.events.get(id);
      if (!of) continue;
      const options = { kind: SpanKind.CONSUMER, startTime: epochMs(beganAtMs) };
      this.tracer.startSpan(`project ${projection}`, options, within(of)).end(epochMs(performance.now()));
    }
  };

  private startAppend(command: object, group: Span): Span {
    const options = { links: [{ context: group.spanContext() }] };
    const span = this.tracer.startSpan('append', options, within(this.spanContextOf(command)));
    this.appends.set(command, span.spanContext());
    return span;
  }

  private spanContextOf(command: object): SpanContext {
    const span = this.commands.get(command);
    if (!span) throw new Error('this command is not traced');
    return span.spanContext();
  }

  /** Oldest out first. */
  private remember(eventIds: readonly string[], append: SpanContext | undefined): void {
    if (!append) return;
    for (const id of eventIds) this.events.set(id, append);
    for (const oldest of this.events.keys()) {
      if (this.events.size <= MAX_REMEMBERED) break;
      this.events.delete(oldest);
    }
  }
}

function within(parent: SpanContext): Context {
  return trace.setSpanContext(ROOT_CONTEXT, parent);
}

/** Times as spans want them; `performance.now()` alone is taken for something else by some exporters. */
function epochMs(performanceMs: number): number {
  return performance.timeOrigin + performanceMs;
}
