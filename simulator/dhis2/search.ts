import type { Client } from './clients.js';
import { since } from './dialect.js';
import type { Call, Query } from './endpoint.js';
import { flagIn, wordIn, wordsIn } from './endpoint.js';
import { forbidden } from './gate.js';
import { OTHER_PROGRAM, PERSON, PROGRAM } from './metadata.js';
import { TYPES } from './metadata-views.js';
import { Refusal } from './refusal.js';
import { attributeFilters, matches } from './search-filter.js';
import { isWithin, unitOf } from './units.js';

const MODES = ['ACCESSIBLE', 'SELECTED', 'CHILDREN', 'DESCENDANTS', 'CAPTURE', 'ALL'];
const ALONE = ['ACCESSIBLE', 'CAPTURE', 'ALL'];
const MAY_SEE_ALL = ['ALL', 'F_TRACKED_ENTITY_INSTANCE_SEARCH_IN_ALL_ORGUNITS'];

/** The clients that a search finds, in the order in which they came. */
export function found(call: Call): Client[] {
  const { query } = call;
  checkProgram(call);
  const isThere = placeTest(call);
  const filters = attributeFilters(call);
  const ids = listOf(query, 'trackedEntity', 'trackedEntities');
  const wantsDeleted = flagIn(query, 'includeDeleted', false);
  const duplicate = wordIn(query, 'potentialDuplicate');
  const [program, type] = [wordIn(query, 'program'), wordIn(query, 'trackedEntityType')];
  return [...candidates(call, ids)].filter(
    (client) =>
      !client.hidden &&
      (wantsDeleted || !client.deleted) &&
      (ids.length === 0 || ids.includes(client.trackedEntity)) &&
      (type === undefined || client.trackedEntityType === type) &&
      (program === undefined || client.enrollments.some((each) => each.program === program)) &&
      (duplicate === undefined || String(client.potentialDuplicate) === duplicate) &&
      isThere(client) &&
      filters.every((filter) => matches(client, filter)),
  );
}

/** By an index where there is one: the register may be large. */
function candidates(call: Call, ids: readonly string[]): Iterable<Client> {
  const { clients } = call.register;
  if (ids.length > 0) return ids.flatMap((id) => clients.get(id) ?? []);
  for (const { attribute, operator, value } of attributeFilters(call)) {
    const known = operator === 'eq' ? clients.having(attribute, value) : undefined;
    if (known) return known;
  }
  return clients.all();
}

/** A program or a type must be named, exist, and be open to the account. */
function checkProgram({ query, register: { switches }, version }: Call): void {
  const [program, type] = [wordIn(query, 'program'), wordIn(query, 'trackedEntityType')];
  const wrong = since(version, '2.41') ? 400 : 409;
  const hasIds = listOf(query, 'trackedEntity', 'trackedEntities').length > 0;
  if (program === undefined && type === undefined && !hasIds) {
    throw new Refusal(409, 'Either a program or tracked entity type must be specified');
  }
  if (program !== undefined && type !== undefined) {
    throw new Refusal(wrong, 'Program and tracked entity type cannot be specified simultaneously');
  }
  if (program !== undefined && ![PROGRAM.id, OTHER_PROGRAM.id].includes(program)) {
    throw new Refusal(400, `Program is specified but does not exist: ${program}`);
  }
  if (type !== undefined && !TYPES.some(({ id }) => id === type)) {
    throw new Refusal(400, `Tracked entity type is specified but does not exist: ${type}`);
  }
  const status = since(version, '2.41') ? 403 : 409;
  if (program === PROGRAM.id && switches.programAccess === 'none')
    throw forbidden(status, `program: ${program}`);
  if ((type ?? PERSON.id) === PERSON.id && switches.typeAccess === 'none') {
    throw forbidden(status, `tracked entity type: ${PERSON.id}`);
  }
}

/** Where a client must be, in the words of the version. */
function placeTest({ query, register: { switches }, version }: Call): (client: Client) => boolean {
  const units = listOf(query, 'orgUnit', 'orgUnits');
  const given = wordIn(query, 'orgUnitMode') ?? wordIn(query, 'ouMode');
  const mode = given ?? (units.length > 0 ? 'SELECTED' : 'ACCESSIBLE');
  if (!MODES.includes(mode)) {
    throw new Refusal(
      400,
      `Value '${mode}' is not valid for parameter orgUnitMode. Valid values are: [${MODES.join(', ')}]`,
    );
  }
  for (const id of units) {
    if (!unitOf(id)) throw new Refusal(400, `Organisation unit does not exist: ${id}`);
  }
  if (!since(version, '2.41') && units.length === 0 && mode !== 'ALL') {
    throw new Refusal(409, 'At least one organisation unit must be specified');
  }
  if (since(version, '2.41') && units.length > 0 && ALONE.includes(mode)) {
    throw new Refusal(
      400,
      `Organisation unit mode ${mode} cannot be used with orgUnits. Please remove the orgUnit parameter`,
    );
  }
  if (units.length === 0 && !ALONE.includes(mode)) {
    throw new Refusal(
      since(version, '2.41') ? 400 : 409,
      `At least one org unit is required for orgUnitMode: ${mode}`,
    );
  }
  if (
    mode === 'ALL' &&
    since(version, '2.41') &&
    !switches.authorities.some((each) => MAY_SEE_ALL.includes(each))
  ) {
    throw new Refusal(400, 'User is not authorized to query across all organisation units');
  }
  const reach = [...switches.searchUnits, ...switches.captureUnits];
  return ({ orgUnit }) =>
    isWithin(orgUnit, reach) && isAt(orgUnit, mode, { units, capture: switches.captureUnits });
}

function isAt(id: string, mode: string, { units, capture }: { units: string[]; capture: string[] }): boolean {
  if (mode === 'SELECTED') return units.includes(id);
  if (mode === 'CHILDREN') return units.includes(id) || units.includes(unitOf(id)?.parent ?? '');
  if (mode === 'DESCENDANTS') return isWithin(id, units);
  return mode === 'CAPTURE' ? isWithin(id, capture) : true;
}

/** The old word's list is parted by `;`, the new one's by `,`. */
export function listOf(query: Query, old: string, fresh: string): string[] {
  return [
    ...wordsIn(query, old).flatMap((text) => text.split(';')),
    ...wordsIn(query, fresh).flatMap((text) => text.split(',')),
  ].filter((text) => text !== '');
}
