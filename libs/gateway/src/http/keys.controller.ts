/**
 * Haber's own API: the keys of the caller's own partner and mode. A key is in clear in the answer to whoever had it
 * made, and nowhere else; whatever an id names that is not the caller's own is not there.
 */
import {
  type IssueKey,
  issuedKeyAnswer,
  issueKeyOperation,
  keyAnswer,
  type KeyShown,
  listKeysOperation,
  ownError,
  ownValidationError,
  pageAsked,
  PageQuery,
  parseCommandQuery,
  parseIssueKey,
  parseNoQuery,
  parseOwnId,
  parseOwnQuery,
  parseRotateKey,
  readKeyOperation,
  revokeKeyOperation,
  rotatedKeyAnswer,
  rotateKeyOperation,
  wirePage,
  wrongMember,
} from '@haber/dialects';
import {
  callerOf,
  commandOrigin,
  cursorOf,
  eventOf,
  evidenceOf,
  Exchange,
  type HttpExchange,
  Operation,
  placeOf,
  platformProblem,
  Problem,
  type RequestContext,
  RequireScope,
  sendEvidence,
  valid,
} from '@haber/http';
import { issuedKey, type Partner } from '@haber/ledger';
import { Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { allowListEntry } from '../allow-list';
import { type PresentedKey, presentedKey } from '../api-key';
import { issueCommand } from '../keys';
import { GATEWAY_PORTS, type GatewayPorts } from '../ports';
import { keyMadeBy } from '../repeatable-key';
import { type Administered, Administration } from './administration';
import { partnerRefusals } from './key-refusals';

const KEYS = 'keys';

@Controller('api/v1/keys')
export class KeysController {
  private readonly administration: Administration;

  constructor(@Inject(GATEWAY_PORTS) private readonly ports: GatewayPorts) {
    this.administration = new Administration(ports);
  }

  @Post()
  @Operation(issueKeyOperation)
  @RequireScope('admin')
  async issue(@Exchange() exchange: HttpExchange): Promise<object> {
    const { dryRun } = valid(parseCommandQuery(exchange.query), ownValidationError);
    const { existingKey, ...terms } = withAddresses(valid(parseIssueKey(exchange.body), ownValidationError));
    const made = existingKey === undefined ? this.made(exchange.context) : undefined;
    const presented = made ?? (await this.brought(exchange.context, existingKey ?? ''));
    const command = issueCommand(presented, terms);
    const administered = await this.administration.carryOut(exchange, { command, dryRun });
    const { done, partner } = administered;
    const key = shownOnce(administered, made);
    if (done.events.length === 0) void exchange.reply.code(200);
    sendEvidence(exchange.reply, done);
    return issuedKeyAnswer(keyOf(partner, presented.id), evidenceOf(done), key);
  }

  @Get()
  @Operation(listKeysOperation)
  @RequireScope('admin')
  async list(@Exchange() { context, query }: HttpExchange): Promise<object> {
    const { limit, cursor } = valid(parseOwnQuery(PageQuery, query, pageAsked), ownValidationError);
    const from = cursor === undefined ? 0 : indexIn(cursor);
    const standing = await this.administration.read(callerOf(context).tenant);
    const { keys } = standing.state;
    const shown = keys.slice(from, from + limit).map((key) => keyAnswer(key, standing));
    return wirePage(shown, from + limit < keys.length ? cursorOf(KEYS, `${from + limit}`) : undefined);
  }

  @Get(':id')
  @Operation(readKeyOperation)
  @RequireScope('admin')
  async read(@Exchange() { context, query, reply }: HttpExchange, @Param('id') raw: string): Promise<object> {
    const id = valid(parseOwnId(raw), ownValidationError);
    valid(parseNoQuery(query), ownValidationError);
    const standing = await this.administration.read(callerOf(context).tenant);
    const key = issuedKey(standing.state, id);
    if (!key) throw new Problem(ownError('key_not_found'));
    void reply.header('etag', `"${standing.revision}"`);
    return keyAnswer(key, standing);
  }

  @Post(':id/rotate')
  @HttpCode(201)
  @Operation(rotateKeyOperation)
  @RequireScope('admin')
  async rotate(@Exchange() exchange: HttpExchange, @Param('id') raw: string): Promise<object> {
    const keyId = valid(parseOwnId(raw), ownValidationError);
    const { dryRun } = valid(parseCommandQuery(exchange.query), ownValidationError);
    const ends = valid(parseRotateKey(exchange.body), ownValidationError);
    const made = this.made(exchange.context);
    const successor = { keyId: made.id, secretHash: made.secretHash.toString('hex') };
    const command = { type: 'rotate-key', keyId, successor, ...ends } as const;
    const administered = await this.administration.carryOut(exchange, { command, dryRun });
    const { done, partner } = administered;
    const key = shownOnce(administered, made);
    sendEvidence(exchange.reply, done);
    const rotated = { successor: keyOf(partner, made.id), oldEndsAt: keyOf(partner, keyId).endsAt, key };
    return rotatedKeyAnswer(rotated, evidenceOf(done));
  }

  @Delete(':id')
  @Operation(revokeKeyOperation)
  @RequireScope('admin')
  async revoke(@Exchange() exchange: HttpExchange, @Param('id') raw: string): Promise<object> {
    const keyId = valid(parseOwnId(raw), ownValidationError);
    const { dryRun } = valid(parseCommandQuery(exchange.query), ownValidationError);
    const { done, partner } = await this.administration.carryOut(exchange, {
      command: { type: 'revoke-key', keyId },
      dryRun,
      settled: 'key_already_revoked',
    });
    sendEvidence(exchange.reply, done);
    return keyAnswer(keyOf(partner, keyId), evidenceOf(done));
  }

  private made(context: RequestContext): MadeKey {
    const key = keyMadeBy(commandOrigin(context, this.ports.fingerprint), this.ports.keyMaking);
    const presented = presentedKey(key, this.ports.pepper);
    if (!presented) throw new Error('a key was made that is none');
    return { ...presented, key };
  }

  /**
   * Only a key that says nothing about itself is taken: one of Haber's form names an id, and its answer would tell
   * which ids other partners have. Who knows an opaque key knows its id anyway.
   */
  private async brought(context: RequestContext, key: string): Promise<PresentedKey> {
    const presented = presentedKey(key, this.ports.pepper);
    if (presented?.mode !== null) throw invalid('must be a key that Haber did not make', 'key');
    const { tenant } = callerOf(context);
    await this.ports.keys.refresh().catch(unknownToUs);
    if ((this.ports.keys.ownerOf(presented.id) ?? tenant) !== tenant) throw new Problem(ownError('id_taken'));
    return presented;
  }
}

/** With the text that says it all. */
interface MadeKey extends PresentedKey {
  readonly key: string;
}

/**
 * The key in clear, if this very command has made it. A repeat by another calling key finds a key that it cannot show.
 * @throws Problem
 */
function shownOnce({ done }: Administered, made: MadeKey | undefined): string | null {
  if (!made || done.hash === undefined) return null;
  const { keyId } = eventOf(done, 'partner.key-issued.v1').event.data;
  if (keyId !== made.id) throw partnerRefusals.keyReused();
  return made.key;
}

function keyOf(partner: Partner, keyId: string): KeyShown {
  const key = issuedKey(partner, keyId);
  if (!key) throw new Error('a command on a key left none');
  return key;
}

/** @throws Problem for what is neither an address nor a network */
function withAddresses(asked: IssueKey): IssueKey {
  const wrong = asked.allowList.findIndex((entry) => allowListEntry(entry) === undefined);
  if (wrong === -1) return asked;
  throw invalid('must be an IP address or a network such as 192.0.2.7 or 2001:db8::/32', 'allow_list', `${wrong}`);
}

function invalid(detail: string, ...path: readonly string[]): Problem {
  return new Problem(ownValidationError(wrongMember(detail, ...path).errors));
}

/** The ring does not know whose keys there are: nothing was done. */
function unknownToUs(cause: unknown): never {
  throw platformProblem('service_unavailable', { outcome: 'none', retryAfterSeconds: 1, cause });
}

function indexIn(cursor: string): number {
  const [place = ''] = placeOf(cursor, KEYS, 1) ?? [];
  if (/^[1-9]\d{0,6}$/.test(place)) return Number(place);
  throw new Problem(ownValidationError([{ detail: 'is no cursor of this list', parameter: 'cursor' }]));
}
