import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type TownFault, TownsFileInvalid } from '../uic.errors.js';
import { nameKey, type Place, Towns } from './towns.js';
import { draftsOfCsv } from './towns-csv.js';
import type { Draft } from './towns-draft.js';
import { draftsOfJson } from './towns-json.js';

const SHIPPED = new URL('../data/towns.json', import.meta.url);
const EXAMPLE = {
  json: '{ "towns": [ { "code": "KI", "name": "Kinshasa", "aliases": ["Kin", "Léopoldville"] } ] }',
  csv: 'code;name;aliases puis, à la ligne, KI;Kinshasa;Kin|Léopoldville',
};

/** The table of this deployment: the shipped one, or a file in its place. Throws `TownsFileInvalid` with every fault and its line. */
export function loadTowns(file: string = fileURLToPath(SHIPPED)): Towns {
  const bytes = contentOf(file);
  const text = textOf(file, bytes);
  const format = /^\s*[[{]/.test(text) || file.endsWith('.json') ? 'json' : 'csv';
  const drafts = format === 'json' ? draftsOfJson(text) : draftsOfCsv(text);
  const { places, faults } = check(drafts.entries);
  const all = [...drafts.faults, ...faults].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  if (all.length === 0 && !places.some(({ kind }) => kind === 'town'))
    all.push({ reason: 'elle ne contient aucune ville' });
  if (all.length > 0) throw new TownsFileInvalid(file, all, EXAMPLE[format]);
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
  return new Towns(drafts.version ?? `towns-${digest}`, places);
}

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'ce fichier n’existe pas' : `ce fichier ne peut pas être lu (${code})`;
    throw new TownsFileInvalid(file, [{ reason }], EXAMPLE.csv);
  }
}

function textOf(file: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const reason = 'ce fichier n’est pas en UTF-8 ; enregistrez-le dans ce codage';
    throw new TownsFileInvalid(file, [{ reason }], EXAMPLE.csv);
  }
}

function check(drafts: readonly Draft[]): { places: Place[]; faults: TownFault[] } {
  const faults: TownFault[] = [];
  const places: Place[] = [];
  const known = new Register();
  for (const draft of drafts) {
    const place = placeOf(draft);
    const reason = typeof place === 'string' ? place : known.enter(place, draft.line);
    if (reason !== null) faults.push({ line: draft.line, reason });
    else if (typeof place !== 'string') places.push(place);
  }
  return { places, faults };
}

/** The entry as a place, or what is wrong with it. */
function placeOf({ kind, code, name, aliases, province }: Draft): Place | string {
  if (typeof code !== 'string' || code.trim() === '') return 'le code manque';
  const letters = code.trim().toUpperCase();
  if (!/^[A-Z]{2}$/.test(letters))
    return `le code « ${short(code)} » n’est pas fait de deux lettres de A à Z`;
  if (typeof name !== 'string' || name.trim() === '') return `le nom de « ${letters} » manque`;
  if (!Array.isArray(aliases) || !aliases.every((alias) => typeof alias === 'string'))
    return `les autres noms de « ${letters} » ne sont pas une liste de textes`;
  const names = [name, ...(aliases as string[])].map((each) => each.trim()).filter(Boolean);
  const unusable = names.find((each) => nameKey(each).length < 3 && nameKey(each) !== letters.toLowerCase());
  if (unusable !== undefined)
    return `le nom « ${short(unusable)} » a moins de trois lettres latines : deux lettres seraient lues comme un code`;
  const place = { code: letters, name: name.trim(), kind, aliases: names.slice(1) };
  return typeof province === 'string' ? { ...place, province } : place;
}

/** Codes and names that are taken, and by which line. */
class Register {
  private readonly codes = new Map<string, number>();
  private readonly names = new Map<string, { place: Place; line: number }>();

  /** Enters a place, or says what is taken. */
  enter(place: Place, line: number): string | null {
    const taken = this.codes.get(place.code);
    if (taken !== undefined) return `le code « ${place.code} » est déjà pris à la ligne ${taken}`;
    this.codes.set(place.code, line);
    for (const name of [place.name, ...place.aliases]) {
      const holder = this.names.get(nameKey(name));
      if (holder?.place.kind === place.kind && holder.place !== place)
        return `le nom « ${short(name)} » désigne déjà « ${holder.place.code} », ligne ${holder.line}`;
      if (holder === undefined) this.names.set(nameKey(name), { place, line });
    }
    return null;
  }
}

function short(text: string): string {
  return text.trim().slice(0, 40);
}
