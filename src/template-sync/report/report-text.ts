import type { SyncStatistics, TemplateReport } from '../template-sync.contract.js';
import { csv } from './csv.js';
import { table } from './table.js';

const GROUPS = [
  ['byStatus', 'État', 'status'],
  ['byCategory', 'Catégorie', 'category'],
  ['byLanguage', 'Langue', 'language'],
  ['byQuality', 'Qualité', 'quality'],
] as const satisfies readonly (readonly [keyof TemplateReport, string, string])[];

const COMPARED = [
  ['missingHere', 'Absents ici'],
  ['missingThere', 'Absents chez WhatsApp'],
] as const;

/** The report for a terminal. */
export function reportTable(report: TemplateReport, compare: boolean): string {
  const parts = [`Modèles : ${report.total}`];
  for (const [group, title] of GROUPS) {
    const rows = Object.entries(report[group]);
    if (rows.length > 0) parts.push(table([title, 'Nombre'], rows));
  }
  if (compare) parts.push(...comparison(report));
  return parts.join('\n\n');
}

/** The report as rows: section, name, language, count, fields. */
export function reportCsv(report: TemplateReport): string {
  const rows: (string | number)[][] = [['section', 'name', 'language', 'count', 'fields']];
  rows.push(['total', '', '', report.total, '']);
  for (const [group, , section] of GROUPS)
    for (const [value, amount] of Object.entries(report[group])) rows.push([section, value, '', amount, '']);
  for (const [list] of COMPARED)
    for (const { name, language } of report.comparison?.[list] ?? [])
      rows.push([list, name, language, '', '']);
  for (const { name, language, fields } of report.comparison?.different ?? [])
    rows.push(['different', name, language, '', fields.join(' ')]);
  return csv(rows);
}

/** What a run did, for a terminal. */
export function statisticsTable(statistics: SyncStatistics): string {
  const { failures } = statistics;
  const rows: [string, number][] = [
    ['Modèles lus', statistics.total],
    ['Ajoutés', statistics.added],
    ['Modifiés', statistics.updated],
    ['Inchangés', statistics.unchanged],
    ['En échec', statistics.failed],
    ['Désactivés', statistics.disabled],
    ['Liens créés', statistics.linked],
    ['Appels à l’API', statistics.apiCalls],
    ['Durée (ms)', statistics.durationMs],
  ];
  const parts = [table(['Synchronisation', 'Nombre'], rows)];
  if (failures.length > 0)
    parts.push(
      table(
        ['En échec', 'Langue', 'Raison'],
        failures.map(({ name, language, reason }) => [name, language, reason]),
      ),
    );
  return parts.join('\n\n');
}

function comparison({ comparison: found }: TemplateReport): string[] {
  if (found === null) return ['WhatsApp n’a pas pu être interrogé : pas de comparaison.'];
  const parts = COMPARED.flatMap(([list, title]) =>
    found[list].length === 0
      ? []
      : [
          table(
            [title, 'Langue'],
            found[list].map(({ name, language }) => [name, language]),
          ),
        ],
  );
  if (found.different.length > 0)
    parts.push(
      table(
        ['Différents', 'Langue', 'Champs'],
        found.different.map(({ name, language, fields }) => [name, language, fields.join(', ')]),
      ),
    );
  return parts.length > 0 ? parts : ['La copie locale est la même que chez WhatsApp.'];
}
