/** The gateway, where partners come in when the product runs as several processes. */
import './demand-node';
import { startProcess } from '@haber/boot';
import { startGateway } from '@haber/composition';

void startProcess({ name: 'haber-gateway', start: (context) => startGateway(context) });
