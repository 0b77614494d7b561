import type { z } from 'zod';
import { type FileFault, readLined } from '../../../platform/config/lined-file.js';
import { PlanFileInvalid } from './plan.errors.js';
import { attributesOf, planFile, planOf, type TrackerPlan, UID, unitsOf } from './tracker-plan.js';

/** Reads `DHIS2_CONFIG_FILE`, YAML or JSON. Throws `PlanFileInvalid` with every fault and its line. */
export function loadPlan(file: string, options: { production: boolean }): TrackerPlan {
  const read = readLined(file);
  const refuse = (faults: readonly FileFault[]): never => {
    throw new PlanFileInvalid(file, faults);
  };
  const placed = (faults: readonly Placed[]): FileFault[] =>
    faults
      .map(({ path, reason }) => ({ line: read.lineOf(path), reason }))
      .toSorted((a, b) => a.line - b.line);
  if (read.faults.length > 0) return refuse(read.faults);
  const parsed = planFile.safeParse(read.value);
  if (!parsed.success) return refuse(placed(parsed.error.issues.flatMap(faultsOf)));
  const plan = planOf(parsed.data);
  const doubts = [...faultsOfPlan(plan), ...(options.production ? placeholdersOf(plan) : [])];
  return doubts.length > 0 ? refuse(placed(doubts)) : plan;
}

interface Placed {
  path: readonly PropertyKey[];
  reason: string;
}

function faultsOf(issue: z.core.$ZodIssue): Placed[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...path, key],
      reason: `le réglage « ${key.slice(0, 40)} » n’existe pas`,
    }));
  const [nearest = []] =
    issue.code === 'invalid_union' ? issue.errors.filter((each) => each.some(isInside)) : [];
  if (nearest.length > 0)
    return nearest.flatMap((inner) => faultsOf({ ...inner, path: [...path, ...inner.path] }));
  return [{ path, reason: path.length === 0 ? issue.message : `« ${path.join('.')} » : ${issue.message}` }];
}

/** A fault of what is in a block, rather than of there being one. */
function isInside(issue: z.core.$ZodIssue): boolean {
  return issue.path.length > 0 || issue.code === 'unrecognized_keys';
}

/** What is wrong although each value by itself is right. */
function faultsOfPlan(plan: TrackerPlan): Placed[] {
  const places = attributesOf(plan);
  const twice = places.filter(({ uid }, index) => places.findIndex((other) => other.uid === uid) < index);
  const units = plan.unitsAre === 'UID' ? unitsOf(plan).filter((unit) => !UID.test(unit)) : [];
  const constants = Object.keys(plan.attributes.constants).filter((uid) => !UID.test(uid));
  return [
    ...twice.map(({ uid, path }) => ({
      path,
      reason: `l’attribut « ${uid} » est déjà rempli par un autre réglage`,
    })),
    ...constants.map((uid) => ({
      path: ['attributes', 'constants', uid],
      reason: `« ${uid.slice(0, 40)} » n’est pas un identifiant DHIS2 (11 lettres et chiffres, d’abord une lettre)`,
    })),
    ...units.map((unit) => ({
      path: pathOfUnit(plan, unit),
      reason: `« ${unit} » n’est pas un identifiant DHIS2 ; si c’est un code, ajoutez orgUnitIdScheme: CODE`,
    })),
  ];
}

/** Those of our example and of our simulator, and what people write until they know better. */
const PLACEHOLDER = /^uic[A-Z]|^(.)\1{9}|xxxx|placeholder|example|exemple|changeme|abcdefgh|a1234567/i;

function placeholdersOf(plan: TrackerPlan): Placed[] {
  const all: { uid: string; path: readonly string[] }[] = [
    { uid: plan.program, path: ['program'] },
    { uid: plan.trackedEntityType, path: ['trackedEntityType'] },
    ...attributesOf(plan),
    ...unitsOf(plan).map((unit) => ({ uid: unit, path: pathOfUnit(plan, unit) })),
  ];
  return all
    .filter(({ uid }) => PLACEHOLDER.test(uid))
    .map(({ uid, path }) => ({
      path,
      reason: `« ${uid} » est un identifiant d’exemple : en production, celui de votre DHIS2 est attendu`,
    }));
}

function pathOfUnit({ orgUnit, orgUnits }: TrackerPlan, unit: string): string[] {
  if (unit === orgUnit) return ['orgUnit'];
  const [value = ''] = Object.entries(orgUnits).find(([, each]) => each === unit) ?? [];
  return ['orgUnits', value];
}
