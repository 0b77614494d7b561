import { z } from 'zod';
import type { Finding, GatewayFailure } from '../../../dhis2/dhis2.port.js';
import { plainName } from '../../../kernel/text.js';
import { type TrackerPlan, unitsOf } from '../plan/tracker-plan.js';
import type { Query } from '../tracker.client.js';
import { failed, ok, someOf, warning } from './finding.js';

const unit = z.object({
  id: z.string(),
  code: z.string().nullable().catch(null),
  displayName: z.string().catch(''),
  level: z.number().catch(0),
  path: z.string().catch(''),
});
export type Unit = z.output<typeof unit>;

const list = z.object({
  pager: z.object({ total: z.number() }).nullable().catch(null),
  organisationUnits: z.array(unit),
});

/** Units of an answer, and how many there are in all where it tells. */
export function unitsIn(json: unknown): { units: Unit[]; total: number } {
  const { data } = list.safeParse(json);
  const units = data?.organisationUnits ?? [];
  return { units, total: data?.pager?.total ?? units.length };
}

const UNIT_FIELDS = 'id,code,displayName,level,path';
/** The zones de santé, beneath country and province. */
export const ZONE_LEVEL = 3;

/** One unit of the file. */
export function unitQuery(name: string, { unitsAre }: TrackerPlan): Query {
  return [
    ['filter', `${unitsAre === 'CODE' ? 'code' : 'id'}:eq:${name}`],
    ['fields', UNIT_FIELDS],
  ];
}

/** The first units of a level: there are hundreds, and they are counted. */
export function levelQuery(level: number): Query {
  return [
    ['filter', `level:eq:${level}`],
    ['fields', UNIT_FIELDS],
    ['pageSize', '5'],
  ];
}

/** What DHIS2 said of each unit of the file, in its order. */
export interface Units {
  found: ReadonlyMap<string, Unit>;
  /** Units of the program; `null` where they could not be read. */
  ofProgram: ReadonlySet<string> | null;
  captures: readonly string[];
}

export function unitFindings(plan: TrackerPlan, { found, ofProgram, captures }: Units): Finding[] {
  const names = unitsOf(plan);
  const missing = names.filter((name) => !found.has(name));
  const units = [...found.values()];
  const outside = units.filter(
    ({ path, id }) => !captures.some((root) => id === root || path.split('/').includes(root)),
  );
  const unassigned = units.filter(({ id }) => ofProgram !== null && !ofProgram.has(id));
  const findings = [
    sins(missing, {
      says: 'Unités d’organisation introuvables',
      advice:
        'Corrigez orgUnit et orgUnits dans DHIS2_CONFIG_FILE ; avec des codes, il faut orgUnitIdScheme: CODE.',
    }),
    sins(unassigned.map(shown), {
      says: 'Unités qui ne sont pas rattachées au programme (E1041)',
      advice: 'Rattachez-les au programme dans DHIS2, module Maintenance.',
    }),
    sins(outside.map(shown), {
      says: 'Unités où le compte ne peut pas saisir (E1000)',
      advice: 'Ajoutez-les, ou une unité qui les contient, aux unités de saisie du compte.',
    }),
  ].filter((finding) => finding !== null);
  if (ofProgram === null)
    findings.push(
      warning(
        'Les unités du programme n’ont pas pu être lues.',
        'L’essai à blanc, plus bas, dit si l’unité principale est rattachée.',
      ),
    );
  if (findings.length === 0)
    findings.push(
      ok(`Les unités d’organisation sont rattachées et ouvertes au compte : ${someOf(units.map(shown))}.`),
    );
  return findings;
}

/** The zones de santé as DHIS2 has them at this moment. */
export function zonesFinding(zones: { units: readonly Unit[]; total: number } | GatewayFailure): Finding {
  const empty = warning(
    `Aucune zone de santé n’a été lue (unités de niveau ${ZONE_LEVEL}).`,
    'Ce n’est grave que si orgUnits doit en nommer : demandez à l’administrateur de DHIS2 leur niveau.',
  );
  if ('cause' in zones || zones.units.length === 0) return empty;
  const names = zones.units.map(shown);
  return ok(`Zones de santé (niveau ${ZONE_LEVEL}), ${zones.total} en tout : ${someOf(names, zones.total)}.`);
}

function sins(names: readonly string[], { says, advice }: { says: string; advice: string }): Finding | null {
  return names.length === 0 ? null : failed(`${says} : ${someOf(names)}.`, advice);
}

function shown({ displayName, id }: Unit): string {
  return plainName(displayName) ?? id;
}
