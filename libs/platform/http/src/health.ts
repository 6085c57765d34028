/**
 * `/healthz`: the process lives; asks nothing and nobody. `/readyz`: commands and reads can be answered now; else 503.
 * It lists each check by name with since when it is so, and nothing of how we are built.
 */
import { Controller, Get, type Type } from '@nestjs/common';
import { Public } from './access';
import { Problem } from './problem';
import type { CheckReport, Readiness } from './readiness';

/** Answered for as long as there is a process: also while it stops. */
export const HEALTH_PATH = '/healthz';

export function healthController(readiness: Readiness | undefined): Type {
  @Controller()
  class HealthController {
    @Get(HEALTH_PATH)
    @Public()
    health(): { readonly status: 'ok' } {
      return { status: 'ok' };
    }

    @Get('readyz')
    @Public()
    async ready(): Promise<{ readonly status: 'ready'; readonly checks: readonly CheckReport[] }> {
      const checks = (await readiness?.report()) ?? [];
      if (checks.every(({ status }) => status === 'ok')) return { status: 'ready', checks };
      throw new Problem({
        status: 503,
        code: 'service_unavailable',
        outcome: 'none',
        retryAfterSeconds: 1,
        members: { checks },
      });
    }
  }
  return HealthController;
}
