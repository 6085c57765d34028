/**
 * A service and its instances: whom to ask, and whom to ask next. A request goes to another instance only where that
 * cannot do anything twice: it was not sent, or was turned away with nothing done, or changes nothing whatever becomes
 * of it. Else the caller is told that nobody knows, and may repeat it under its key. A question does not wait for an
 * instance that has fallen silent while another is ready.
 */
import { Readable } from 'node:stream';
import { platformProblem } from '@haber/http';
import { AnswerLost, NotSent, type ServiceAnswer, type ServiceRequest } from './exchange';
import { Instance, type InstanceState, type InstanceTimeouts, TurnedAway } from './instance';

export interface ServiceOptions {
  readonly name: string;
  /** Where its instances are, without a slash at the end; at least one. */
  readonly urls: readonly string[];
  readonly timeouts?: Partial<InstanceTimeouts>;
  /** Between two checks of an instance. Default 500. */
  readonly checkEveryMs?: number;
}

const TIMEOUTS: InstanceTimeouts = { connectMs: 2_000, answerMs: 30_000, checkMs: 2_000 };
const CHECK_EVERY_MS = 500;
const RETRY_AFTER_SECONDS = 1;
const PREFERRED: readonly InstanceState[] = ['ready', 'unready', 'down'];

export class Service {
  readonly name: string;
  readonly instances: readonly Instance[];
  private readonly checkEveryMs: number;
  private timers: readonly NodeJS.Timeout[] = [];
  private turn = 0;

  constructor({ name, urls, timeouts, checkEveryMs = CHECK_EVERY_MS }: ServiceOptions) {
    this.name = name;
    this.instances = urls.map((url) => new Instance(url, { ...TIMEOUTS, ...timeouts }));
    this.checkEveryMs = checkEveryMs;
  }

  /** Resolves when every instance has been asked once, whatever it said; from then on each is asked again and again. */
  async start(): Promise<void> {
    await Promise.all(this.instances.map((instance) => instance.check()));
    this.timers = this.instances.map((instance) => {
      let underWay = false;
      return setInterval(() => {
        if (underWay) return;
        underWay = true;
        void instance.check().finally(() => (underWay = false));
      }, this.checkEveryMs);
    });
  }

  async close(): Promise<void> {
    this.timers.forEach((timer) => clearInterval(timer));
    await Promise.all(this.instances.map((instance) => instance.close()));
  }

  /** @throws Problem */
  async send(request: ServiceRequest): Promise<ServiceAnswer> {
    let last: unknown;
    for (const instance of this.inOrder()) {
      try {
        return await this.sendTo(instance, request);
      } catch (error) {
        last = error;
        if (!mayBeSentAgain(request, error)) break;
      }
    }
    throw problemOf(request, last);
  }

  private async sendTo(instance: Instance, request: ServiceRequest): Promise<ServiceAnswer> {
    if (!changesNothing(request)) return instance.send(request);
    const silence = new AbortController();
    const giveUp = (): void => {
      if (this.instances.some((other) => other !== instance && other.state === 'ready')) silence.abort();
    };
    instance.onSilence.add(giveUp);
    const { unwanted } = request;
    const either = unwanted ? AbortSignal.any([unwanted, silence.signal]) : silence.signal;
    try {
      return await instance.send({ ...request, unwanted: either });
    } finally {
      // An answer that has begun is left alone.
      instance.onSilence.delete(giveUp);
    }
  }

  /** Those that say they are ready, the idlest first and by turns; then those that do not: they may have come round. */
  private inOrder(): readonly Instance[] {
    this.turn = (this.turn + 1) % this.instances.length;
    const turned = [...this.instances.slice(this.turn), ...this.instances.slice(0, this.turn)];
    return turned.sort((a, b) => rank(a) - rank(b) || a.inFlight - b.inFlight);
  }
}

function rank({ state }: Instance): number {
  return PREFERRED.indexOf(state);
}

function changesNothing({ method }: ServiceRequest): boolean {
  return method === 'GET';
}

function mayBeSentAgain(request: ServiceRequest, error: unknown): boolean {
  if (isSpent(request) || request.unwanted?.aborted) return false;
  if (nothingWasDone(error)) return true;
  return error instanceof AnswerLost && changesNothing(request) && !isTimeout(error);
}

/** A stream that was begun to be sent is gone for the next. */
function isSpent({ body }: ServiceRequest): boolean {
  return body instanceof Readable && (body.readableDidRead || body.destroyed);
}

function nothingWasDone(error: unknown): boolean {
  return error instanceof NotSent || error instanceof TurnedAway;
}

/** Who has waited so long in vain is not made to wait as long again. */
function isTimeout({ cause }: AnswerLost): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'UND_ERR_HEADERS_TIMEOUT';
}

/** What is told where nobody could be asked any more; a fault of ours stays one. */
function problemOf(request: ServiceRequest, error: unknown): unknown {
  if (!nothingWasDone(error) && !(error instanceof AnswerLost)) return error;
  const retryAfterSeconds = RETRY_AFTER_SECONDS;
  return nothingWasDone(error) || changesNothing(request)
    ? platformProblem('service_unavailable', { outcome: 'none', retryAfterSeconds })
    : platformProblem('outcome_unknown', { outcome: 'unknown', retryAfterSeconds });
}
