import type { TemplateFault } from '../template-sync.contract.js';
import type { TemplateDraft } from '../template-sync.port.js';
import { bodyLint, footerLint, headerLint } from './draft-texts.js';
import { buttonsLint } from './draft-buttons.js';
import { carouselLint, offerLint } from './draft-carousel.js';
import { codeLint } from './draft-code.js';
import { COMPONENT_FIELDS, unknownFields } from './draft-fields.js';
import { type Circumstances, RULE } from './draft.js';
import { fault } from './fault.js';
import { CATEGORIES, LANGUAGES, LIMIT, TTL } from './limits.js';
import { type Fields, fieldsOf, listOf, shown, wordOf } from './reading.js';

/** What WhatsApp would refuse in a template that is to be created or edited; empty when it may be submitted. Never throws. */
export function lint(draft: TemplateDraft): TemplateFault[] {
  const { name, language, category, components, parameterFormat, sendTtlSeconds }: Fields = { ...draft };
  return [
    ...nameLint(name),
    ...languageLint(language),
    ...categoryLint(category),
    ...formatLint(parameterFormat),
    ...ttlLint(category, sendTtlSeconds),
    ...componentsLint(components, {
      category: wordOf(category),
      named: parameterFormat === 'NAMED',
      offer: listOf(components).some((each) => wordOf(fieldsOf(each)['type']) === 'LIMITED_TIME_OFFER'),
      inCard: false,
    }),
  ];
}

function nameLint(name: unknown): TemplateFault[] {
  if (typeof name === 'string' && /^[a-z0-9_]+$/.test(name) && name.length <= LIMIT.name) return [];
  const rule = `des minuscules sans accent, des chiffres et « _ », ${LIMIT.name} caractères au plus`;
  return [fault(RULE.name, 'name', `Le nom ${shown(name)} n’est pas admis : ${rule}.`)];
}

function languageLint(language: unknown): TemplateFault[] {
  if (typeof language === 'string' && LANGUAGES.has(language)) return [];
  const advice = 'un code comme « fr », « en_US » ou « pt_BR » est attendu';
  return [
    fault(
      RULE.language,
      'language',
      `La langue ${shown(language)} n’est pas proposée par WhatsApp : ${advice}.`,
    ),
  ];
}

function categoryLint(category: unknown): TemplateFault[] {
  if (typeof category === 'string' && CATEGORIES.includes(category)) return [];
  const known = CATEGORIES.join(', ');
  return [
    fault(
      RULE.category,
      'category',
      `La catégorie ${shown(category)} n’est pas admise. Catégories : ${known}.`,
    ),
  ];
}

function formatLint(format: unknown): TemplateFault[] {
  if (format === undefined || format === 'POSITIONAL' || format === 'NAMED') return [];
  const message = `Le format des variables est POSITIONAL ou NAMED, pas ${shown(format)}.`;
  return [fault(RULE.format, 'parameterFormat', message)];
}

function ttlLint(category: unknown, seconds: unknown): TemplateFault[] {
  const range = typeof category === 'string' && Object.hasOwn(TTL, category) ? TTL[category] : undefined;
  if (seconds === undefined || seconds === -1 || range === undefined) return [];
  const [least, most] = range;
  if (typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= least && seconds <= most)
    return [];
  const message = `La durée de vie va de ${least} à ${most} secondes pour cette catégorie, ou −1 pour 30 jours.`;
  return [fault(RULE.ttl, 'sendTtlSeconds', message)];
}

type Lint = (fields: Fields, about: Circumstances) => TemplateFault[];

const LINTS: Readonly<Record<string, Lint>> = {
  HEADER: headerLint,
  BODY: bodyLint,
  FOOTER: footerLint,
  BUTTONS: buttonsLint,
  LIMITED_TIME_OFFER: offerLint,
  CAROUSEL: (fields, about) => carouselLint(fields, about, componentsLint),
};

/** The faults of a template's components, or of a card's. */
function componentsLint(components: unknown, about: Circumstances): TemplateFault[] {
  if (!Array.isArray(components) || components.length === 0)
    return [fault(RULE.components, 'components', 'La liste « components » manque ou est vide.')];
  const all = (components as unknown[]).map(fieldsOf);
  return [
    ...all.flatMap((fields, index) => oneComponent(fields, index, about)),
    ...togetherLint(all, about),
    ...(about.category === 'AUTHENTICATION' ? codeLint(all) : []),
  ];
}

function oneComponent(fields: Fields, index: number, about: Circumstances): TemplateFault[] {
  const kind = wordOf(fields['type']);
  const known = Object.hasOwn(LINTS, kind) && isAllowed(kind, about.inCard);
  const lintOf = known ? LINTS[kind] : undefined;
  if (!lintOf) {
    const where = about.inCard ? ' dans une carte' : '';
    const message = `Le composant ${shown(fields['type'])} n’est pas admis${where}.`;
    return [fault(RULE.unknownKind, { component: 'components', index }, message)];
  }
  const unknown = unknownFields(fields, COMPONENT_FIELDS[kind] ?? [], kind.toLowerCase());
  // The provider writes the texts of a template with a code: its rules are others, in `codeLint`.
  return about.category === 'AUTHENTICATION' ? unknown : [...unknown, ...lintOf(fields, about)];
}

function isAllowed(kind: string, inCard: boolean): boolean {
  return !inCard || ['HEADER', 'BODY', 'BUTTONS'].includes(kind);
}

function togetherLint(all: readonly Fields[], { inCard, category, offer }: Circumstances): TemplateFault[] {
  const kinds = all.map(({ type }) => wordOf(type));
  const twice = [
    ...new Set(kinds.filter((kind, at) => kinds.indexOf(kind) < at && Object.hasOwn(LINTS, kind))),
  ];
  const faults = twice.map((kind) =>
    fault(RULE.components, kind.toLowerCase(), 'Ce composant est donné plus d’une fois.'),
  );
  if (!kinds.includes('BODY') && !inCard)
    faults.push(fault(RULE.missing, 'body', 'Le corps du message (BODY) manque.'));
  if (offer && category !== 'AUTHENTICATION' && kinds.includes('FOOTER'))
    faults.push(fault(RULE.notAllowed, 'footer', 'Une offre limitée dans le temps n’a pas de pied de page.'));
  if (kinds.includes('CAROUSEL') && kinds.some((kind) => !['BODY', 'CAROUSEL'].includes(kind)))
    faults.push(
      fault(RULE.notAllowed, 'carousel', 'À côté d’un carrousel, seul un corps de message est admis.'),
    );
  return faults;
}
