export { type Published, type Relay, type RelayHealth, type RelayOptions, startRelay } from './relay';
export { publishedThrough, republish, type RepublishOptions } from './republish';
export { oldestWaitingMs } from './waiting';
