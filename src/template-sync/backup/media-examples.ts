import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../kernel/error.js';
import { type Fields, fieldsOf, isWebAddress, listOf, textOf, wordOf } from '../rules/reading.js';
import type { TemplateDraft, TemplateSource } from '../template-sync.port.js';

const MOST_BYTES = 16 * 1024 * 1024;
const PATIENCE_MS = 30_000;

const MIMES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  mp4: 'video/mp4',
  pdf: 'application/pdf',
};

/** How a media header's example gets to the source again. */
export interface Examples {
  readonly source: TemplateSource;
  readonly accountId: string;
  /** Where a person has put files, `<name>.<language>.jpg` or, for a card, `<name>.<language>.<card>.jpg`; the first card is 1. */
  readonly folder: string | undefined;
}

/** An example that is not to be had any more; says in French what to do. */
export class ExampleMissing extends Error {}

/**
 * A media header needs an example, and what is read back of it is an address that works for a while only: it is fetched, or
 * taken from the folder, and handed over again.
 */
export async function withExamples(draft: TemplateDraft, examples: Examples): Promise<TemplateDraft> {
  const title = `${draft.name}.${draft.language}`;
  const components: unknown[] = [];
  for (const component of draft.components)
    components.push(await renewed(fieldsOf(component), title, examples));
  return { ...draft, components };
}

async function renewed(part: Fields, title: string, examples: Examples): Promise<Fields> {
  if (wordOf(part['type']) === 'CAROUSEL') {
    const cards: unknown[] = [];
    for (const [place, card] of listOf(part['cards']).entries()) {
      const components: unknown[] = [];
      for (const each of listOf(fieldsOf(card)['components']))
        components.push(await renewed(fieldsOf(each), `${title}.${place + 1}`, examples));
      cards.push({ components });
    }
    return { ...part, cards };
  }
  const handle = textOf(listOf(fieldsOf(part['example'])['header_handle'])[0]);
  if (!isWebAddress(handle)) return part;
  const file = (await ownFile(title, examples.folder)) ?? (await fetched(title, handle));
  const renewedHandle = await examples.source.upload(examples.accountId, file);
  return { ...part, example: { header_handle: [renewedHandle] } };
}

interface MediaFile {
  readonly name: string;
  readonly mime: string;
  readonly bytes: Buffer;
}

async function ownFile(title: string, folder: string | undefined): Promise<MediaFile | null> {
  if (folder === undefined) return null;
  const name = (await readdir(folder)).find(
    (each) => each.startsWith(`${title}.`) && !each.slice(title.length + 1).includes('.'),
  );
  const mime = name === undefined ? undefined : MIMES[name.slice(title.length + 1).toLowerCase()];
  if (name === undefined || mime === undefined) return null;
  return { name, mime, bytes: await readFile(join(folder, name)) };
}

async function fetched(title: string, address: string): Promise<MediaFile> {
  const missing = (reason: string): ExampleMissing =>
    new ExampleMissing(
      `l’exemple de son en-tête n’est plus disponible (${reason}) ; donnez un fichier ${title}.* avec --examples`,
    );
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!response.ok) throw missing(`HTTP ${response.status}`);
    const mime = (response.headers.get('content-type') ?? '').split(';')[0]?.trim() ?? '';
    const [ending] = Object.entries(MIMES).find(([, known]) => known === mime) ?? [];
    if (ending === undefined) throw missing(`type « ${mime} »`);
    if (Number(response.headers.get('content-length') ?? 0) > MOST_BYTES) throw missing('trop grand');
    const bytes = Buffer.from(await response.arrayBuffer());
    if (bytes.length === 0 || bytes.length > MOST_BYTES)
      throw missing(bytes.length === 0 ? 'vide' : 'trop grand');
    return { name: `${title}.${ending}`, mime, bytes };
  } catch (error) {
    throw error instanceof ExampleMissing ? error : missing(messageOf(error));
  }
}
