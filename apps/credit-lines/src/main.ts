/** The service of credit lines: accounts, their use, products. */
import './demand-node';
import { startProcess } from '@haber/boot';
import { startService } from '@haber/composition';

void startProcess({ name: 'haber-credit-lines', start: (context) => startService(context, 'credit-lines') });
