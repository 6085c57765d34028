/** A receiver of traces as an operator runs one: OTLP over HTTP, in JSON. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
}

interface TracesRequest {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly ReceivedSpan[] }[] }[];
}

const PATIENCE_MS = 30_000;

export class OtlpReceiver {
  readonly spans: ReceivedSpan[] = [];
  /** All that came, attributes included. */
  text = '';
  private readonly server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => void (body += chunk));
    request.on('end', () => {
      if (request.url !== '/v1/traces') return void response.writeHead(404).end();
      this.text += body;
      const { resourceSpans } = JSON.parse(body) as TracesRequest;
      this.spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => void this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Spans of one trace, once they are as they must be. @throws when they never are */
  async spansOf(
    traceId: string,
    areThere: (spans: readonly ReceivedSpan[]) => boolean,
  ): Promise<readonly ReceivedSpan[]> {
    for (const deadline = Date.now() + PATIENCE_MS; ; await sleep(50)) {
      const spans = this.spans.filter((span) => span.traceId === traceId);
      if (areThere(spans)) return spans;
      if (Date.now() > deadline) throw new Error(`only these: ${spans.map(({ name }) => name).join(', ')}`);
    }
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
