import type { Kind } from '../catalog.port.js';
import type { RunRow } from './run.entity.js';
import type { KindReport } from './status.service.js';

const TITLES = { products: 'Produits', categories: 'Catégories' } as const satisfies Record<Kind, string>;
const STATES = {
  RUNNING: 'en cours',
  DONE: 'terminée',
  FAILED: 'échouée',
  STOPPED: 'arrêtée',
  LOST: 'interrompue',
} as const;

/** The state of the copy as a page that needs no script: for a browser, a phone, a text terminal. */
export function statusPage(reports: readonly KindReport[]): string {
  return `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Catalogue : état de la copie</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; color: #1a1a1a; background: #fff; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #ddd; vertical-align: top; }
td.when { white-space: nowrap; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
.error { color: #a40000; }
</style>
</head>
<body>
<header><h1>Catalogue : état de la copie</h1></header>
<main>
${reports.map((report) => section(report)).join('\n')}
<p>Pour copier maintenant : <code>npm run relais -- catalog:sync products --force</code>, ou la console.</p>
<p><a href="/">Retour à la console</a></p>
</main>
</body>
</html>
`;
}

function section(report: KindReport): string {
  const { kind, count, active, running, lastRunAt, lastSuccessAt, nextDueAt, lastError } = report;
  const facts: [string, string][] = [
    ['Dans la copie', `${count}, dont ${active} en vente`],
    ['En ce moment', running ? 'une copie est en cours' : 'aucune copie en cours'],
    ['Dernière copie', moment(lastRunAt)],
    ['Dernière réussie', moment(lastSuccessAt)],
    ['Prochaine', nextDueAt === null ? 'aucun inventaire n’est configuré' : moment(nextDueAt)],
  ];
  const list = facts
    .map(([name, value]) => `<tr><th scope="row">${name}</th><td>${value}</td></tr>`)
    .join('');
  const error = lastError === null ? '' : `<p class="error">${escape(lastError)}</p>`;
  return `<section>
<h2>${TITLES[kind]}</h2>
<table>${list}</table>
${error}
${runsTable(report.runs)}
${report.faults.length === 0 ? '' : faultsTable(report)}
${report.latest.length === 0 ? '' : latestTable(report)}
</section>`;
}

function runsTable(runs: readonly RunRow[]): string {
  if (runs.length === 0) return '<p>Rien n’a encore été copié.</p>';
  const rows = runs.map(({ startedAt, state, durationMs, ...run }) => {
    const numbers = [run.total, run.added, run.updated, run.unchanged, run.failed, run.disabled];
    return `<tr><td class="when">${moment(startedAt)}</td><td>${STATES[state]}</td>${numbers
      .map((number) => `<td class="number">${number}</td>`)
      .join('')}<td class="number">${(durationMs / 1000).toFixed(1)} s</td></tr>`;
  });
  const heads = ['Début', 'État', 'Lus', 'Ajoutés', 'Changés', 'Inchangés', 'Refusés', 'Retirés', 'Durée'];
  return table('Dernières copies', heads, rows);
}

function faultsTable({ faults }: KindReport): string {
  const rows = faults.map(
    ({ remoteId, name, reason }) =>
      `<tr><td>${escape(remoteId ?? '—')}</td><td>${escape(name ?? '—')}</td><td>${escape(reason)}</td></tr>`,
  );
  return table('Refusés à la dernière copie', ['Numéro', 'Nom', 'Pourquoi'], rows);
}

function latestTable({ latest }: KindReport): string {
  const rows = latest.map(
    ({ name, active, syncedAt }) =>
      `<tr><td>${escape(name)}</td><td>${active ? 'en vente' : 'retiré'}</td><td>${moment(syncedAt)}</td></tr>`,
  );
  return table('Copiés en dernier', ['Nom', 'État', 'Quand'], rows);
}

function table(caption: string, heads: readonly string[], rows: readonly string[]): string {
  const head = heads.map((name) => `<th scope="col">${name}</th>`).join('');
  return `<h3>${caption}</h3><div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function moment(at: Date | null): string {
  return at === null || at.getTime() === 0 ? '—' : `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Words of strangers. */
function escape(text: string): string {
  const marks: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (mark) => marks[mark] ?? mark);
}
