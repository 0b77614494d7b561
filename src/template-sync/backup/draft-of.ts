import { BUTTON_FIELDS, COMPONENT_FIELDS } from '../rules/draft-fields.js';
import { type Fields, fieldsOf, listOf, textOf, wordOf } from '../rules/reading.js';
import { lint } from '../rules/lint.js';
import { isSupported } from '../rules/support.js';
import type { TemplateDraft } from '../template-sync.port.js';
import type { TemplateRecord } from './format.js';

/** States in which a template was of use, so that it is worth making again. */
const WORTHY = ['APPROVED', 'PAUSED', 'PENDING', 'IN_APPEAL', 'ARCHIVED'];

/** Why a template of a backup is not made again at its source, in French; `null` when it is. */
export function obstacle(record: TemplateRecord): string | null {
  if (!record.active) return 'il n’existait déjà plus à la source lors de la sauvegarde';
  if (!WORTHY.includes(record.status)) return `son état était ${record.status}`;
  if (!isSupported(record.components)) return 'Relais ne connaît pas tous ses composants';
  const isFixed = record.category === 'AUTHENTICATION';
  const fault = lint(draftOf(record)).find(({ code }) => isFixed || code === 'category');
  return fault?.message ?? null;
}

/** What WhatsApp may say against a template of a backup, in French: its rules were others when it was made. */
export function doubts(record: TemplateRecord): string[] {
  return lint(draftOf(record)).map(({ message }) => message);
}

/** A template as it is read back, written as it is created. */
export function draftOf(record: TemplateRecord): TemplateDraft {
  const { name, language, category, parameterFormat, extra } = record;
  const ttl = extra['message_send_ttl_seconds'];
  const draft: TemplateDraft = { name, language, category, parameterFormat, components: partsOf(record) };
  return typeof ttl === 'number' ? { ...draft, sendTtlSeconds: ttl } : draft;
}

function partsOf({ category, components }: TemplateRecord): Fields[] {
  return components.map((component) => {
    const part = partOf(fieldsOf(component));
    return category === 'AUTHENTICATION' ? withoutTexts(part) : part;
  });
}

/** Only what may be said when creating: reading back tells more. */
function partOf(fields: Fields): Fields {
  const type = wordOf(fields['type']);
  const part = { type, ...picked(fields, COMPONENT_FIELDS[type] ?? []) };
  if (type === 'HEADER') return { ...part, format: wordOf(fields['format']) || 'TEXT' };
  if (type === 'BUTTONS')
    return { ...part, buttons: listOf(fields['buttons']).map((each) => buttonOf(fieldsOf(each))) };
  if (type !== 'CAROUSEL') return part;
  const cards = listOf(fields['cards']).map((card) => listOf(fieldsOf(card)['components']));
  return {
    ...part,
    cards: cards.map((parts) => ({ components: parts.map((each) => partOf(fieldsOf(each))) })),
  };
}

function buttonOf(fields: Fields): Fields {
  const type = wordOf(fields['type']);
  const [, otpType] =
    type === 'URL' ? (/\/otp\/.*[?&]otp_type=(\w+)/i.exec(textOf(fields['url'])) ?? []) : [];
  if (otpType !== undefined)
    return {
      type: 'OTP',
      otp_type: otpType.toUpperCase(),
      ...picked(
        fields,
        (BUTTON_FIELDS['OTP'] ?? []).filter((field) => field !== 'otp_type'),
      ),
    };
  const button = { type, ...picked(fields, BUTTON_FIELDS[type] ?? []) };
  if (type !== 'COPY_CODE') return button;
  const { example } = fields;
  return { type, example: Array.isArray(example) ? textOf(example[0]) : example };
}

/** The provider writes the texts of a template with a code, and reads them back. */
function withoutTexts(part: Fields): Fields {
  const { text: _text, example: _example, ...rest } = part;
  return rest;
}

function picked(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(
    names.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])),
  );
}
