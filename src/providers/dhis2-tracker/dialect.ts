/** How one version of DHIS2 wants to be spoken to. It silently ignores every parameter that it does not know: none is ever sent. */
export interface Dialect {
  /** The version whose words these are. */
  speaks: string;
  /** Parameter that names organisation units. */
  units: string;
  /** Parameter that says how far to look beneath them. */
  mode: string;
  /** A search must name a unit, whatever its mode; later versions refuse one beside the mode ACCESSIBLE. */
  modeNeedsUnit: boolean;
  equals: string;
  /** Where the clients are in a list. */
  list: string;
  /** Parameter that names the clients of possible pairs. */
  pairsOf: string;
}

const NEWER: Omit<Dialect, 'speaks'> = {
  units: 'orgUnits',
  mode: 'orgUnitMode',
  modeNeedsUnit: false,
  equals: 'eq',
  list: 'trackedEntities',
  pairsOf: 'trackedEntities',
};

const DIALECTS: ReadonlyMap<number, Dialect> = new Map([
  [
    40,
    {
      speaks: '2.40',
      units: 'orgUnit',
      mode: 'ouMode',
      modeNeedsUnit: true,
      equals: 'EQ',
      list: 'instances',
      pairsOf: 'teis',
    },
  ],
  [41, { speaks: '2.41', ...NEWER }],
  [42, { speaks: '2.42', ...NEWER }],
  [43, { speaks: '2.43', ...NEWER }],
]);

const OLDEST = 40;
export const NEWEST = 43;

/** The number that tells versions apart: 41 for `2.41.10-SNAPSHOT`; `null` where it is none. */
export function releaseOf(version: string): number | null {
  const [, release] = /^(?:2\.)?(\d{2,3})(?!\d)/.exec(version.trim()) ?? [];
  return release === undefined ? null : Number(release);
}

/** `null`: too old. A version that is newer than all we know is spoken to as the newest. */
export function dialectOf(release: number): Dialect | null {
  return release < OLDEST ? null : (DIALECTS.get(Math.min(release, NEWEST)) ?? null);
}
