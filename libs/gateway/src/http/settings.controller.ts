/** Haber's own API: what holds for all keys of the caller's partner in one mode. */
import {
  changeSettingsOperation,
  ownValidationError,
  parseCommandQuery,
  parseNoQuery,
  parseSettings,
  readSettingsOperation,
  settingsAnswer,
} from '@haber/dialects';
import {
  callerOf,
  evidenceOf,
  Exchange,
  type HttpExchange,
  Operation,
  RequireScope,
  sendEvidence,
  valid,
} from '@haber/http';
import { Controller, Get, Inject, Put } from '@nestjs/common';
import { GATEWAY_PORTS, type GatewayPorts } from '../ports';
import { Administration } from './administration';

@Controller('api/v1/settings')
export class SettingsController {
  private readonly administration: Administration;

  constructor(@Inject(GATEWAY_PORTS) ports: GatewayPorts) {
    this.administration = new Administration(ports);
  }

  @Get()
  @Operation(readSettingsOperation)
  @RequireScope('admin')
  async read(@Exchange() { context, query, reply }: HttpExchange): Promise<object> {
    valid(parseNoQuery(query), ownValidationError);
    const standing = await this.administration.read(callerOf(context).tenant);
    void reply.header('etag', `"${standing.revision}"`);
    return settingsAnswer(standing.state.settings, standing);
  }

  @Put()
  @Operation(changeSettingsOperation)
  @RequireScope('admin')
  async change(@Exchange() exchange: HttpExchange): Promise<object> {
    const { dryRun } = valid(parseCommandQuery(exchange.query), ownValidationError);
    const settings = valid(parseSettings(exchange.body), ownValidationError);
    const command = { type: 'change-settings', ...settings } as const;
    const { done, partner } = await this.administration.carryOut(exchange, { command, dryRun });
    sendEvidence(exchange.reply, done);
    return settingsAnswer(partner.settings, evidenceOf(done));
  }
}
