/**
 * What every route does by which a partner administers itself: one command on the stream of the caller's own partner
 * and mode, whatever the request says, carried out and then heard of by this process' key ring before it is answered.
 */
import { type Standing, Standings } from '@haber/account-writer';
import { answerOf, callerOf, type CarriedOut, carriedOut, commandOrigin, type HttpExchange } from '@haber/http';
import { type Partner, partnerDefinition, type PartnerEvent, partnerStream, type Tenant } from '@haber/ledger';
import { decide, type PartnerCommand, type PartnerRejection } from '../domain/partner';
import type { GatewayPorts } from '../ports';
import { partnerRefusals } from './key-refusals';

interface Asked {
  readonly command: PartnerCommand;
  readonly dryRun: boolean;
  /** What the rules refuse because it is so already: nothing is left to be done then. */
  readonly settled?: PartnerRejection['code'];
}

export interface Administered {
  readonly done: CarriedOut<PartnerEvent>;
  /** As the command left it, whatever has happened since. */
  readonly partner: Partner;
}

export class Administration {
  private readonly standings: Standings<Partner, PartnerEvent, PartnerEvent>;

  constructor(private readonly ports: GatewayPorts) {
    this.standings = new Standings(partnerDefinition, ports.store);
  }

  /** @throws Problem, WriterUnavailable */
  async carryOut({ context }: HttpExchange, { command, dryRun, settled }: Asked): Promise<Administered> {
    const { tenant, actor } = callerOf(context);
    const stream = partnerStream(tenant);
    const done = await carriedOut(
      { writer: this.ports.partners, definition: partnerDefinition, dryRun },
      {
        ...commandOrigin(context, this.ports.fingerprint),
        stream,
        decide: (state, decideContext) => {
          const decision = decide(state, command, decideContext);
          return 'reject' in decision && decision.reject.code === settled ? { accept: [] } : decision;
        },
      },
      partnerRefusals,
    );
    const [left] = await answerOf(Promise.all([this.standings.after(stream, done, actor), this.ports.keys.refresh()]));
    return { done, partner: known(left).state };
  }

  /** With all that was written before. */
  async read(tenant: Tenant): Promise<Standing<Partner>> {
    return known(await this.standings.at(partnerStream(tenant)));
  }
}

function known(standing: Standing<Partner> | undefined): Standing<Partner> {
  if (!standing) throw new Error('a key whose partner is not known was let in');
  return standing;
}
