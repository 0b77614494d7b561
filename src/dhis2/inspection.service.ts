import { Injectable } from '@nestjs/common';
import { Settings } from '../platform/config/settings.js';
import { type Page, pageOf } from '../platform/web/page.dto.js';
import { REGISTRATION_STATES } from './dhis2.contract.js';
import { bounded } from './delivery/bounds.js';
import { CircuitRepository } from './delivery/circuit.repository.js';
import { Dhis2Off, RegistrationNotFound } from './dhis2.errors.js';
import type { Dhis2Gateway, Finding } from './dhis2.port.js';
import { GatewayRegistry } from './gateway-registry.js';
import { Questionnaire } from './questionnaire.service.js';
import { Dhis2CheckDto, Dhis2StatusDto, type Worst } from './status.dto.js';
import {
  RegistrationRepository,
  type Seen,
  type SeenAttempt,
  type Wanted,
} from './registrations/registration.repository.js';

/** What people look at: lists, details, the state of things, and the check. */
@Injectable()
export class Inspection {
  constructor(
    private readonly registrations: RegistrationRepository,
    private readonly circuits: CircuitRepository,
    private readonly gateways: GatewayRegistry,
    private readonly questionnaire: Questionnaire,
    private readonly settings: Settings,
  ) {}

  async list(wanted: Wanted): Promise<Page<Seen>> {
    return pageOf(await this.registrations.list(wanted), wanted.limit, ({ id }) => id);
  }

  async detail(id: string): Promise<{ row: Seen; attempts: SeenAttempt[] }> {
    const row = await this.registrations.find(id);
    if (row === null) throw new RegistrationNotFound();
    return { row, attempts: await this.registrations.attempts(id) };
  }

  async status(): Promise<Dhis2StatusDto> {
    const { mode } = this.settings.dhis2;
    const counts = await this.registrations.countsOf(REGISTRATION_STATES);
    const oldestWaiting = await this.registrations.oldestWaiting();
    const open = this.gateways.isOn ? await this.circuits.open() : null;
    return Object.assign(new Dhis2StatusDto(), {
      mode,
      gateway: this.gateways.isOn ? gatewayOf(this.gateways.active) : null,
      counts,
      oldestWaiting: oldestWaiting?.toISOString() ?? null,
      circuits: Dhis2StatusDto.circuit(open),
    });
  }

  /** Looks at everything that a registration needs, as it goes, for a minute at most. */
  check(): AsyncIterable<Finding> {
    if (!this.gateways.isOn) throw new Dhis2Off();
    return this.findings();
  }

  private async *findings(): AsyncIterable<Finding> {
    yield* this.questionnaire.findings;
    const signal = AbortSignal.timeout(LONGEST_CHECK_MS);
    const patience = { leftMs: LONGEST_CHECK_MS, signal };
    const looking = this.gateways.active.check(signal)[Symbol.asyncIterator]();
    for (;;) {
      const next = await bounded(looking.next(), patience, null);
      if (next === null) return yield TOO_LONG;
      if (next.done === true) return;
      yield next.value;
    }
  }

  async checked(): Promise<Dhis2CheckDto> {
    const findings: Finding[] = [];
    for await (const finding of this.check()) findings.push(finding);
    return Object.assign(new Dhis2CheckDto(), { state: worstOf(findings), findings });
  }
}

function gatewayOf({ name, can }: Dhis2Gateway): Dhis2StatusDto['gateway'] {
  const { sameCode, merge, generate } = can;
  return { name, can: { sameCode, merge, generate } };
}

const LONGEST_CHECK_MS = 60_000;
const TOO_LONG: Finding = {
  state: 'failed',
  title: 'Contrôle interrompu : il dure plus d’une minute',
  advice:
    'Le serveur répond trop lentement pour être contrôlé. Voyez sa charge et le réseau, puis recommencez.',
};

/** What matters of them all. */
export function worstOf(findings: readonly Finding[]): Worst {
  const states = new Set(findings.map(({ state }) => state));
  if (states.has('failed')) return 'failed';
  return states.has('warning') ? 'warning' : 'ok';
}
