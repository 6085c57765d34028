import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { answerHeaders, requestHeaders, tracedOn } from './headers';

describe('headers that are passed on', () => {
  it('keep their number and their order, without what is about the connection or says who calls', () => {
    const raw = [
      ...['Host', 'haber', 'Connection', 'keep-alive, X-Mine', 'Keep-Alive', 'timeout=5', 'X-Mine', '1'],
      ...[
        'Authorization',
        'Bearer k',
        'X-API-Key',
        'k',
        'Haber-Actor',
        'ana',
        'X-Request-Id',
        'r',
        'Expect',
        '100-continue',
      ],
      ...['Content-Type', 'application/json', 'Content-Length', '2', 'Transfer-Encoding', 'chunked', 'TE', 'trailers'],
      ...['Idempotency-Key', '"a"', 'X-Twice', '1', 'X-Twice', '2', 'Proxy-Authorization', 'x', 'Upgrade', 'h2c'],
    ];
    const connection = 'keep-alive, X-Mine, Idempotency-Key, if-match';
    expect(requestHeaders(raw, { connection })).toEqual([
      ...['Content-Type', 'application/json', 'Idempotency-Key', '"a"', 'X-Twice', '1', 'X-Twice', '2'],
    ]);
  });

  it('of an answer are all but those of its connection', () => {
    const headers = { date: 'x', connection: 'close, x-mine', 'x-mine': '1', 'keep-alive': 'timeout=65' };
    expect(
      answerHeaders({ ...headers, 'transfer-encoding': 'chunked', etag: '"1"', 'set-cookie': ['a', 'b'] }),
    ).toEqual({
      etag: '"1"',
      'set-cookie': ['a', 'b'],
    });
  });
});

describe('the trace', () => {
  const [traceId, spanId] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'];
  const callers = ['Traceparent', `00-${traceId}-00f067aa0ba902b7-01`, 'X-Mine', '1'];

  it('goes on from the gateway’s own part of it', () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    const span = trace.wrapSpanContext({ traceId, spanId, traceFlags: 1 });
    const sent = context.with(trace.setSpan(ROOT_CONTEXT, span), () => tracedOn(callers));
    context.disable();
    expect(sent).toEqual(['X-Mine', '1', 'traceparent', `00-${traceId}-${spanId}-01`]);
  });

  it('is the caller’s where nothing is traced here', () => expect(tracedOn(callers)).toEqual(callers));
});
