/** Where banks call by themselves (docs/reference/bank-port.md): known by a signature on the bytes, not by a key. */
import { Context, type RequestContext, platformProblem, SignedByCaller, Undocumented } from '@haber/http';
import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { PAYMENT_PORTS, type PaymentPorts } from '../ports';

/** Of one address: a bank calls once or twice a payout, a stranger not at all. */
const PER_ADDRESS = { requests: 12_000, windowSeconds: 60 };

const NOT_SIGNED = 'The call is not signed as the bank’s are, is no statement on a payout, or its time is not now.';

@Controller('api/v1/bank/callbacks')
export class BankCallbacksController {
  constructor(@Inject(PAYMENT_PORTS) private readonly ports: Pick<PaymentPorts, 'payouts'>) {}

  @Post()
  @HttpCode(200)
  @SignedByCaller(PER_ADDRESS)
  @Undocumented()
  async call(@Context() { rawBody: body }: RequestContext, @Req() { headers }: IncomingMessage): Promise<object> {
    const end = await this.ports.payouts.callback({ headers, body });
    if (end === 'refused') throw platformProblem('unauthorized', { detail: NOT_SIGNED });
    if (end === 'later') throw platformProblem('service_unavailable', { outcome: 'none', retryAfterSeconds: 1 });
    return { received: true };
  }
}
