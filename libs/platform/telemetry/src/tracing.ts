/**
 * OpenTelemetry, where an operator has a receiver for it; otherwise none of it is even loaded. Spans leave in batches
 * from a bounded queue: a receiver that is slow or away costs spans, never a request.
 */
import { context, type Tracer } from '@opentelemetry/api';

export interface TracingOptions {
  /** Of an OTLP receiver over HTTP, without `/v1/traces`. */
  readonly endpoint: string;
  readonly serviceName: string;
  /** Of the requests that bring no decision of their own, how many are traced: 0 to 1. */
  readonly sampleRatio: number;
}

export interface Tracing {
  readonly tracer: Tracer;
  /** Sends what is left, within a bounded time. Never rejects. */
  stop(): Promise<void>;
}

const QUEUE = 8_192;
const BATCH = 512;
const EVERY_MS = 1_000;
const EXPORT_TIMEOUT_MS = 5_000;
const LINKS = 512;

export async function startTracing({ endpoint, serviceName, sampleRatio }: TracingOptions): Promise<Tracing> {
  const [sdk, { OTLPTraceExporter }, { resourceFromAttributes }, { AsyncLocalStorageContextManager }] =
    await Promise.all([
      import('@opentelemetry/sdk-trace'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/context-async-hooks'),
    ]);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, timeoutMillis: EXPORT_TIMEOUT_MS });
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(sampleRatio) }),
    spanLimits: { linkCountLimit: LINKS },
    spanProcessors: [
      new sdk.BatchSpanProcessor({
        exporter,
        maxQueueSize: QUEUE,
        maxExportBatchSize: BATCH,
        scheduledDelayMillis: EVERY_MS,
        exportTimeoutMillis: EXPORT_TIMEOUT_MS,
      }),
    ],
  });
  return {
    tracer: provider.getTracer('haber'),
    async stop() {
      await provider.shutdown().catch(() => undefined); // a receiver that is away is no fault of ours
      context.disable();
    },
  };
}
