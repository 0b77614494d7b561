import { z } from 'zod';

/** What DHIS2 says of an attribute in the program, in its type of entity, or in both. */
export interface ProgramAttribute {
  uid: string;
  name: string;
  /** Belongs to the type of entity: it goes with the client, the others with the enrolment. */
  ofType: boolean;
  ofProgram: boolean;
  mandatory: boolean;
  /** In the program and in the type, as far as it belongs to them. */
  searchable: boolean;
  unique: boolean;
  generated: boolean;
  valueType: string;
  /** Codes of its options; `null`: any value. */
  options: readonly string[] | null;
}

/** What DHIS2 says of the program. */
export interface Program {
  name: string;
  accessLevel: string;
  type: string | null;
  asksIncidentDate: boolean;
  fewestToSearch: number;
  attributes: ReadonlyMap<string, ProgramAttribute>;
}

const ATTRIBUTE_FIELDS =
  'id,code,displayName,unique,orgunitScope,generated,valueType,optionSet[id,options[code,name]]';
const PLACES = `mandatory,searchable,trackedEntityAttribute[${ATTRIBUTE_FIELDS}]`;

export const PROGRAM_FIELDS = [
  'id,displayName,accessLevel,onlyEnrollOnce,displayIncidentDate,minAttributesRequiredToSearch,maxTeiCountToReturn',
  `trackedEntityType[id,trackedEntityTypeAttributes[${PLACES}]]`,
  `programTrackedEntityAttributes[${PLACES}]`,
].join(',');

const word = z.string().catch('');
const flag = z.boolean().catch(false);
const place = z.object({
  mandatory: flag,
  searchable: flag,
  trackedEntityAttribute: z.object({
    id: z.string(),
    displayName: word,
    unique: flag,
    generated: flag,
    valueType: word,
    optionSet: z
      .object({ options: z.array(z.object({ code: word })).catch([]) })
      .nullable()
      .catch(null),
  }),
});
type Place = z.output<typeof place>;

const wire = z.object({
  id: z.string(),
  displayName: word,
  accessLevel: word,
  displayIncidentDate: flag,
  minAttributesRequiredToSearch: z.number().catch(1),
  trackedEntityType: z
    .object({ id: z.string(), trackedEntityTypeAttributes: z.array(place).catch([]) })
    .nullable()
    .catch(null),
  programTrackedEntityAttributes: z.array(place).catch([]),
});

/** `null` where the answer is no program. */
export function programOf(json: unknown): Program | null {
  const { data } = wire.safeParse(json);
  if (data === undefined) return null;
  const ofType = placesOf(data.trackedEntityType?.trackedEntityTypeAttributes ?? []);
  const ofProgram = placesOf(data.programTrackedEntityAttributes);
  const uids = [...new Set([...ofProgram.keys(), ...ofType.keys()])];
  return {
    name: data.displayName,
    accessLevel: data.accessLevel,
    type: data.trackedEntityType?.id ?? null,
    asksIncidentDate: data.displayIncidentDate,
    fewestToSearch: data.minAttributesRequiredToSearch,
    attributes: new Map(
      uids.map((uid) => [uid, attributeOf(uid, { ofType: ofType.get(uid), ofProgram: ofProgram.get(uid) })]),
    ),
  };
}

function placesOf(places: readonly Place[]): Map<string, Place> {
  return new Map(places.map((each) => [each.trackedEntityAttribute.id, each]));
}

function attributeOf(
  uid: string,
  { ofType, ofProgram }: { ofType?: Place; ofProgram?: Place },
): ProgramAttribute {
  const places = [ofProgram, ofType].filter((each) => each !== undefined);
  const [told] = places;
  const details = told?.trackedEntityAttribute;
  return {
    uid,
    name: details?.displayName || uid,
    ofType: ofType !== undefined,
    ofProgram: ofProgram !== undefined,
    mandatory: places.some(({ mandatory }) => mandatory),
    searchable: places.every(({ searchable }) => searchable),
    unique: places.some(({ trackedEntityAttribute: { unique } }) => unique),
    generated: places.some(({ trackedEntityAttribute: { generated } }) => generated),
    valueType: details?.valueType ?? '',
    options: details?.optionSet ? details.optionSet.options.map(({ code }) => code) : null,
  };
}
