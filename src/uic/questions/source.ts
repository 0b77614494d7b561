import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import type { QuestionFault } from './questions.errors.js';

/** The only properties that are numbers; everything else is taken as it is written: `01`, `NO` and `1.0` stay themselves. */
const NUMBERS = new Set<unknown>(['take', 'digits', 'min', 'max', 'positions']);

const BY_CODE: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'un texte qui contient « : » ou « # » doit être entre guillemets',
  DUPLICATE_KEY: 'cette propriété est donnée deux fois',
  MISSING_CHAR: 'un guillemet, une virgule, un crochet ou une accolade manque',
  MULTIPLE_DOCS: 'le fichier contient plusieurs documents (« --- ») ; un seul est permis',
  TAB_AS_INDENT: 'une tabulation sert de retrait ; mettez des espaces',
};
const UNREADABLE =
  'ce n’est ni du YAML ni du JSON valable (retrait, deux-points, virgule ou guillemet de trop ou manquant)';

/** Names a place in a file: `['questions', 0, 'key']`. */
export type Path = readonly PropertyKey[];

/** A YAML or JSON text: JSON is YAML, so one reader does for both, and it knows the lines. */
export class Source {
  /** What the text says, in plain values; absent where it cannot be understood. */
  readonly content: unknown;
  readonly faults: readonly QuestionFault[];
  private readonly document: Document;
  private readonly lines = new LineCounter();

  constructor(text: string) {
    this.document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false });
    const aliases = this.asWritten();
    this.faults = [
      ...this.document.errors.map((error) => this.fault(error)),
      ...aliases.map((line) => ({
        line,
        reason: 'les renvois (« * ») ne sont pas permis : écrivez le texte entier',
      })),
    ];
    const isReadable = this.document.errors.every(({ code }) => code === 'DUPLICATE_KEY');
    this.content = isReadable && aliases.length === 0 ? (this.document.toJS() as unknown) : undefined;
  }

  /** On which line something begins, or the nearest thing around it that is there. */
  lineOf(path: Path): number {
    let node: unknown = this.document.contents;
    let line = this.lineAt(node);
    for (const step of path) {
      const pair = isMap(node)
        ? node.items.find(({ key }) => isScalar(key) && key.value === step)
        : undefined;
      const next = isSeq(node) ? node.items[Number(step)] : pair?.value;
      if (pair === undefined && next === undefined) return line;
      line = this.lineAt(pair?.key ?? next) ?? line;
      node = next;
    }
    return line;
  }

  /** Takes every scalar but numbers as it is written; returns the lines of what stands for something else. */
  private asWritten(): number[] {
    const aliases: number[] = [];
    visit(this.document, (_, node, ancestors) => {
      if (isAlias(node)) aliases.push(this.lineAt(node));
      if (!isScalar(node) || typeof node.value === 'string' || node.value === null) return;
      const pair = ancestors.findLast(isPair);
      const isNumber = isScalar(pair?.key) && NUMBERS.has(pair.key.value);
      if (!isNumber || typeof node.value !== 'number') node.value = node.source ?? '';
    });
    return aliases;
  }

  private lineAt(node: unknown): number {
    const offset = (node as Node | null)?.range?.[0];
    return offset === undefined ? 1 : this.lines.linePos(offset).line;
  }

  private fault({ code, pos }: YAMLError): QuestionFault {
    return { line: this.lines.linePos(pos[0]).line, reason: BY_CODE[code] ?? UNREADABLE };
  }
}
