import type { TemplateFault } from '../template-sync.contract.js';
import { type Example, bodyExamples, HEADER_KINDS, headerExamples, MEDIA_KINDS } from './components.js';
import { type Circumstances, RULE } from './draft.js';
import { variablesLint } from './draft-variables.js';
import { fault } from './fault.js';
import { LIMIT } from './limits.js';
import { type Fields, counted, fieldsOf, lengthOf, listOf, shown, textOf, wordOf } from './reading.js';
import { variablesIn } from './variables.js';

export function headerLint(fields: Fields, about: Circumstances): TemplateFault[] {
  const format = wordOf(fields['format']);
  const say = (code: string, message: string): TemplateFault[] => [fault(code, 'header', message)];
  if (!HEADER_KINDS.some((kind) => kind === format))
    return say(
      RULE.format,
      `Le format d’en-tête ${shown(fields['format'])} n’existe pas. Formats : ${HEADER_KINDS.join(', ')}.`,
    );
  if (about.offer && format !== 'IMAGE' && format !== 'VIDEO')
    return say(RULE.notAllowed, 'Une offre limitée dans le temps a une image ou une vidéo pour en-tête.');
  if (format === 'TEXT') return titleLint(fields, about);
  const faults = fields['text'] === undefined ? [] : say(RULE.notAllowed, 'Seul un en-tête TEXT a un texte.');
  if (MEDIA_KINDS.some((kind) => kind === format)) faults.push(...mediaLint(fields['example']));
  return faults;
}

function titleLint(fields: Fields, about: Circumstances): TemplateFault[] {
  const text = textOf(fields['text']);
  const part = { component: 'header', called: 'L’en-tête' };
  const faults = lengthLint(text, LIMIT.header, part);
  if (/[\n\r*\p{Emoji_Presentation}]/u.test(text))
    faults.push(
      fault(RULE.format, 'header', 'L’en-tête n’admet ni retour à la ligne, ni astérisque, ni emoji.'),
    );
  if (variablesIn(text).length > 1)
    faults.push(fault(RULE.variables, 'header', 'L’en-tête admet une seule variable.'));
  return [
    ...faults,
    ...variablesLint(text, about, part),
    ...exampleLint(variablesIn(text), headerExamples(fields['example']), part),
  ];
}

function mediaLint(example: unknown): TemplateFault[] {
  const handles = fieldsOf(example)['header_handle'];
  if (listOf(handles).length === 1 && textOf(listOf(handles)[0]) !== '') return [];
  const message = 'Un exemple est exigé : {"header_handle": ["…"]}, obtenu en téléversant un fichier.';
  return [fault(RULE.example, 'header', message)];
}

export function bodyLint(fields: Fields, about: Circumstances): TemplateFault[] {
  const text = textOf(fields['text']);
  const limit = about.inCard ? LIMIT.bodyInCard : about.offer ? LIMIT.bodyWithOffer : LIMIT.body;
  const part = { component: 'body', called: 'Le corps' };
  const faults = lengthLint(text, limit, part);
  if (fields['add_security_recommendation'] !== undefined)
    faults.push(
      fault(RULE.notAllowed, 'body', '« add_security_recommendation » est pour la catégorie AUTHENTICATION.'),
    );
  return [
    ...faults,
    ...variablesLint(text, about, { ...part, edges: true }),
    ...exampleLint(variablesIn(text), bodyExamples(fields['example']), part),
  ];
}

export function footerLint(fields: Fields): TemplateFault[] {
  const text = textOf(fields['text']);
  const faults = lengthLint(text, LIMIT.footer, { component: 'footer', called: 'Le pied de page' });
  if (variablesIn(text).length > 0)
    faults.push(fault(RULE.variables, 'footer', 'Le pied de page n’admet pas de variable.'));
  if (/[\n\r]/.test(text))
    faults.push(fault(RULE.format, 'footer', 'Le pied de page n’admet pas de retour à la ligne.'));
  if (fields['code_expiration_minutes'] !== undefined)
    faults.push(
      fault(RULE.notAllowed, 'footer', '« code_expiration_minutes » est pour la catégorie AUTHENTICATION.'),
    );
  return faults;
}

interface Part {
  readonly component: string;
  readonly called: string;
}

function lengthLint(text: string, limit: number, { component, called }: Part): TemplateFault[] {
  if (text.trim() === '') return [fault(RULE.missing, component, `${called} n’a pas de texte.`)];
  const length = lengthOf(text);
  if (length <= limit) return [];
  return [fault(RULE.tooLong, component, `${called} a ${length} caractères ; ${limit} sont admis.`)];
}

/** Each variable has one example, and no example is left over. */
function exampleLint(
  variables: readonly string[],
  examples: readonly Example[],
  part: Part,
): TemplateFault[] {
  const { component, called } = part;
  const say = (message: string): TemplateFault[] => [fault(RULE.example, component, message)];
  const named = examples.some(({ name }) => name !== undefined);
  if (examples.some(({ value }) => value.trim() === '')) return say(`${called} a un exemple vide.`);
  if (named) {
    const names = examples.map(({ name }) => name ?? '');
    const missing = variables.filter((variable) => !names.includes(variable));
    const strange = names.filter((name, at) => !variables.includes(name) || names.indexOf(name) < at);
    return [
      ...missing.flatMap((name) => say(`La variable ${shown(name)} n’a pas d’exemple.`)),
      ...strange.flatMap((name) => say(`L’exemple ${shown(name)} est en trop.`)),
    ];
  }
  if (examples.length === variables.length) return [];
  return say(
    `${called} a ${counted(variables.length, 'variable')} et ${counted(examples.length, 'exemple')}.`,
  );
}
