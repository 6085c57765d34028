/** What the gateway's own routes need from the process that composes them. */
import type { EventStore } from '@haber/event-store';
import type { Fingerprint } from '@haber/http';
import type { KeyObject } from 'node:crypto';
import type { KeyRing } from './key-ring';
import type { PartnerWriter } from './keys';

export interface GatewayPorts {
  readonly partners: PartnerWriter;
  /** Of this process: what an answer says of a key holds here from that answer on. */
  readonly keys: Pick<KeyRing, 'refresh' | 'ownerOf'>;
  /** `deriveKey(masterKey, 'api-key-pepper')` */
  readonly pepper: KeyObject;
  /** `deriveKey(masterKey, 'api-key-making')` */
  readonly keyMaking: KeyObject;
  readonly fingerprint: Fingerprint;
  readonly store: EventStore;
}

export const GATEWAY_PORTS = Symbol('ports of the gateway');
