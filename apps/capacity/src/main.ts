/** The service of immediate credits: what merchants have processed, and what they take out of it. */
import './demand-node';
import { startProcess } from '@haber/boot';
import { startService } from '@haber/composition';

void startProcess({ name: 'haber-capacity', start: (context) => startService(context, 'capacity') });
