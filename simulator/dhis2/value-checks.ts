import type { Clients } from './clients.js';
import { since, type Version } from './dialect.js';
import { fault, type Fault } from './import-report.js';
import { type Attribute, attributeOf, CODE, LONGEST_VALUE, optionCodesOf, SERIAL } from './metadata.js';
import type { AttributeValue } from './payload.js';
import type { Switches } from './switches.js';

const FORMS: Readonly<Record<string, RegExp>> = {
  INTEGER_ZERO_OR_POSITIVE: /^(?:0|[1-9]\d*)$/,
  BOOLEAN: /^(?:true|false)$/i,
  DATE: /^\d{4}-\d{2}-\d{2}$/,
  PHONE_NUMBER: /^\+?[\d ().-]{4,50}$/,
};
/** Values that old versions judge when they come, with a code of their own. */
const OLD_CODE = ['BOOLEAN', 'DATE', 'PHONE_NUMBER'];

/** What is wrong with the values of one object as such. */
export function valueFaults(values: readonly AttributeValue[], switches: Switches): Fault[] {
  return values.flatMap(({ attribute, value }) => {
    const known = attributeOf(attribute);
    if (!known) return [];
    if (value !== null && value !== '') return formFaults(known, value, switches.version);
    const isMandatory = switches.mandatory.includes(attribute);
    return isMandatory
      ? [fault('E1076', 'TrackedEntityAttribute {0} is mandatory and cannot be null', attribute)]
      : [];
  });
}

function formFaults({ id, valueType, optionSet }: Attribute, value: string, version: Version): Fault[] {
  if (value.length > LONGEST_VALUE) {
    return [
      fault(
        'E1077',
        'Attribute: {0}, text value exceeds the maximum allowed length: {1}',
        id,
        String(LONGEST_VALUE),
      ),
    ];
  }
  if (optionSet !== undefined) {
    const isKnown = optionCodesOf(optionSet).includes(value);
    return isKnown
      ? []
      : [fault('E1125', 'Value {0} is not a valid option code of option set {1}', value, optionSet)];
  }
  const isOld = !since(version, '2.43');
  if (valueType === 'FILE_RESOURCE') {
    return [
      isOld
        ? fault('E1084', 'File resource: {0}, reference could not be found', value)
        : fault('E1007', 'Value {0} is not a valid {1} for attribute {2}', value, valueType, id),
    ];
  }
  if (FORMS[valueType]?.test(value) ?? true) return [];
  return [
    isOld && OLD_CODE.includes(valueType)
      ? fault('E1085', 'Attribute: {0}, value does not match value type: {1}', id, valueType)
      : fault('E1007', 'Value {0} is not a valid {1} for attribute {2}', value, valueType, id),
  ];
}

/** A unique value that somebody else has: in the whole register, also where the account cannot see. */
export function uniqueFaults(
  values: readonly AttributeValue[],
  isUnique: (attribute: string) => boolean,
  isTaken: (attribute: string, value: string) => boolean,
): Fault[] {
  return values.flatMap(({ attribute, value }) =>
    value !== null && isUnique(attribute) && isTaken(attribute, value)
      ? [fault('E1064', 'Non-unique attribute value {0} for attribute {1}', value, attribute)]
      : [],
  );
}

export function uniqueIn({ uniqueCode }: Switches): (attribute: string) => boolean {
  return (attribute) => attribute === SERIAL || (attribute === CODE && uniqueCode);
}

/** Whether somebody other than this client has the value. */
export function takenIn(clients: Clients, self: string): (attribute: string, value: string) => boolean {
  return (attribute, value) =>
    clients.having(attribute, value)?.some(({ trackedEntity }) => trackedEntity !== self) ?? false;
}

/** Attributes that nobody declared. */
export function unknownFaults(values: readonly AttributeValue[]): Fault[] {
  return values
    .filter(({ attribute }) => !attributeOf(attribute))
    .map(({ attribute }) => fault('E1006', 'Attribute: {0}, does not exist', attribute));
}
