import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type Commands, WrongUse } from '../platform/cli/commands.js';
import { InvalidRequest } from '../platform/web/web.errors.js';
import { FileExists, FileUnwritable } from './export/export.errors.js';
import { CodeExport, type CodeTable, type Order } from './export/export.service.js';
import { type Format, FORMATS } from './export/format.js';

interface Options {
  from?: string;
  to?: string;
  format?: string;
  output: string;
  force?: boolean;
  json?: boolean;
}

/** What `--output` calls standard output. */
const STANDARD = '-';

const DAYS = 'un jour s’écrit AAAA-MM-JJ, et le dernier ne vient pas avant le premier.';

/** `uic:export`: the codes of a period into a file. */
export function uicCommands({ program, withApp, say }: Commands): void {
  program
    .command('uic:export')
    .description(
      'écrit les codes d’une période, en clair, dans un fichier ; une ligne reste au journal d’audit',
    )
    .requiredOption('--output <fichier>', 'le fichier à écrire ; - pour la sortie standard')
    .option('--from <jour>', 'premier jour (fuseau TIME_ZONE), comme 2026-01-01 ; sinon 30 jours au total')
    .option('--to <jour>', 'dernier jour ; sinon aujourd’hui')
    .option('--format <format>', 'csv ou xlsx ; sinon celui que dit le nom du fichier')
    .option('--force', 'remplace le fichier s’il existe')
    .option('--json', 'répond en JSON')
    .action((options: Options) => {
      const { output, json, force = false, from, to } = options;
      const format = formatOf(options);
      if (json === true && output === STANDARD)
        throw new WrongUse('--json ne va pas avec --output - : les deux écrivent sur la sortie standard.');
      return withApp('uic:export', async (get) => {
        const order: Order = { format, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
        const table = () => opened(get(CodeExport), order);
        if (output === STANDARD) return pipeline((await table()).bytes, process.stdout, { end: false });
        const count = await save(table, output, force);
        say(
          json === true ? JSON.stringify({ file: output, format, count }) : `${output} : ${count} code(s).`,
        );
      });
    });
}

function formatOf({ format, output }: Options): Format {
  const wanted = format ?? (output.toLowerCase().endsWith('.xlsx') ? 'xlsx' : 'csv');
  const known = FORMATS.find((each) => each === wanted);
  if (known === undefined) throw new WrongUse(`--format prend ${FORMATS.join(' ou ')}.`);
  return known;
}

/** A day that is none is a wrong use here, not a wrong request. */
async function opened(codes: CodeExport, order: Order): Promise<CodeTable> {
  try {
    return await codes.open(order);
  } catch (error) {
    if (!(error instanceof InvalidRequest)) throw error;
    const fields = error.errors.map(({ field }) => `--${field}`);
    throw new WrongUse(`${fields.join(' et ')} : ${DAYS}`);
  }
}

/**
 * The file is there and ours before the first code is read, and readable by its owner only. One that is replaced stays until the
 * new one is whole; nothing is left of one that fails.
 */
async function save(table: () => Promise<CodeTable>, file: string, force: boolean): Promise<number> {
  const part = force ? `${file}.${randomUUID()}.part` : file;
  const handle = await open(part, 'wx', 0o600).catch(refuse);
  try {
    const { bytes, count } = await table();
    await pipeline(bytes, handle.createWriteStream());
    if (force) await rename(part, file);
    return count;
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(part, { force: true });
    return refuse(error);
  }
}

function refuse(error: unknown): never {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === 'EEXIST') throw new FileExists();
  if (syscall !== undefined) throw new FileUnwritable(code ?? syscall);
  throw error;
}
