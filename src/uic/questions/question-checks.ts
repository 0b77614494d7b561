import { fold } from '../folding.js';
import { sayings } from '../answers/choice.js';
import { askedOf } from './asked.js';
import { shortened, type Wrong } from './reasons.js';
import type { QuestionDraft } from './shape.js';
import type { Path } from './source.js';

/** A question that is well formed, and where it stands. */
export interface Placed<D = QuestionDraft> {
  readonly draft: D;
  readonly at: Path;
}

/** Whether the language files have the words for a question. */
export type IsSpoken = (draft: QuestionDraft) => boolean;

/** What the conversation itself uses as names of its stops. */
const RESERVED = new Set(
  'consent notice summary issue erase language recall replace menu shop order product quantity constructor'.split(
    ' ',
  ),
);
const PLACEHOLDER = /\{(\w*)\}/g;
const DEFAULT_LANGUAGE = 'fr';

/** What is wrong in a question that is well formed. */
export function questionWrongs({ draft, at }: Placed, isSpoken: IsSpoken): Wrong[] {
  const wrongs = RESERVED.has(draft.key)
    ? [{ path: [...at, 'key'], reason: `la clé « ${draft.key} » est réservée : choisissez-en une autre` }]
    : [];
  return [...wrongs, ...textWrongs(draft, at, isSpoken(draft)), ...kindWrongs(draft, at, isSpoken(draft))];
}

/** Keys that stand there twice, and labels that would not tell one answer from another. */
export function doubles(placed: readonly Placed[], keys: readonly (readonly [unknown, Path])[]): Wrong[] {
  const known = keys.filter((each): each is [string, Path] => typeof each[0] === 'string');
  const labels = placed.flatMap(({ draft, at }) =>
    Object.entries(draft.texts ?? {}).map(([language, { label }]): [string, Path] => [
      `${language} ${fold(label)}`,
      [...at, 'texts', language, 'label'],
    ]),
  );
  return [
    ...repeated(known, (key) => `la clé « ${shortened(key)} » est déjà celle d’une autre question`),
    ...repeated(
      labels,
      () => 'ce « label » est déjà celui d’une autre question : les réponses se confondraient',
    ),
  ];
}

function repeated(entries: readonly (readonly [string, Path])[], reason: (name: string) => string): Wrong[] {
  return entries
    .filter(([name], index) => entries.findIndex(([first]) => first === name) < index)
    .map(([name, path]) => ({ path, reason: reason(name) }));
}

function textWrongs({ kind, texts }: QuestionDraft, at: Path, isSpoken: boolean): Wrong[] {
  const path = [...at, 'texts'];
  if (texts === undefined)
    return isSpoken
      ? []
      : [{ path, reason: `les textes en français manquent (« texts », puis « ${DEFAULT_LANGUAGE} »)` }];
  const missing = Object.hasOwn(texts, DEFAULT_LANGUAGE)
    ? []
    : [{ path, reason: `les textes en français manquent (« ${DEFAULT_LANGUAGE} »)` }];
  const asked = kind === 'choice' ? ['n', 'total', 'options'] : ['n', 'total'];
  const found = Object.entries(texts).flatMap(([language, { ask, label, doubt }]) => [
    ...blanks(ask, asked, [...path, language, 'ask']),
    ...blanks(label, [], [...path, language, 'label']),
    ...(doubt === undefined ? [] : blanks(doubt, ['shown'], [...path, language, 'doubt'])),
    ...lacking(ask, kind === 'choice' ? 'options' : null, [...path, language, 'ask']),
    ...lacking(doubt, doubt === undefined ? null : 'shown', [...path, language, 'doubt']),
  ]);
  return [...missing, ...found];
}

/** Places in a text that nothing would fill. */
function blanks(text: string, known: readonly string[], path: Path): Wrong[] {
  const names = [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
  return names
    .filter((name) => !known.includes(name))
    .map((name) => ({
      path,
      reason: `« {${shortened(name)}} » n’est pas connu dans « ${String(path.at(-1))} »`,
    }));
}

/** Where nothing can be tapped, a choice without its list cannot be answered, nor a doubt without what is doubted. */
function lacking(text: string | undefined, name: string | null, path: Path): Wrong[] {
  if (name === null || text?.includes(`{${name}}`)) return [];
  return [{ path, reason: `« ${String(path.at(-1))} » doit contenir « {${name}} »` }];
}

function kindWrongs(draft: QuestionDraft, at: Path, isSpoken: boolean): Wrong[] {
  if (draft.kind === 'choice') return choiceWrongs({ draft, at }, isSpoken);
  if (draft.kind === 'number') return numberWrongs({ draft, at });
  if (draft.kind !== 'letters' || typeof draft.take === 'number' || draft.side === undefined) return [];
  return [{ path: [...at, 'side'], reason: '« side » ne va pas avec une liste de places' }];
}

function numberWrongs({ draft, at }: Placed<Extract<QuestionDraft, { kind: 'number' }>>): Wrong[] {
  const { min, max, digits } = draft;
  const wrongs: Wrong[] = [];
  if (min > max) wrongs.push({ path: [...at, 'min'], reason: '« min » est plus grand que « max »' });
  if (digits !== undefined && digits < String(max).length)
    wrongs.push({
      path: [...at, 'digits'],
      reason: `« digits » est trop petit : « max » a ${String(max).length} chiffres`,
    });
  return wrongs;
}

function choiceWrongs(
  placed: Placed<Extract<QuestionDraft, { kind: 'choice' }>>,
  isSpoken: boolean,
): Wrong[] {
  const { draft, at } = placed;
  const { options } = askedOf(draft);
  const values = options.map(({ value }) => value);
  const place = (index: number): Path => [...at, 'options', index];
  const taken = new Map<string, string>();
  return options.flatMap((option, index) => {
    const { value, names, prevailsOver } = option;
    const wrongs: Wrong[] = [];
    if (values.indexOf(value) < index)
      wrongs.push({ path: place(index), reason: `la valeur « ${value} » est déjà prise` });
    if (!isSpoken && names?.[DEFAULT_LANGUAGE] === undefined)
      wrongs.push({
        path: place(index),
        reason: `le nom français de « ${value} » manque (« names », puis « ${DEFAULT_LANGUAGE} »)`,
      });
    for (const beaten of prevailsOver.filter((each) => each === value || !values.includes(each)))
      wrongs.push({
        path: [...place(index), 'prevailsOver'],
        reason: `« ${beaten} » n’est pas la valeur d’un autre choix`,
      });
    for (const saying of sayings(option)) {
      const holder = taken.get(saying) ?? value;
      if (holder !== value)
        wrongs.push({
          path: place(index),
          reason: `« ${shortened(saying)} » désigne déjà le choix « ${holder} »`,
        });
      taken.set(saying, holder);
    }
    return wrongs;
  });
}
