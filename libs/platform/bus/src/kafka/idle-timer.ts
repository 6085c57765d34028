/**
 * kafkajs 2.2.4 (the last one, unmaintained) asks after every answer for a timer "until the throttling ends", which
 * without throttling lies in the past: a timer of minus 1.7 trillion ms, at once, again and again, with a
 * TimeoutNegativeWarning on Node 24 and a spinning processor. There is nothing to check while nothing is pending:
 * `push` asks again when something is. Wrapped here, in memory: a patched copy would need an install script.
 */
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

const schedule = RequestQueue.prototype.scheduleCheckPendingRequests;

function withoutIdleTimer(this: ThisParameterType<typeof schedule>): void {
  if (this.pending.length > 0) schedule.call(this);
}

RequestQueue.prototype.scheduleCheckPendingRequests = withoutIdleTimer;
