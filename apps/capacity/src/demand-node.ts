/** Imported before anything that an old Node could not load, so that its user is told what to do. */
import { demandNode } from '@haber/boot';

demandNode();
