import { since } from './dialect.js';
import {
  type Attribute,
  attributeOf,
  CODE,
  OPTION_SETS,
  OTHER_PROGRAM,
  PARCEL,
  PERSON,
  PROGRAM,
  PROGRAM_ATTRIBUTES,
  SERIAL,
  TYPE_ATTRIBUTES,
} from './metadata.js';
import type { Access, Switches } from './switches.js';
import { type Unit, unitOf } from './units.js';

interface Named {
  id: string;
  code: string;
  name: string;
}

/** What all metadata have in common. */
function named({ id, code, name }: Named): object {
  return {
    id,
    code,
    name,
    displayName: name,
    shortName: name.slice(0, 50),
    displayShortName: name.slice(0, 50),
  };
}

function accessOf(access: Access): object {
  const data = { read: access !== 'none', write: access === 'write' };
  return { read: true, update: false, write: false, delete: false, externalize: false, manage: false, data };
}

export function unitView(unit: Unit): object {
  const parent = unitOf(unit.parent ?? '');
  return {
    ...named(unit),
    level: unit.level,
    path: unit.path,
    parent: parent && { ...named(parent), level: parent.level, path: parent.path },
    openingDate: '2000-01-01T00:00:00.000',
    closedDate: undefined,
    leaf: unit.level === 4,
  };
}

export function attributeView(attribute: Attribute, switches: Switches): object {
  const { id, valueType, optionSet, generated = false } = attribute;
  const set = OPTION_SETS.find((each) => each.id === optionSet);
  return {
    ...named(attribute),
    formName: undefined,
    displayFormName: attribute.name,
    valueType,
    aggregationType: 'NONE',
    unique: id === SERIAL || (id === CODE && switches.uniqueCode),
    orgunitScope: false,
    generated,
    pattern: generated ? '"CIU-"+SEQUENTIAL(######)' : undefined,
    confidential: false,
    inherit: false,
    optionSetValue: set !== undefined,
    optionSet: set && optionSetView(set),
    access: accessOf('write'),
    ...(since(switches.version, '2.43') && {
      skipAnalytics: false,
      minCharactersToSearch: 0,
      blockedSearchOperators: [],
    }),
  };
}

export function optionSetView(set: (typeof OPTION_SETS)[number]): object {
  return {
    ...named(set),
    valueType: 'TEXT',
    version: 1,
    options: set.options.map((option, at) => ({ ...named(option), sortOrder: at + 1 })),
  };
}

export function typeView(type: Named, switches: Switches): object {
  const ids = type.id === PERSON.id ? TYPE_ATTRIBUTES : ['uicParcelNo'];
  return {
    ...named(type),
    minAttributesRequiredToSearch: 1,
    maxTeiCountToReturn: 0,
    featureType: 'NONE',
    allowAuditLog: false,
    access: accessOf(type.id === PERSON.id ? switches.typeAccess : 'write'),
    trackedEntityTypeAttributes: ids.map((id, at) => ({ ...assigned(id, switches), mandatory: at === 0 })),
  };
}

/** How an attribute belongs to a type or to a program. */
function assigned(id: string, switches: Switches): object {
  const attribute = attributeOf(id);
  return {
    id: `l${id.slice(1)}`,
    name: attribute?.name,
    displayName: attribute?.name,
    displayInList: true,
    searchable: id === CODE ? switches.searchableCode : id === SERIAL,
    mandatory: switches.mandatory.includes(id),
    valueType: attribute?.valueType,
    trackedEntityAttribute: attribute && attributeView(attribute, switches),
  };
}

export function programView(program: Named, switches: Switches): object {
  const isOurs = program.id === PROGRAM.id;
  const ids = isOurs ? PROGRAM_ATTRIBUTES : ['uicParcelNo'];
  return {
    ...named(program),
    programType: 'WITH_REGISTRATION',
    accessLevel: 'OPEN',
    version: 3,
    onlyEnrollOnce: switches.onlyEnrollOnce,
    displayIncidentDate: switches.displayIncidentDate,
    displayEnrollmentDateLabel: 'Date d’inscription',
    displayIncidentDateLabel: 'Date de remise du code',
    selectEnrollmentDatesInFuture: false,
    selectIncidentDatesInFuture: false,
    minAttributesRequiredToSearch: 1,
    maxTeiCountToReturn: 50,
    featureType: 'NONE',
    access: accessOf(isOurs ? switches.programAccess : 'write'),
    trackedEntityType: typeView(isOurs ? PERSON : PARCEL, switches),
    programTrackedEntityAttributes: ids.map((id) => assigned(id, switches)),
    programStages: [],
    programRuleVariables: [],
    organisationUnits: (isOurs ? switches.programUnits : []).flatMap((id) => {
      const unit = unitOf(id);
      return unit ? [unitView(unit)] : [];
    }),
  };
}

export const PROGRAMS = [PROGRAM, OTHER_PROGRAM];
export const TYPES = [PERSON, PARCEL];
