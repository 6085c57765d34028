/**
 * The client that specs send thousands of requests with. Node's own, not `fetch`: at half the price in processor time,
 * which the product under test needs itself.
 */
import { Agent, request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed the ordinary way: fine for ids and statuses; use `text` where digits matter. Undefined: no JSON. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test looks at whatever it expects to be there
  readonly json: any;
}

export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** What came back, read further only as far as somebody looks. */
class LazyAnswer implements Answer {
  constructor(
    readonly status: number,
    readonly text: string,
    private readonly rawHeaders: readonly string[],
  ) {}

  get headers(): Headers {
    const headers = new Headers();
    for (let i = 0; i + 1 < this.rawHeaders.length; i += 2) {
      headers.append(this.rawHeaders[i] ?? '', this.rawHeaders[i + 1] ?? '');
    }
    return headers;
  }

  get json(): unknown {
    try {
      return JSON.parse(this.text);
    } catch {
      return undefined;
    }
  }
}

export class HttpClient {
  private readonly agent = new Agent({ keepAlive: true });

  /** @throws when there is no answer, or none before the signal */
  send({ method, url, headers, body, signal }: Sent): Promise<Answer> {
    const { hostname, port, pathname, search } = new URL(url);
    const target = { hostname, port, path: pathname + search, agent: this.agent };
    return new Promise((resolve, reject) => {
      // Node itself says nothing of the length of a DELETE's body: its bytes would be read as the next request.
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
      const options = { ...target, method, headers: { ...length, ...headers }, ...(signal && { signal }) };
      const sent = request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => void chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve(new LazyAnswer(response.statusCode ?? 0, text, response.rawHeaders));
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
