/** `/healthz`: the process runs. `/readyz`: its parts can serve; 503 with the names of those that cannot. */
import { Controller, Get, type Type } from '@nestjs/common';
import { Public } from './access';
import { Problem } from './problem';

/** The names of the parts that cannot serve now; none: ready. */
export type Readiness = () => Promise<readonly string[]> | readonly string[];

export function healthController(readiness: Readiness, timeoutMs = 2_000): Type {
  @Controller()
  class HealthController {
    @Get('healthz')
    @Public()
    health(): { readonly status: 'ok' } {
      return { status: 'ok' };
    }

    @Get('readyz')
    @Public()
    async ready(): Promise<{ readonly status: 'ready' }> {
      const unready = await withinTime(readiness, timeoutMs);
      if (unready.length === 0) return { status: 'ready' };
      throw new Problem({ status: 503, code: 'service_unavailable', outcome: 'none', members: { unready } });
    }
  }
  return HealthController;
}

async function withinTime(readiness: Readiness, timeoutMs: number): Promise<readonly string[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly string[]>((resolve) => {
    timer = setTimeout(() => resolve(['readiness check timed out']), timeoutMs);
  });
  try {
    return await Promise.race([readiness(), late]);
  } catch {
    return ['readiness check failed'];
  } finally {
    clearTimeout(timer);
  }
}
