import type { Finding, GatewayFailure } from '../../../dhis2/dhis2.port.js';
import type { Clock } from '../../../kernel/clock.js';
import { Allowance } from '../allowance.js';
import { NEWEST } from '../dialect.js';
import { isFailure } from '../failures/failure.js';
import { refusalOf } from '../failures/refusal.js';
import { type TrackerPlan, unitsOf } from '../plan/tracker-plan.js';
import { bodyOf, importQuery } from '../register/draft.js';
import type { Program } from '../server/program.js';
import { aheadMs, dayThere } from '../server/server-time.js';
import type { Server, TrackerServer } from '../server/tracker-server.js';
import type { TrackerClient } from '../tracker.client.js';
import {
  type Account,
  ACCOUNT_FIELDS,
  accountFindings,
  accountOf,
  expiryFinding,
} from './account-findings.js';
import { failed, notSeen, ok, warning } from './finding.js';
import { programFindings } from './program-findings.js';
import { trialDraft, trialFinding } from './trial.js';
import {
  levelQuery,
  type Unit,
  unitFindings,
  unitQuery,
  unitsIn,
  ZONE_LEVEL,
  zonesFinding,
} from './unit-findings.js';

const REFUSED: readonly string[] = ['http-401', 'login-redirect', 'http-403'];
const TIMEOUT_MS = 30_000;
const TOLERATED_MS = 5 * 60_000;

/** Looks at all that a registration needs, and changes nothing. What rests on something that failed is not looked at. */
export class Checkup {
  constructor(
    private readonly on: { client: TrackerClient; server: TrackerServer; plan: TrackerPlan; clock: Clock },
  ) {}

  async *findings(signal?: AbortSignal): AsyncIterable<Finding> {
    const allowance = () => new Allowance({ leftMs: TIMEOUT_MS, signal });
    const server = await this.on.server.server(allowance());
    if (isFailure(server)) return yield* this.#unreached(server);
    yield ok('Le serveur DHIS2 répond.');
    yield versionFinding(server);
    yield* clockFindings(server);
    const account = await this.#account(allowance());
    yield* account.findings;
    const program = await this.on.server.program(allowance());
    if (isFailure(program)) return yield notSeen('Le programme ne se laisse pas lire', program);
    yield* programFindings(program, this.on.plan);
    yield* await this.#units(account.captures, allowance());
    yield await this.#trial(server, program, allowance());
  }

  *#unreached(failure: GatewayFailure): Iterable<Finding> {
    const { cause, advice } = failure;
    if (!REFUSED.includes(cause)) return yield notSeen('DHIS2 n’a pas pu être consulté', failure);
    yield ok('Le serveur DHIS2 répond.');
    yield failed(`DHIS2 n’accepte pas le compte (${cause}).`, advice);
  }

  async #account(allowance: Allowance): Promise<{ findings: Finding[]; captures: readonly string[] }> {
    const answer = await this.on.client.get('me', [['fields', ACCOUNT_FIELDS]], allowance);
    const account: Account | null = isFailure(answer) ? null : accountOf(answer.json);
    if (account === null) {
      const failure = isFailure(answer) ? answer : refusalOf(answer);
      return { findings: [notSeen('Le compte ne se laisse pas lire', failure)], captures: [] };
    }
    const expiry = await this.#expiry(allowance);
    return {
      findings: [...accountFindings(account), ...(expiry === null ? [] : [expiry])],
      captures: account.captures,
    };
  }

  /** Where DHIS2 lists the tokens has had two names. */
  async #expiry(allowance: Allowance): Promise<Finding | null> {
    const { client, clock } = this.on;
    if (client.account.kind !== 'token') return null;
    let tokens: unknown;
    for (const path of ['apiTokens', 'apiToken']) {
      const answer = await client.get(path, [['fields', 'id,expire']], allowance);
      tokens ??= isFailure(answer) ? undefined : (answer.json['apiTokens'] ?? answer.json['apiToken']);
      if (tokens !== undefined) break;
    }
    return expiryFinding(tokens, client.account, clock.now());
  }

  async #units(captures: readonly string[], allowance: Allowance): Promise<Finding[]> {
    const { client, plan } = this.on;
    const found = new Map<string, Unit>();
    for (const name of unitsOf(plan)) {
      const answer = await client.get('organisationUnits', unitQuery(name, plan), allowance);
      const [unit] = isFailure(answer) ? [] : unitsIn(answer.json).units;
      if (unit !== undefined) found.set(name, unit);
    }
    const ofProgram = await client.get(
      `programs/${plan.program}`,
      [['fields', 'organisationUnits[id]']],
      allowance,
    );
    const assigned =
      isFailure(ofProgram) || ofProgram.status !== 200 ? null : unitIds(ofProgram.json['organisationUnits']);
    const zones = await client.get('organisationUnits', levelQuery(ZONE_LEVEL), allowance);
    return [
      ...unitFindings(plan, { found, ofProgram: assigned, captures }),
      zonesFinding(isFailure(zones) ? zones : unitsIn(zones.json)),
    ];
  }

  async #trial({ time }: Server, program: Program, allowance: Allowance): Promise<Finding> {
    const { client, plan, clock } = this.on;
    const now = clock.now();
    const draft = trialDraft(
      plan,
      program,
      time === null ? now.toISOString().slice(0, 10) : dayThere(now, time),
    );
    const body = bodyOf(draft, plan, program);
    if (isFailure(body)) return notSeen('L’essai à blanc n’a pas été tenté', body);
    const answer = await client.post(
      'tracker',
      { query: importQuery(plan, 'VALIDATE'), body, kind: 'read' },
      allowance,
    );
    return trialFinding(answer, draft, plan);
  }
}

function versionFinding({ version, release, dialect, zone }: Server): Finding {
  if (release > NEWEST)
    return warning(
      `DHIS2 ${version} est plus récent que ce que Relais connaît ; il lui parle comme à ${dialect.speaks}.`,
      'Lisez la suite de ce contrôle avec attention, et cherchez une version plus récente de Relais.',
    );
  return ok(`DHIS2 ${version} ; Relais lui parle comme à ${dialect.speaks} (fuseau ${zone}).`);
}

function clockFindings({ time, zone }: Server): Finding[] {
  const advice =
    'Réglez les deux horloges (NTP). Relais compte les jours par celle de DHIS2, qui refuse les dates de l’avenir (E1020).';
  if (time === null) return [warning('DHIS2 ne dit pas l’heure qu’il est.', advice)];
  const ahead = aheadMs(time, zone);
  if (ahead === null || Math.abs(ahead) < TOLERATED_MS) return [];
  const minutes = Math.round(Math.abs(ahead) / 60_000);
  return [
    warning(`L’horloge de DHIS2 ${ahead > 0 ? 'avance' : 'retarde'} de ${minutes} min sur la nôtre.`, advice),
  ];
}

function unitIds(list: unknown): ReadonlySet<string> | null {
  if (!Array.isArray(list)) return null;
  return new Set(list.map((unit: { id?: unknown } | null) => String(unit?.id)));
}
