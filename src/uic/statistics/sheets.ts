import type { Cell, Sheet } from '../export/format.js';
import type { DayFigures } from './figures.js';
import type { NamedFigures } from './statistics.service.js';

/** A table of figures; its first columns say what its numbers are about. */
export interface FigureSheet extends Sheet {
  keys: 1 | 2;
}

/** With fewer new codes a town, a gender and a language side by side would speak of people who can be known. */
const FEWEST_RANKED = 10;

const COUNTS = ['Codes nouveaux', 'Codes redemandés', 'Doublons possibles', 'Demandes refusées', 'Abandons'];

/** How a stage of the conversation is called, and where days are counted. */
export interface Naming {
  stageName: (at: string) => string | null;
  zone: string;
}

/** The figures as tables for people. */
export function sheetsOf(figures: NamedFigures, { stageName, zone }: Naming): FigureSheet[] {
  const isRanked = figures.totals.issued >= FEWEST_RANKED;
  return [
    summary(figures, zone),
    daily(figures),
    ...(isRanked ? rankings(figures) : []),
    leaving(figures, stageName),
  ];
}

function daily({ days }: NamedFigures): FigureSheet {
  const rows = days.map((day) => [{ day: day.day }, ...countsOf(day)]);
  return { name: 'Par jour', keys: 1, headings: ['Jour', ...COUNTS], rows };
}

function rankings({ towns, genders, languages }: NamedFigures): FigureSheet[] {
  const ofTowns = towns.map(({ town, name, count }) => [town, name, count]);
  const ofGenders = genders.map(({ gender, name, count }) => [gender, name, count]);
  const ofLanguages = languages.map(({ language, count }) => [language, null, count]);
  return [
    ranking('Villes', 'Ville', ofTowns),
    ranking('Genres', 'Genre', ofGenders),
    ranking('Langues', 'Langue', ofLanguages),
  ];
}

function leaving({ dropOuts }: NamedFigures, stageName: (at: string) => string | null): FigureSheet {
  return {
    name: 'Abandons',
    keys: 2,
    headings: ['Étape', 'Nom', 'Refus', 'Annulations', 'Sans réponse', 'Total'],
    rows: dropOuts.map(({ at, refused, cancelled, expired, total }) => [
      at,
      stageName(at),
      refused,
      cancelled,
      expired,
      total,
    ]),
  };
}

function ranking(name: string, heading: string, rows: Sheet['rows']): FigureSheet {
  return { name, keys: 2, headings: [heading, 'Nom', 'Codes nouveaux'], rows };
}

function summary({ days, totals, timeToComplete }: NamedFigures, zone: string): FigureSheet {
  const { issued, completionRate, duplicateRate } = totals;
  const counts = countsOf(totals);
  return {
    name: 'Synthèse',
    keys: 1,
    headings: ['Mesure', 'Valeur'],
    rows: [
      [`Premier jour (${zone})`, dayCell(days[0])],
      [`Dernier jour (${zone})`, dayCell(days.at(-1))],
      ...COUNTS.map((name, at) => [name, counts[at] ?? 0]),
      ['Part des conversations terminées par un code', completionRate],
      ['Part des codes nouveaux qu’un autre téléphone avait déjà', duplicateRate],
      ['Conversations dont le temps est connu', timeToComplete.count],
      ['Temps de la moitié, en secondes au plus', timeToComplete.medianSeconds],
      ['Temps de neuf sur dix, en secondes au plus', timeToComplete.p90Seconds],
      ...(issued < FEWEST_RANKED
        ? [[`Villes, genres et langues ne sont pas montrés sous ${FEWEST_RANKED} codes nouveaux`, null]]
        : []),
    ],
  };
}

function dayCell(figures: DayFigures | undefined): Cell {
  return figures === undefined ? null : { day: figures.day };
}

/** In the order of their headings. */
function countsOf(counts: Omit<DayFigures, 'day'>): number[] {
  const { issued, repeated, possibleDuplicates, limited, droppedOut } = counts;
  return [issued, repeated, possibleDuplicates, limited, droppedOut];
}
