import type { Created, Dhis2Gateway, Found, GatewayFailure, Patience, Registration } from '../dhis2.port.js';
import {
  asked,
  looksLikeCode,
  type Payload,
  type RegistrationOutcome,
  type Step,
  type Work,
} from '../registrations/registration.js';
import { bounded } from './bounds.js';
import { BROKEN, isFailure, ODD_CODE, ODD_ID, tidy, TIME_IS_OVER, USED_BY_ANOTHER } from './failures.js';
import type { End } from './progress.js';

/** What an attempt needs of the house on its way. */
export interface Course {
  gateway: Dhis2Gateway;
  /** Milliseconds for all calls together. */
  timeoutMs: number;
  /** The house is being closed. */
  signal: AbortSignal;
  /** Notes, before the client is made, that it may exist from now on; `false` when the row is in other hands. */
  intend(work: Work, known: readonly string[]): Promise<boolean>;
  /** The register's own code is known: the characters to register; `null` when the row is in other hands. */
  decide(work: Work, payload: Payload, generated: string): Promise<string | null>;
  /** The client of the code to which this one is linked. */
  partner(codeId: string): Promise<string | null>;
  /** A gateway threw, which it never should. */
  broken(step: Step, error: unknown): void;
}

/** At most so many others with the same code are told to the register as possible duplicates. */
const MOST_FLAGGED = 10;

/** One attempt: confirm, where the last one ended in doubt; validate → search → generate → create; then what is to be told of it. */
export class Attempt {
  private readonly until: number;
  private step: Step = 'validate';
  private clientId: string | null;
  private outcome: RegistrationOutcome | null;
  private known: readonly string[];
  private unsure: boolean;
  private told = false;
  private remark: GatewayFailure | undefined;

  constructor(
    private readonly work: Work,
    private readonly course: Course,
  ) {
    this.until = performance.now() + course.timeoutMs;
    ({ clientId: this.clientId, known: this.known, unsure: this.unsure, outcome: this.outcome } = work);
  }

  async run(): Promise<End> {
    const { payload } = this.work;
    if (this.clientId === null && payload === null) return { end: 'abandoned' };
    const stop = this.clientId === null && payload !== null ? await this.register(payload) : null;
    return stop ?? (await this.tell());
  }

  /** Resolves with the end, when it comes before there is a client. */
  private async register(payload: Payload): Promise<End | null> {
    let registration = asked(this.work, payload);
    if (this.unsure) {
      const stop = await this.confirm(registration);
      if (stop !== null || this.clientId !== null) return stop;
    }
    const seen = await this.look(registration);
    if (seen === null || 'end' in seen) return seen;
    let { others } = seen;
    const code = await this.code(registration, payload);
    if (typeof code !== 'string') return code;
    if (code !== registration.code) {
      registration = { ...registration, code };
      const again = await this.look(registration);
      if (again === null || 'end' in again) return again;
      others = again.others;
    }
    if (others && !this.course.gateway.can.sameCode) return this.contested('', USED_BY_ANOTHER);
    return this.create({ ...registration, possibleDuplicate: registration.possibleDuplicate || others });
  }

  private async confirm(registration: Registration): Promise<End | null> {
    const answer = await this.call('confirm', (gateway, patience) =>
      gateway.confirm(registration, this.known, patience),
    );
    if (answer.outcome !== 'not-found') return this.taken(answer);
    this.unsure = false;
    return null;
  }

  /** Whether others have the code; `null`: it is our own client that was found. */
  private async look(registration: Registration): Promise<{ others: boolean } | End | null> {
    const valid = await this.call('validate', (gateway, patience) =>
      gateway.validate(registration, patience),
    );
    if (isFailure(valid)) return this.failed(valid);
    const found = await this.call('search', (gateway, patience) => gateway.search(registration, patience));
    if (isFailure(found)) return this.failed(found);
    const clients = [...clientsOf(valid), ...clientsOf(found)];
    const ours = clients.find(({ isOurs }) => isOurs);
    this.known = [...new Set(clients.filter(({ isOurs }) => !isOurs).map(({ id }) => id))].slice(
      0,
      MOST_FLAGGED,
    );
    if (ours === undefined) return { others: valid.outcome === 'found' || found.outcome === 'found' };
    this.hold('already-ours', ours.id);
    return null;
  }

  /** The characters to register. */
  private async code({ code }: Registration, payload: Payload): Promise<string | End> {
    const { gateway } = this.course;
    if (!gateway.can.generate || payload.generated === true) return code;
    const made = await this.call('generate', (_, patience) =>
      gateway.generate(asked(this.work, payload), patience),
    );
    if (isFailure(made)) return this.failed(made);
    if (!looksLikeCode(made.code)) return this.failed(ODD_CODE);
    return (await this.course.decide(this.work, payload, made.code)) ?? { end: 'abandoned' };
  }

  private async create(registration: Registration): Promise<End | null> {
    if (this.left() <= 0 || this.course.signal.aborted) return this.failed(TIME_IS_OVER);
    if (!(await this.course.intend(this.work, this.known))) return { end: 'abandoned' };
    const made = await this.call('create', (gateway, patience) => gateway.create(registration, patience));
    this.unsure = made.outcome === 'unknown';
    return this.taken(made);
  }

  private taken(answer: Created | GatewayFailure): End | null {
    if (isFailure(answer)) return this.failed(answer);
    if (answer.outcome === 'used-by-another') return this.contested(answer.words, answer.advice);
    if (!isId(answer.clientId)) {
      this.unsure = true;
      return this.failed(ODD_ID);
    }
    this.hold(answer.outcome, answer.clientId);
    return null;
  }

  private hold(outcome: RegistrationOutcome, clientId: string): void {
    this.outcome = outcome;
    this.clientId = clientId;
    this.unsure = false;
  }

  /** The client is there: tells the register of others who may be the same person. */
  private async tell(): Promise<End> {
    const clientId = this.clientId ?? '';
    for (const original of this.known.filter((id) => id !== clientId)) {
      const stop = await this.pair('flag', original, clientId);
      if (stop !== null) return stop;
      this.known = this.known.filter((id) => id !== original);
    }
    const stop = await this.tellLink(clientId);
    if (stop !== null) return stop;
    const { step, outcome, remark } = this;
    const reached = isReached(outcome) ? outcome : 'created';
    return { end: 'registered', step, outcome: reached, clientId, told: this.told, remark };
  }

  /** What is to be done with the client of another code, when that one is there; one that is gone by now closes the matter. */
  private async tellLink(clientId: string): Promise<End | null> {
    const { link, linkedCodeId } = this.work;
    if (linkedCodeId === null || (link !== 'flag' && link !== 'merge')) return null;
    const other = await this.course.partner(linkedCodeId);
    this.told = other !== null || this.work.clientId !== null;
    return other === null || other === clientId ? null : this.pair(link, other, clientId);
  }

  /** What the register will never take of this is a remark: the client itself is registered. */
  private async pair(step: 'flag' | 'merge', first: string, second: string): Promise<End | null> {
    const told = await this.call<{ outcome: 'flagged' | 'merged' }>(step, (gateway, patience) =>
      step === 'merge'
        ? gateway.merge({ keep: first, merge: second }, patience)
        : gateway.flagDuplicate({ original: first, duplicate: second }, patience),
    );
    if (!isFailure(told)) return null;
    if (told.outcome === 'retryable' || told.outcome === 'unknown') return this.failed(told);
    this.remark = told;
    return null;
  }

  private async call<T extends { outcome: string }>(
    step: Step,
    make: (gateway: Dhis2Gateway, patience: Patience) => Promise<T | GatewayFailure>,
  ): Promise<T | GatewayFailure> {
    this.step = step;
    const leftMs = this.left();
    if (leftMs <= 0 || this.course.signal.aborted) return TIME_IS_OVER;
    try {
      const patience = { leftMs, signal: this.course.signal };
      const late = { ...TIME_IS_OVER, outcome: inDoubt(step) };
      const answer = await bounded(make(this.course.gateway, patience), patience, late);
      return isFailure(answer) ? tidy(answer) : answer;
    } catch (error) {
      this.course.broken(step, error);
      return { ...BROKEN, outcome: inDoubt(step) };
    }
  }

  private left(): number {
    return Math.floor(this.until - performance.now());
  }

  private contested(words: string, advice: string): End {
    return { end: 'contested', step: this.step, known: this.known, words, advice };
  }

  private failed(failure: GatewayFailure): End {
    const { step, clientId, outcome, known, unsure } = this;
    if (this.course.signal.aborted) return { end: 'interrupted', step, clientId, outcome, known, unsure };
    return { end: 'failed', failure, step, clientId, outcome, known, unsure };
  }
}

function clientsOf(found: Found): Extract<Found, { outcome: 'found' }>['clients'] {
  return found.outcome === 'found' ? found.clients : [];
}

/** An earlier attempt may have failed with what is told after the client was made. */
function isReached(outcome: RegistrationOutcome | null): outcome is RegistrationOutcome {
  return outcome === 'created' || outcome === 'already-ours' || outcome === 'linked';
}

/** Of a call that did not tell its end; to tell something twice does no harm, to make somebody twice does. */
function inDoubt(step: Step): 'unknown' | 'retryable' {
  return step === 'create' ? 'unknown' : 'retryable';
}

/** What fits where it is kept. */
function isId(clientId: string): boolean {
  return clientId !== '' && Buffer.byteLength(clientId) <= 120;
}
