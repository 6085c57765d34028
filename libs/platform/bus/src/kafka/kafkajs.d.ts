/** The one inner part of kafkajs that is touched; it has no types of its own. */
declare module 'kafkajs/src/network/requestQueue/index.js' {
  class RequestQueue {
    readonly pending: readonly unknown[];
    scheduleCheckPendingRequests(this: Pick<RequestQueue, 'pending'>): void;
  }
  export default RequestQueue;
}
