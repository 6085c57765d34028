import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import './client';

/** As kafkajs makes it, as far as the timer is concerned. */
class Queue {
  readonly throttledUntil = -1;
  readonly throttleCheckTimeoutId = null;
  constructor(readonly pending: readonly unknown[]) {}

  schedule(): void {
    RequestQueue.prototype.scheduleCheckPendingRequests.call(this);
  }
}

it('sets no timer while nothing is pending, and still does when something is', () => {
  const delays: (number | undefined)[] = [];
  const spy = jest.spyOn(globalThis, 'setTimeout').mockImplementation(((_: unknown, ms?: number) => {
    delays.push(ms);
    return 1;
  }) as unknown as typeof setTimeout);
  try {
    new Queue([]).schedule();
    expect(delays).toEqual([]);
    new Queue(['a request']).schedule();
    expect(delays).toEqual([10]);
  } finally {
    spy.mockRestore();
  }
});

it('is needed: what kafkajs itself does is wait for less than no time', () => {
  jest.isolateModules(() => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- a copy without our wrapping
    const Original = require('kafkajs/src/network/requestQueue/index.js') as typeof RequestQueue;
    expect(Original).not.toBe(RequestQueue);
    const text = Original.prototype.scheduleCheckPendingRequests.toString();
    expect(text).toContain('let scheduleAt = this.throttledUntil - Date.now()');
    expect(text).toContain('}, scheduleAt)');
  });
});
