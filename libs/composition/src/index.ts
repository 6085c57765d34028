/** How the product is put together: one list of its contexts, from which the processes of every shape are made. */
import 'reflect-metadata'; // before Nest

export { firstDemoKey, gatewayPorts, startKeyRing, startLimiter } from './callers';
export { CONTEXTS, PROJECTIONS } from './contexts';
export { prepareDatabase } from './database';
export { eventContract } from './event-contract';
export { openEventLog } from './event-log';
export { demandFreePort } from './free-port';
export { startGateway } from './gateway';
export { productDocument, productInterface } from './interface';
export { startLedger } from './ledger';
export { startOperations } from './operations';
export { type Paying, startPaying } from './payouts';
export { startOwnSimulator } from './own-simulator';
export { serve } from './serve';
export { startService } from './service';
export { byCategory } from './writers';
