/** Something that the register keeps of a person. */
export interface Attribute {
  id: string;
  code: string;
  name: string;
  valueType: 'TEXT' | 'INTEGER_ZERO_OR_POSITIVE' | 'BOOLEAN' | 'DATE' | 'PHONE_NUMBER' | 'FILE_RESOURCE';
  optionSet?: string;
  generated?: boolean;
}

export const PROGRAM = { id: 'uicProgram1', code: 'CIU', name: 'Code d’identification unique (CIU)' };
export const PERSON = { id: 'uicPersonTy', code: 'PERSONNE', name: 'Personne' };
/** Another kind of thing, of another program: a person is none of it. */
export const PARCEL = { id: 'uicParcelTy', code: 'COLIS', name: 'Colis de médicaments' };
export const OTHER_PROGRAM = { id: 'uicProgram2', code: 'COLIS', name: 'Suivi des colis' };
export const CODE = 'uicCodeAttr';
export const SERIAL = 'uicSerialAt';
export const LONGEST_VALUE = 1_200;

export const ATTRIBUTES: readonly Attribute[] = [
  { id: CODE, code: 'CIU_CODE', name: 'Code CIU', valueType: 'TEXT' },
  { id: 'uicGenderAt', code: 'CIU_GENRE', name: 'Genre', valueType: 'TEXT', optionSet: 'uicGenderOs' },
  {
    id: 'uicYearAttr',
    code: 'CIU_ANNEE',
    name: 'Dernier chiffre de l’année',
    valueType: 'INTEGER_ZERO_OR_POSITIVE',
  },
  { id: 'uicTownAttr', code: 'CIU_VILLE', name: 'Ville de naissance', valueType: 'TEXT' },
  { id: SERIAL, code: 'CIU_SERIE', name: 'Numéro de série', valueType: 'TEXT', generated: true },
  { id: 'uicPhoneAtt', code: 'CIU_TEL', name: 'Téléphone', valueType: 'PHONE_NUMBER' },
  { id: 'uicAgreedAt', code: 'CIU_ACCORD', name: 'Accord donné', valueType: 'BOOLEAN' },
  { id: 'uicBornAttr', code: 'CIU_NE_LE', name: 'Date de naissance', valueType: 'DATE' },
  { id: 'uicPhotoAtt', code: 'CIU_PHOTO', name: 'Photo', valueType: 'FILE_RESOURCE' },
  { id: 'uicParcelNo', code: 'COLIS_NO', name: 'Numéro du colis', valueType: 'TEXT' },
];

/** Attributes of a person as such; the first one is mandatory. The rest belong to the program. */
export const TYPE_ATTRIBUTES: readonly string[] = [CODE, 'uicGenderAt'];
export const PROGRAM_ATTRIBUTES: readonly string[] = ATTRIBUTES.map(({ id }) => id).filter(
  (id) => id !== 'uicParcelNo',
);

export const OPTION_SETS = [
  {
    id: 'uicGenderOs',
    code: 'CIU_GENRES',
    name: 'Genres',
    options: [
      { id: 'uicGenderO1', code: 'MALE', name: 'Homme' },
      { id: 'uicGenderO2', code: 'FEMALE', name: 'Femme' },
      { id: 'uicGenderO3', code: 'TRANSGENDER', name: 'Transgenre' },
      { id: 'uicGenderO4', code: 'OTHER', name: 'Autre' },
    ],
  },
] as const;

const BY_ID = new Map(ATTRIBUTES.map((attribute) => [attribute.id, attribute]));

export function attributeOf(id: string): Attribute | undefined {
  return BY_ID.get(id);
}

export function optionCodesOf(optionSet: string): readonly string[] {
  return OPTION_SETS.find(({ id }) => id === optionSet)?.options.map(({ code }) => code) ?? [];
}
