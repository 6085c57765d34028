/** The service of applications, customers and the audit's questions. */
import './demand-node';
import { startProcess } from '@haber/boot';
import { startService } from '@haber/composition';

void startProcess({ name: 'haber-applications', start: (context) => startService(context, 'applications') });
