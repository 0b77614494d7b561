import { declaration } from '../../../platform/config/declaration.js';
import type { Environment } from '../../../platform/config/environment.js';
import { type Question, QUESTIONS } from './questions.js';
import type { Terminal } from './terminal.js';
import type { Answers, Trial, Verdict } from './trial.js';

const KEEP = 'garder';

/** Asks for each value, says where it is found, tries it; what is there already is kept by an empty answer. */
export class Setup {
  private readonly given: Record<string, string> = {};

  constructor(
    private readonly before: Environment,
    private readonly terminal: Pick<Terminal, 'ask' | 'say'>,
    private readonly trial: Pick<Trial, 'after'>,
  ) {}

  /** The values that were given; those that were kept are not among them. */
  async run(): Promise<Record<string, string>> {
    this.terminal.say(
      'Réglages de WhatsApp. Entrée garde ce qui est déjà là ; les secrets ne s’affichent pas.',
    );
    for (let at = 0; at < QUESTIONS.length;) at = await this.answer(at);
    return this.given;
  }

  /** Asks one question; gives the place of the next. */
  private async answer(at: number): Promise<number> {
    const question = QUESTIONS[at];
    if (!question) return at + 1;
    this.terminal.say(
      `\n${at + 1}/${QUESTIONS.length} ${question.title} (${question.name})\n${question.where}`,
    );
    const value = await this.valueFor(question);
    if (value !== null) this.given[question.name] = value;
    const verdict = await this.trial.after(question.name, this.answers());
    return verdict === null ? at + 1 : this.consequence(verdict, at);
  }

  private async consequence(verdict: Verdict, at: number): Promise<number> {
    if (verdict.state === 'works') this.terminal.say(`✓ ${verdict.says}`);
    if (verdict.state === 'untried') this.terminal.say(`! Cela n’a pas pu être essayé : ${verdict.says}`);
    if (verdict.state !== 'fails') return at + 1;
    this.terminal.say(`✗ ${verdict.says}`);
    const choice = await this.terminal.ask(`Entrée pour corriger, « ${KEEP} » pour continuer quand même :`);
    if (choice.toLowerCase() === KEEP) return at + 1;
    return QUESTIONS.findIndex(({ name }) => name === verdict.from);
  }

  /** A value that the settings accept; `null` to leave things as they are. */
  private async valueFor(question: Question): Promise<string | null> {
    for (;;) {
      const answer = await this.terminal.ask(`${this.hint(question)}>`, question.secret);
      const value = answer === '' && !this.present(question) ? (question.otherwise?.make() ?? '') : answer;
      if (value === '' && (this.present(question) || question.optional)) return null;
      const parsed = declaration[question.name].schema.safeParse(value === '' ? undefined : value);
      if (value !== '' && parsed.success) return value;
      const reason =
        parsed.error?.issues.map(({ message }) => message).join(' ; ') ?? 'une valeur est attendue';
      this.terminal.say(`✗ ${reason}. Exemple : ${declaration[question.name].example}`);
    }
  }

  private hint(question: Question): string {
    const present = this.present(question);
    if (present && question.secret) return '[déjà renseigné] ';
    if (present) return `[${present}] `;
    if (question.otherwise) return `(${question.otherwise.says}) `;
    return question.optional ? '(Entrée : plus tard) ' : '';
  }

  private present({ name }: Question): string | undefined {
    return this.given[name] ?? this.before[name];
  }

  private answers(): Answers {
    return { ...this.before, ...this.given };
  }
}
