import { RelaisError } from '../../kernel/error.js';
import { type Commands, type Get, WrongUse } from '../../platform/cli/commands.js';
import { type Kind, KINDS } from '../catalog.port.js';
import type { RunRow } from './run.entity.js';
import { type Begun, SyncRuns, type Wish } from './runs.service.js';
import type { Tally } from './tally.js';

interface Choices {
  auto?: boolean;
  force?: boolean;
  json?: boolean;
}

/** What a copy did, as the command and the API tell it. */
export interface SyncStatistics {
  runId: string | null;
  kind: Kind;
  skipped?: 'not due';
  total: number;
  added: number;
  updated: number;
  unchanged: number;
  failed: number;
  disabled: number;
  durationMs: number;
}

const WHAT = { products: 'produit(s)', categories: 'catégorie(s)' } as const satisfies Record<Kind, string>;
const WIDTH = 30;

/** `catalog:sync`. */
export function catalogSyncCommands({ program, withApp, say }: Commands): void {
  program
    .command('catalog:sync')
    .description('copie les produits ou les catégories de l’inventaire et dit ce qui a changé')
    .argument('<quoi>', KINDS.join(' ou '))
    .option('--auto', 'seulement s’il est l’heure')
    .option('--force', 'relit aussi ce qui se dit inchangé, et accepte que beaucoup disparaisse')
    .option('--json', 'répond en JSON')
    .action((what: string, { auto = false, force = false, json = false }: Choices) => {
      const kind = KINDS.find((each) => each === what);
      if (kind === undefined) throw new WrongUse(`Écrivez ${KINDS.join(' ou ')}.`);
      if (auto && force) throw new WrongUse('Choisissez --auto ou --force.');
      return withApp('catalog:sync', async (get) => {
        const run = await copied(get, kind, { auto, force });
        say(json ? JSON.stringify(statisticsOf(kind, run)) : inWords(kind, run));
        if (run !== null && run.state !== 'DONE') process.exitCode = 1;
      });
    });
}

async function copied(
  get: Get,
  kind: Kind,
  { auto, force }: { auto: boolean; force: boolean },
): Promise<RunRow | null> {
  const { watch, end } = progress(process.stderr);
  const runs = get(SyncRuns);
  // Ctrl-C lets the page that is being written come to its end; the next copy goes on there.
  const stop = new AbortController();
  const interrupted = (): void => stop.abort(new Interrupted());
  process.once('SIGINT', interrupted);
  const watched = { watch, signal: stop.signal };
  try {
    const begun: Begun | null = auto
      ? await runs.beginIfDue(kind, 'command', watched)
      : await runs.begin(kind, { ...watched, cause: 'command', force });
    return begun && (await begun.over);
  } finally {
    process.off('SIGINT', interrupted);
    end();
  }
}

class Interrupted extends RelaisError {
  readonly code = 'catalog.sync-stopped';
  readonly kind = 'conflict';
  readonly publicText = 'La copie a été arrêtée au clavier. La suivante reprend où elle en était.';

  constructor() {
    super('interrupted');
  }
}

function statisticsOf(kind: Kind, run: RunRow | null): SyncStatistics & { error?: object } {
  if (run === null) {
    const none = { total: 0, added: 0, updated: 0, unchanged: 0, failed: 0, disabled: 0, durationMs: 0 };
    return { runId: null, kind, skipped: 'not due', ...none };
  }
  const { id: runId, total, added, updated, unchanged, failed, disabled, durationMs, errorCode, error } = run;
  const figures = { runId, kind, total, added, updated, unchanged, failed, disabled, durationMs };
  return errorCode === null ? figures : { ...figures, error: { code: errorCode, message: error ?? '' } };
}

function inWords(kind: Kind, run: RunRow | null): string {
  if (run === null) return 'Rien à faire : il n’est pas encore l’heure, ou aucun inventaire n’est configuré.';
  const { total, added, updated, unchanged, failed, disabled, durationMs, apiMs, databaseMs, error, id } =
    run;
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  return [
    `${total} ${WHAT[kind]} lu(s) : ${added} ajouté(s), ${updated} changé(s), ${unchanged} inchangé(s), ${failed} refusé(s), ${disabled} retiré(s).`,
    `En ${seconds(durationMs)}, dont ${seconds(apiMs)} d’attente de l’inventaire et ${seconds(databaseMs)} de base.`,
    ...(failed > 0
      ? [`Les refus et leurs raisons : GET /api/catalog/runs/${id}/faults ou la page /inventory/status/.`]
      : []),
    ...(error === null ? [] : [error]),
  ].join('\n');
}

/** A bar that is written over, on a terminal only. */
function progress(out: NodeJS.WriteStream): { watch: NonNullable<Wish['watch']>; end: () => void } {
  if (!out.isTTY) return { watch: () => undefined, end: () => undefined };
  const watch = ({ total, expected }: Readonly<Tally>): void => {
    const all = [...expected].at(-1) ?? 0;
    const done = all === 0 ? 0 : Math.min(1, total / all);
    const bar = '█'.repeat(Math.round(done * WIDTH)).padEnd(WIDTH, '░');
    out.write(
      `\r\u001B[K${all === 0 ? '' : `${bar} ${Math.floor(done * 100)} % `}${total}${all === 0 ? '' : ` sur ${all}`}`,
    );
  };
  return { watch, end: () => void out.write('\r\u001B[K') };
}
