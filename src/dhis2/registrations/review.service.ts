import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { AuditTrail } from '../../platform/web/audit.js';
import { DecisionImpossible, DecisionNotOpen, RegistrationNotFound } from '../dhis2.errors.js';
import { CircuitRepository } from '../delivery/circuit.repository.js';
import { GatewayRegistry } from '../gateway-registry.js';
import { type Task, taskOf } from './registration.js';
import type { RegistrationRow } from './registration.entity.js';
import { RegistrationRepository, type Retriable } from './registration.repository.js';
import { queuedAgain } from './resolutions.js';

/**
 * `same`: it is the person whom the register has; `different`: it is somebody else; `again`: the register was put right, it is asked
 * anew; `done`: what there was to do there is done.
 */
export const DECISIONS = ['same', 'different', 'again', 'done'] as const;
export type Decision = (typeof DECISIONS)[number];

/** What people do about registrations that do not go their way. */
@Injectable()
export class Review {
  constructor(
    private readonly registrations: RegistrationRepository,
    private readonly circuits: CircuitRepository,
    private readonly gateways: GatewayRegistry,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Another try at once, with three days before it; `null`: all in these states. The register is tried at once, too. */
  retry(ids: readonly string[] | null, states: readonly Retriable[]): Promise<number> {
    const now = this.clock.now();
    return this.registrations.atomically(async () => {
      const retried = await this.registrations.retry(ids, states, now);
      if (retried > 0) await this.circuits.hurry(now);
      await this.audit.record({
        action: 'dhis2.retried',
        detail: { retried, all: ids === null, states: states.join(' ') },
      });
      return retried;
    });
  }

  /** Closes the task of a registration. */
  decide(id: string, decision: Decision): Promise<void> {
    return this.registrations.atomically(async () => {
      const row = await this.registrations.row(id);
      if (row === null) throw new RegistrationNotFound();
      if (row.state !== 'NEEDS_REVIEW') throw new DecisionNotOpen();
      const task = taskOf(row.outcome);
      if (!(await this.registrations.settle(row, this.decided(row, task, decision))))
        throw new DecisionNotOpen();
      await this.audit.record({
        action: 'dhis2.decided',
        subject: `registration:${id}`,
        detail: { task, decision },
      });
    });
  }

  private decided(row: RegistrationRow, task: Task, decision: Decision): Partial<RegistrationRow> {
    if (!DECISIONS_OF[task].includes(decision)) throw new DecisionImpossible(TEXTS[task]);
    const now = this.clock.now();
    if (decision === 'done') return { ...CLOSED, outcome: 'closed', clientId: null, updatedAt: now };
    // It is linked to the one whom the register showed; of one that it did not show there is no id.
    if (decision === 'same')
      return { ...CLOSED, outcome: 'linked', clientId: row.known[0] ?? null, updatedAt: now };
    const queued = { ...queuedAgain(row, now), updatedAt: now };
    if (decision === 'again' && row.outcome !== 'gone') return { ...queued, ...askedAnew(task) };
    if (task === 'duplicate' && !this.gateways.active.can.sameCode)
      throw new DecisionImpossible(ONE_CODE_EACH);
    const refs = { ...this.gateways.active.references() };
    return { ...queued, refs, known: [], unsure: false, clientId: null };
  }
}

/** One that may be there is looked for by its own ids first: only what is not found is made. */
function askedAnew(task: Task): Partial<RegistrationRow> {
  return task === 'duplicate' ? { known: [] } : { unsure: true };
}

const CLOSED = {
  state: 'DONE',
  nextAttemptAt: null,
  payload: null,
  codeKey: null,
  cause: null,
  words: null,
  advice: null,
  known: [] as string[],
  unsure: false,
} satisfies Partial<RegistrationRow>;

const DECISIONS_OF: Readonly<Record<Task, readonly Decision[]>> = {
  duplicate: ['same', 'different', 'again'],
  'lost-client': ['again', 'different', 'done'],
  'delete-client': ['done'],
  separate: ['done'],
};

const TEXTS: Readonly<Record<Task, string>> = {
  duplicate:
    'Dites « same » si c’est la même personne, « different » si c’en est une autre, « again » si l’autre dossier a été corrigé ou supprimé.',
  'lost-client':
    'Dites « again » pour redemander au registre et y créer le client s’il n’y est pas, « different » pour en créer un autre dans tous les cas, « done » si rien n’est plus à enregistrer.',
  'delete-client': 'Supprimez le client dans DHIS2, puis dites « done ».',
  separate: 'Recréez dans DHIS2 le client qui manque, puis dites « done ».',
};

const ONE_CODE_EACH =
  'Dans ce registre, deux clients ne peuvent pas avoir le même code. Rendez l’attribut du code non unique dans DHIS2 et dans la configuration, ou décidez que c’est la même personne.';
