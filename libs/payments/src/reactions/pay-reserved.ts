/** An execution that was reserved is paid: submitted here, in the message's turn; sent behind it. */
import { WriterUnavailable } from '@haber/account-writer';
import type { BusEvent } from '@haber/bus';
import { StoreBusy } from '@haber/event-store';
import { capacityAccountDefinition, isCapacityEvent, type Tenant } from '@haber/ledger';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { PAYMENT_PORTS, type PaymentPorts } from '../ports';

@Controller()
export class PayReservedReaction {
  constructor(@Inject(PAYMENT_PORTS) private readonly ports: Pick<PaymentPorts, 'payouts'>) {}

  @EventPattern('capacity-account.execution-reserved.v1')
  async pay(@Payload() { id, type, stream, tenant, correlationId, recordedAt, json }: BusEvent): Promise<void> {
    const event = capacityAccountDefinition.codec.decode(type, json);
    if (!isCapacityEvent(event) || event.type !== 'capacity-account.execution-reserved.v1') return;
    const { payoutId, executionId, customerId } = event.data;
    const about = { payoutId, executionId, customerId, stream, tenant: tenant as Tenant, correlationId };
    await this.ports.payouts.reserved({ ...about, reservedBy: id, reservedAt: recordedAt }).catch(passing);
  }
}

/** A writer that is busy or away passes, and is no fault of the message's. */
function passing(error: unknown): never {
  throw error instanceof WriterUnavailable ? new StoreBusy(error.message, { cause: error }) : error;
}
