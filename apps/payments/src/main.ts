/** The service of payments and bank accounts. */
import './demand-node';
import { startProcess } from '@haber/boot';
import { startService } from '@haber/composition';

void startProcess({ name: 'haber-payments', start: (context) => startService(context, 'payments') });
