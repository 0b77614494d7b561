import { isAnswer, lengthOf } from '../code.js';
import type { Segment } from '../scheme.js';
import type { Asked } from './definition.js';
import { shortened, type Wrong } from './reasons.js';
import { LONGEST_CODE, type SegmentDraft } from './shape.js';
import type { Path } from './source.js';

/** A piece of the formula that is well formed, and where it stands. */
export interface Piece {
  readonly draft: SegmentDraft;
  readonly at: Path;
}

/** What the questions of a file are called, also those that are wrong otherwise, and those that are right. */
export interface Known {
  readonly keys: ReadonlySet<unknown>;
  readonly asked: ReadonlyMap<string, Asked>;
}

const CHECK_LAST = 'le caractère de contrôle (« check ») ne peut être que le dernier morceau de la formule';

/** The piece as the scheme has it; `null` when its question is unknown or wrong itself. */
export function segmentOf(draft: SegmentDraft, asked: Known['asked']): Segment | null {
  if (!('answer' in draft)) return draft;
  const question = asked.get(draft.answer);
  if (question === undefined) return null;
  const { options: _options, texts: _texts, ...form } = question;
  return draft.positions === undefined ? form : { ...form, positions: draft.positions };
}

/** What is wrong in the formula. */
export function formulaWrongs(pieces: readonly Piece[], known: Known, last: number): Wrong[] {
  const wrongs = pieces.flatMap(({ draft, at }, index) => {
    if ('check' in draft) return at.at(-1) === last ? [] : [{ path: at, reason: CHECK_LAST }];
    if (!('answer' in draft)) return [];
    const earlier = pieces
      .slice(0, index)
      .some((other) => 'answer' in other.draft && other.draft.answer === draft.answer);
    return earlier
      ? [{ path: at, reason: `la réponse « ${shortened(draft.answer)} » est déjà dans la formule` }]
      : answerWrongs(draft, at, known);
  });
  const segments = pieces.flatMap(({ draft }) => segmentOf(draft, known.asked) ?? []);
  const length = segments.reduce((sum, segment) => sum + lengthOf(segment), 0);
  const path = ['formula'];
  if (length > LONGEST_CODE)
    wrongs.push({
      path,
      reason: `le code aurait ${length} caractères ; ${LONGEST_CODE} au plus sont permis`,
    });
  if (pieces.length > 0 && !pieces.some(({ draft }) => 'answer' in draft))
    wrongs.push({
      path,
      reason: 'la formule ne contient aucune réponse : tout le monde aurait le même code',
    });
  return wrongs;
}

function answerWrongs(
  { answer, positions }: Extract<SegmentDraft, { answer: string }>,
  at: Path,
  known: Known,
): Wrong[] {
  if (!known.keys.has(answer))
    return [
      {
        path: [...at, 'answer'],
        reason: `la formule nomme « ${shortened(answer)} », qui n’est la clé d’aucune question`,
      },
    ];
  const question = known.asked.get(answer);
  if (question === undefined) return [];
  const beyond = positions?.find((position) => position > question.length);
  if (beyond !== undefined)
    return [
      {
        path: [...at, 'positions'],
        reason: `la réponse « ${answer} » a ${question.length} caractères ; la place ${beyond} n’existe pas`,
      },
    ];
  const lengths = new Set(question.choices?.map((value) => value.length));
  return lengths.size > 1
    ? [
        {
          path: at,
          reason: `les valeurs des choix de « ${answer} » n’ont pas toutes la même longueur : les codes non plus`,
        },
      ]
    : [];
}

/** The question of recall has to stand in the code as a whole: by it a code is found again. */
export function recallWrongs(recall: unknown, segments: readonly Segment[], known: Known): Wrong[] {
  if (typeof recall !== 'string') return [];
  const path = ['recall'];
  if (!known.keys.has(recall))
    return [
      { path, reason: `« recall » nomme « ${shortened(recall)} », qui n’est la clé d’aucune question` },
    ];
  if (!known.asked.has(recall)) return [];
  const part = segments.filter(isAnswer).find(({ key }) => key === recall);
  return part === undefined || part.positions !== undefined
    ? [
        {
          path,
          reason: `la réponse « ${recall} » doit être entière dans la formule : par elle on retrouve un code`,
        },
      ]
    : [];
}
