/** The standalone product with one more route: a POST that does nothing behind the same guard and validation. */
import 'reflect-metadata';
import { startProcess } from '@haber/boot';
import { parseUseCredit, validationError } from '@haber/dialects';
import { AcceptApiKeyHeader, ExactBody, RequireScope, Undocumented, valid } from '@haber/http';
import { startStandalone } from '@haber/standalone';
import { Controller, HttpCode, Module, Post } from '@nestjs/common';

@Controller('noop')
@AcceptApiKeyHeader()
class NoopController {
  @Post(':customerId')
  @HttpCode(200)
  @Undocumented()
  @RequireScope('credit:use')
  noop(@ExactBody() body: unknown): object {
    const { orderId } = valid(parseUseCredit(body, 2), validationError);
    return { status: 'success', data: { order_id: orderId } };
  }
}

@Module({ controllers: [NoopController] })
class NoopModule {}

void startProcess({
  name: 'haber',
  start: async (context) => void (await startStandalone(context, { modules: [NoopModule] })),
});
