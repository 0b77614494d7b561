/** A place of the health system. */
export interface Unit {
  id: string;
  code: string;
  name: string;
  level: number;
  /** Ids from the country down to this one. */
  path: string;
  parent?: string;
}

export const COUNTRY = 'uicCountry1';
export const UNIT_A = 'uicOrgUnitA';
export const UNIT_B = 'uicOrgUnitB';
export const LEVELS = ['Pays', 'Province', 'Zone de santé', 'Formation sanitaire'];

/** ISO 3166-2:CD. */
const PROVINCE_NAMES = {
  BC: 'Kongo Central',
  BU: 'Bas-Uélé',
  EQ: 'Équateur',
  HK: 'Haut-Katanga',
  HL: 'Haut-Lomami',
  HU: 'Haut-Uélé',
  IT: 'Ituri',
  KC: 'Kasaï Central',
  KE: 'Kasaï Oriental',
  KG: 'Kwango',
  KL: 'Kwilu',
  KN: 'Kinshasa',
  KS: 'Kasaï',
  LO: 'Lomami',
  LU: 'Lualaba',
  MA: 'Maniema',
  MN: 'Maï-Ndombe',
  MO: 'Mongala',
  NK: 'Nord-Kivu',
  NU: 'Nord-Ubangi',
  SA: 'Sankuru',
  SK: 'Sud-Kivu',
  SU: 'Sud-Ubangi',
  TA: 'Tanganyika',
  TO: 'Tshopo',
  TU: 'Tshuapa',
};
type ProvinceCode = keyof typeof PROVINCE_NAMES;
const PROVINCE_CODES = Object.keys(PROVINCE_NAMES) as ProvinceCode[];

/** Their ids. */
export const PROVINCES = Object.fromEntries(
  PROVINCE_CODES.map((code) => [code, `uicProvin${code}`]),
) as Record<ProvinceCode, string>;

const ZONES: Partial<Record<ProvinceCode, string>> = {
  KN:
    'Bandalungwa|Barumbu|Binza Météo|Binza Ozone|Biyela|Bumbu|Gombe|Kalamu I|Kalamu II|Kasa-Vubu|Kikimi|' +
    'Kimbanseke|Kingabwa|Kingasani|Kinshasa|Kintambo|Kisenso|Kokolo|Lemba|Limete|Lingwala|Makala|Maluku I|' +
    'Maluku II|Masina I|Masina II|Matete|Mont-Ngafula I|Mont-Ngafula II|Ndjili|Ngaba|Ngiri-Ngiri|Nsele|Police|Selembao',
  HK:
    'Kafubu|Kambove|Kamalondo|Kampemba|Kapolowe|Kasenga|Kashobwe|Katuba|Kenya|Kikula|Kilwa|Kipushi|Kisanga|Kowe|' +
    'Likasi|Lubumbashi|Lukafu|Mitwaba|Mumbunda|Panda|Pweto|Ruashi|Sakania|Tshamilemba|Vangu',
  KC: 'Bobozo|Kananga|Katoka|Lukonga|Ndesha|Tshikaji',
};

/** Where services are: `C` has no program, `D` is beyond the reach of the account. */
const SERVICES = [
  { id: UNIT_A, code: 'CD_KN_01', name: 'Centre de santé de la Gombe', zone: ['KN', 'Gombe'] },
  { id: UNIT_B, code: 'CD_HK_01', name: 'Centre de santé Kenya', zone: ['HK', 'Kenya'] },
  { id: 'uicOrgUnitC', code: 'CD_KN_02', name: 'Poste de santé de Lemba', zone: ['KN', 'Lemba'] },
  { id: 'uicOrgUnitD', code: 'CD_KC_01', name: 'Centre de santé de Katoka', zone: ['KC', 'Katoka'] },
] as const;

const ALL = build();
const BY_ID = new Map(ALL.map((unit) => [unit.id, unit]));
const BY_CODE = new Map(ALL.map((unit) => [unit.code, unit]));

export function allUnits(): readonly Unit[] {
  return ALL;
}

export function unitOf(id: string, scheme: 'UID' | 'CODE' = 'UID'): Unit | undefined {
  return (scheme === 'UID' ? BY_ID : BY_CODE).get(id);
}

/** Whether a unit is one of these or lies beneath one. */
export function isWithin(id: string, roots: readonly string[]): boolean {
  const path = BY_ID.get(id)?.path.split('/') ?? [];
  return roots.some((root) => path.includes(root));
}

function build(): Unit[] {
  const country: Unit = {
    id: COUNTRY,
    code: 'CD',
    name: 'République démocratique du Congo',
    level: 1,
    path: `/${COUNTRY}`,
  };
  const provinces = PROVINCE_CODES.map((code) =>
    beneath(country, { id: PROVINCES[code], code: `CD_${code}`, name: PROVINCE_NAMES[code] }),
  );
  const zones = provinces.flatMap(zonesOf);
  const services = SERVICES.flatMap(({ zone: [province, name], ...service }) => {
    const parent = zones.find(
      (zone) => zone.parent === PROVINCES[province] && zone.name.endsWith(` ${name}`),
    );
    return parent ? [beneath(parent, service)] : [];
  });
  return [country, ...provinces, ...zones, ...services];
}

function zonesOf(province: Unit): Unit[] {
  const code = province.id.slice(-2) as ProvinceCode;
  const names = ZONES[code]?.split('|') ?? [];
  return names.map((name, at) => {
    const number = String(at + 1).padStart(2, '0');
    const id = `uicZone${code.charAt(0)}${code.charAt(1).toLowerCase()}${number}`;
    return beneath(province, { id, code: `CD_${code}_Z${number}`, name: `Zone de santé ${name}` });
  });
}

function beneath(parent: Unit, unit: Pick<Unit, 'id' | 'code' | 'name'>): Unit {
  return { ...unit, level: parent.level + 1, path: `${parent.path}/${unit.id}`, parent: parent.id };
}
