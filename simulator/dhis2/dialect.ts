/** The versions of DHIS2 that are played; each speaks a little differently. */
export const VERSIONS = ['2.40', '2.41', '2.42', '2.43'] as const;
export type Version = (typeof VERSIONS)[number];

/** What `/api/system/info` says. */
export const FULL_VERSIONS: Readonly<Record<Version, string>> = {
  '2.40': '2.40.12',
  '2.41': '2.41.9',
  '2.42': '2.42.6',
  '2.43': '2.43.1',
};

/** Whether this version is the first one or a later one. */
export function since(version: Version, first: Version): boolean {
  return VERSIONS.indexOf(version) >= VERSIONS.indexOf(first);
}

const listed = (words: string): readonly string[] => words.split(' ');

const OLD_WORDS = listed('orgUnit ouMode skipPaging');
const NEW_WORDS = listed('orgUnits orgUnitMode paging');
const PAGES = listed('page pageSize totalPages order fields');
const SEARCH = listed(
  'program trackedEntityType filter potentialDuplicate programStage updatedAfter updatedBefore includeDeleted ' +
    'enrollmentEnrolledAfter enrollmentEnrolledBefore',
);
const ENROLLMENTS = listed(
  'program trackedEntityType trackedEntity followUp enrolledAfter enrolledBefore updatedAfter updatedWithin ' +
    'includeDeleted',
);

/** 2.40 knows the old words, 2.41 both, later ones only the new. */
function spoken(version: Version, old: readonly string[], fresh: readonly string[]): string[] {
  return [...(since(version, '2.42') ? [] : old), ...(since(version, '2.41') ? fresh : [])];
}

export function searchWords(version: Version): string[] {
  return [
    ...SEARCH,
    ...spoken(version, ['programStatus'], ['enrollmentStatus']),
    ...spoken(version, [...OLD_WORDS, 'trackedEntity'], [...NEW_WORDS, 'trackedEntities']),
    ...PAGES,
  ];
}

export function enrollmentWords(version: Version): string[] {
  return [
    ...ENROLLMENTS,
    ...spoken(version, ['programStatus'], ['status']),
    ...spoken(version, [...OLD_WORDS, 'enrollment'], [...NEW_WORDS, 'enrollments']),
    ...PAGES,
  ];
}

export function pairWords(version: Version): string[] {
  const isNew = since(version, '2.41');
  const words = isNew ? ['trackedEntities', 'paging'] : ['teis', 'skipPaging'];
  return [...words, 'status', 'fields', 'page', 'pageSize', 'order'];
}

export const IMPORT_WORDS = listed(
  'async importStrategy importMode atomicMode reportMode flushMode validationMode skipPatternValidation ' +
    'skipSideEffects skipRuleEngine idScheme orgUnitIdScheme programIdScheme programStageIdScheme ' +
    'dataElementIdScheme categoryOptionComboIdScheme categoryOptionIdScheme',
);

export const UID = /^[a-zA-Z][a-zA-Z0-9]{10}$/;
