import { askedOf } from './asked.js';
import type { Definition } from './definition.js';
import { formulaWrongs, type Known, type Piece, recallWrongs, segmentOf } from './formula-checks.js';
import { doubles, type IsSpoken, questionWrongs } from './question-checks.js';
import type { QuestionFault } from './questions.errors.js';
import { shortened, type Wrong, wrongsOf } from './reasons.js';
import {
  type Kind,
  kinds,
  LONGEST_ID,
  MOST_QUESTIONS,
  outline,
  type QuestionDraft,
  type SegmentDraft,
  segments as segmentShapes,
} from './shape.js';
import { type Path, Source } from './source.js';

/** The definition that a text gives, or everything that is wrong with it. */
export type Parsed = { definition: Omit<Definition, 'digest'> } | { faults: QuestionFault[] };

/** Reads a questions file, YAML or JSON. */
export function parseQuestions(text: string, isSpoken: IsSpoken): Parsed {
  const source = new Source(text);
  if (source.content === undefined) return { faults: inOrder(source.faults) };
  const content = source.content;
  if (!isObject(content))
    return {
      faults: [{ line: 1, reason: 'un objet avec « id », « questions » et « formula » est attendu' }],
    };
  const { definition, wrongs } = checked(content, isSpoken);
  const faults = wrongs.map(({ path, reason }) => ({ line: source.lineOf(path), reason }));
  const all = inOrder([...source.faults, ...faults]);
  return all.length > 0 ? { faults: all } : { definition };
}

/** By their lines, each once: what is wrong may be noticed twice. */
function inOrder(faults: readonly QuestionFault[]): QuestionFault[] {
  const once = new Map(faults.map((fault) => [`${fault.line} ${fault.reason}`, fault]));
  return [...once.values()].toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

type Values = Readonly<Record<string, unknown>>;

function checked(
  content: Values,
  isSpoken: IsSpoken,
): { definition: Omit<Definition, 'digest'>; wrongs: Wrong[] } {
  const questions = listIn(content, 'questions');
  const formula = listIn(content, 'formula');
  const placed = questions.flatMap(({ value, at }) => draftIn<QuestionDraft>(value, at, questionShape));
  const pieces: Piece[] = formula.flatMap(({ value, at }) => draftIn<SegmentDraft>(value, at, segmentShape));
  const asked = placed.map(({ draft }) => askedOf(draft));
  const keys = questions.map(({ value, at }): [unknown, Path] => [
    isObject(value) ? value['key'] : undefined,
    [...at, 'key'],
  ]);
  const known: Known = {
    keys: new Set(keys.map(([key]) => key)),
    asked: new Map(asked.map((each) => [each.key, each])),
  };
  const parts = pieces.flatMap(({ draft }) => segmentOf(draft, known.asked) ?? []);
  const id = `${String(content['id'])}-${String(content['version'])}`;
  const recall = content['recall'];
  const isWhole = pieces.length === formula.length;
  const wrongs = [
    ...wrongsOf(outline, content, []),
    ...frameWrongs(id, questions.length),
    ...questions.flatMap(({ value, at }) => shapeWrongs(value, at, questionShape)),
    ...formula.flatMap(({ value, at }) => shapeWrongs(value, at, segmentShape)),
    ...doubles(placed, keys),
    ...placed.flatMap((each) => questionWrongs(each, isSpoken)),
    ...formulaWrongs(pieces, known, formula.length - 1),
    // A piece that cannot be read may be the very one.
    ...(isWhole ? recallWrongs(recall, parts, known) : []),
  ];
  return { definition: { questions: asked, recall: String(recall), scheme: { id, parts } }, wrongs };
}

function frameWrongs(id: string, questions: number): Wrong[] {
  const wrongs: Wrong[] = [];
  if (id.length > LONGEST_ID)
    wrongs.push({
      path: ['version'],
      reason: `« id » et « version » ensemble (${shortened(id)}) ont plus de ${LONGEST_ID} caractères`,
    });
  if (questions > MOST_QUESTIONS)
    wrongs.push({
      path: ['questions', MOST_QUESTIONS],
      reason: `il y a ${questions} questions ; ${MOST_QUESTIONS} au plus sont permises`,
    });
  return wrongs;
}

/** The shape that a value is meant to have, or why that cannot be told. */
type Meant = (
  value: Values,
) => (typeof kinds)[Kind] | (typeof segmentShapes)[keyof typeof segmentShapes] | string;

function questionShape({ kind }: Values): ReturnType<Meant> {
  if (typeof kind === 'string' && Object.hasOwn(kinds, kind)) return kinds[kind as Kind];
  const known = Object.keys(kinds).join(', ');
  return typeof kind !== 'string'
    ? `« kind » manque : ${known}`
    : `le genre de question « ${shortened(kind)} » n’est pas connu ; les genres sont ${known}`;
}

function segmentShape(value: Values): ReturnType<Meant> {
  const [name, another] = Object.keys(segmentShapes).filter((each) => Object.hasOwn(value, each));
  if (name === undefined || another !== undefined)
    return 'un morceau de la formule a « answer », « literal » ou « check », et un seul des trois';
  return segmentShapes[name as keyof typeof segmentShapes];
}

function shapeWrongs(value: unknown, at: Path, meant: Meant): Wrong[] {
  if (!isObject(value)) return [{ path: at, reason: 'un objet avec ses propriétés est attendu ici' }];
  const shape = meant(value);
  return typeof shape === 'string' ? [{ path: [...at, 'kind'], reason: shape }] : wrongsOf(shape, value, at);
}

function draftIn<D>(value: unknown, at: Path, meant: Meant): { draft: D; at: Path }[] {
  const shape = isObject(value) ? meant(value) : '';
  if (typeof shape === 'string') return [];
  const parsed = shape.safeParse(value);
  return parsed.success ? [{ draft: parsed.data as D, at }] : [];
}

function listIn(content: Values, name: string): { value: unknown; at: Path }[] {
  const list = content[name];
  return Array.isArray(list) ? list.map((value: unknown, index) => ({ value, at: [name, index] })) : [];
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
