import {
  type Created,
  Dhis2Gateway,
  type Finding,
  type Found,
  type GatewayFailure,
  type Generated,
  type Patience,
  type Registration,
} from './dhis2.port.js';

type Answer = Found | Generated | Created | GatewayFailure | { outcome: 'not-found' | 'flagged' | 'merged' };
type Call = 'validate' | 'search' | 'generate' | 'create' | 'confirm' | 'flagDuplicate' | 'merge';

/** What the fake was asked, in order. */
export interface Asked {
  call: Call;
  code?: string;
  reference?: string;
  known?: readonly string[];
  pair?: readonly string[];
  possibleDuplicate?: boolean;
}

/** A register in memory that does as it is told, for the tests of whoever speaks to one. */
export class FakeGateway extends Dhis2Gateway {
  override answers?: Dhis2Gateway['answers'];
  can = { sameCode: true, merge: false, generate: false };
  /** Reference of whom it has, by id. */
  readonly clients = new Map<string, { code: string; reference: string }>();
  readonly asked: Asked[] = [];
  findings: Finding[] = [{ state: 'ok', title: 'Le serveur répond.' }];
  /** The code that it makes. */
  generated: (registration: Registration) => string = ({ code }) => code;
  /** Before each call: waits, throws, or answers in its place. */
  before: (call: Call, registration: Registration | null, patience: Patience) => Promise<Answer | void> =
    () => Promise.resolve();
  /** After a client was made: an answer in place of the true one, as when the line breaks. */
  afterCreate: () => Answer | void = () => undefined;
  private made = 0;

  constructor(readonly name = 'tracker') {
    super();
  }

  references(): Readonly<Record<string, string>> {
    this.made += 1;
    return { trackedEntity: `te${this.made}` };
  }

  validate(registration: Registration, patience: Patience): Promise<Found | GatewayFailure> {
    return this.answer('validate', registration, patience, () => this.found(registration));
  }

  search(registration: Registration, patience: Patience): Promise<Found | GatewayFailure> {
    return this.answer('search', registration, patience, () => this.found(registration));
  }

  generate(registration: Registration, patience: Patience): Promise<Generated | GatewayFailure> {
    return this.answer('generate', registration, patience, () => ({
      outcome: 'generated',
      code: this.generated(registration),
    }));
  }

  create(registration: Registration, patience: Patience): Promise<Created | GatewayFailure> {
    return this.answer('create', registration, patience, () => {
      const { reference, code } = registration;
      const ours = this.idOf(reference);
      const clientId = ours ?? `client-${this.clients.size + 1}`;
      this.clients.set(clientId, { code, reference });
      const said = this.afterCreate() as Created | undefined;
      return said ?? { outcome: ours === null ? 'created' : 'already-ours', clientId };
    });
  }

  async confirm(
    registration: Registration,
    known: readonly string[],
    patience: Patience,
  ): Promise<Created | { outcome: 'not-found' } | GatewayFailure> {
    const answer = await this.answer<Created | { outcome: 'not-found' }>(
      'confirm',
      registration,
      patience,
      () => {
        const clientId = this.idOf(registration.reference);
        return clientId === null ? { outcome: 'not-found' } : { outcome: 'already-ours', clientId };
      },
    );
    const last = this.asked.findLast(({ call }) => call === 'confirm');
    if (last !== undefined) last.known = known;
    return answer;
  }

  flagDuplicate(
    { original, duplicate }: { original: string; duplicate: string },
    patience: Patience,
  ): Promise<{ outcome: 'flagged' } | GatewayFailure> {
    this.asked.push({ call: 'flagDuplicate', pair: [original, duplicate] });
    return this.answer('flagDuplicate', null, patience, () => ({ outcome: 'flagged' }));
  }

  merge(
    { keep, merge }: { keep: string; merge: string },
    patience: Patience,
  ): Promise<{ outcome: 'merged' } | GatewayFailure> {
    this.asked.push({ call: 'merge', pair: [keep, merge] });
    return this.answer('merge', null, patience, () => ({ outcome: 'merged' }));
  }

  async *check(): AsyncIterable<Finding> {
    for (const finding of this.findings) yield await Promise.resolve(finding);
  }

  /** The calls that were made, in order. */
  get calls(): Call[] {
    return this.asked.map(({ call }) => call);
  }

  private async answer<T extends Answer>(
    call: Call,
    registration: Registration | null,
    patience: Patience,
    say: () => T,
  ): Promise<T | GatewayFailure> {
    if (registration !== null) {
      const { code, reference, possibleDuplicate } = registration;
      this.asked.push({ call, code, reference, possibleDuplicate });
    }
    return ((await this.before(call, registration, patience)) as T | undefined) ?? say();
  }

  private found({ code, reference }: Registration): Found {
    const clients = [...this.clients]
      .filter(([, client]) => client.code === code)
      .map(([id, client]) => ({ id, code, isOurs: client.reference === reference }));
    return clients.length === 0 ? { outcome: 'not-found' } : { outcome: 'found', clients };
  }

  private idOf(reference: string): string | null {
    return [...this.clients].find(([, client]) => client.reference === reference)?.[0] ?? null;
  }
}

/** A failure as a gateway tells it. */
export function failure(
  outcome: GatewayFailure['outcome'],
  over: Partial<GatewayFailure> = {},
): GatewayFailure {
  const cause = outcome === 'unknown' ? 'timeout' : outcome;
  return { outcome, cause, words: 'Words of the register', advice: 'Attendez.', ...over };
}
