import type { Component } from '../world/template.js';
import type { Uploads } from '../world/uploads.js';
import { GraphError } from './graph.errors.js';
import { readButtons } from './template-buttons.js';
import { codePart } from './template-code.js';
import { missingPart, tooLong, unfitTemplate } from './template.errors.js';
import { checkVariables, namesIn } from './template-variables.js';

/** What the parts belong to. */
export interface DraftFacts {
  category: string;
  language: string;
  /** Variables have names instead of numbers. */
  named: boolean;
  uploads: Uploads;
  show: (handle: string) => string;
}

const KINDS = [
  'HEADER',
  'BODY',
  'FOOTER',
  'BUTTONS',
  'CAROUSEL',
  'LIMITED_TIME_OFFER',
  'CALL_PERMISSION_REQUEST',
];
const MEDIA = ['IMAGE', 'VIDEO', 'DOCUMENT', 'GIF'];
const MOST = { header: 60, body: 1024, footer: 60 };

/** The parts as they are kept, each once; the first that is wrong is told. */
export function readComponents(given: readonly Component[], about: DraftFacts): Component[] {
  const parts = given.map((part) => ({ ...part, type: part.type.toUpperCase() }));
  for (const [index, { type }] of parts.entries()) {
    if (!KINDS.includes(type)) {
      throw new GraphError(100, {
        message: `(#100) Param components[${index}]['type'] must be one of {${KINDS.join(', ')}} - got "${type}".`,
      });
    }
    if (parts.findIndex((part) => part.type === type) < index) {
      throw new GraphError(100, { message: `(#100) Param components has more than one ${type}.` });
    }
  }
  if (!parts.some(({ type }) => type === 'BODY')) throw missingPart('BODY', 'text');
  const isCode = about.category === 'AUTHENTICATION';
  return parts.map((part) => (isCode ? codePart(part, about.language) : readPart(part, about)));
}

function readPart(part: Component, about: DraftFacts): Component {
  if (part.type === 'HEADER') return readHeader(part, about);
  if (part.type === 'BODY') return readBody(part, about);
  if (part.type === 'FOOTER') return readFooter(part);
  return part.type === 'BUTTONS' ? readButtons(part) : part;
}

function readHeader(part: Component, about: DraftFacts): Component {
  const format = String(part['format']).toUpperCase();
  if (format === 'LOCATION') return { type: 'HEADER', format };
  if (MEDIA.includes(format)) return { type: 'HEADER', format, example: mediaExample(part, about) };
  if (format !== 'TEXT') throw headerIsWrong(`The header format ${format} is not known.`);
  const text = wordsOf(part, MOST.header);
  if (/[\n*_~]/.test(text)) throw headerIsWrong('The header has line breaks or formatting characters.');
  if (namesIn(text).length > 1) throw headerIsWrong('The header has more than one variable.');
  checkVariables(text, about.named, headerIsWrong);
  if (namesIn(text).length > 0 && !part['example']) throw missingPart('HEADER', 'example');
  return { ...part, format };
}

/** The handle is kept as the address under which the file can be seen. */
function mediaExample(part: Component, { uploads, show }: DraftFacts): object {
  const { header_handle: handles } = (part['example'] ?? {}) as { header_handle?: unknown };
  const [handle] = Array.isArray(handles) ? (handles as unknown[]) : [];
  if (typeof handle !== 'string') throw missingPart('HEADER', 'example');
  if (uploads.handled(handle)) return { header_handle: [show(handle)] };
  throw headerIsWrong('The media handle of the header is not valid.');
}

function readBody(part: Component, { named }: DraftFacts): Component {
  const text = wordsOf(part, MOST.body);
  const names = namesIn(text);
  if (/^\s*\{\{[^{}]*\}\}|\{\{[^{}]*\}\}\s*$/.test(text)) {
    throw unfitTemplate(
      2388299,
      'Leading or trailing params not allowed',
      'Variables cannot be at the start or end of the template.',
    );
  }
  if (/\}\}\s*\{\{/.test(text)) throw bodyIsWrong('Variables cannot be next to each other.');
  checkVariables(text, named, bodyIsWrong);
  const words = text.replace(/\{\{[^{}]*\}\}/g, ' ').match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length < names.length) {
    throw unfitTemplate(
      2388293,
      'Parameter words ratio exceeds limit',
      'This template has too many variables for its length.',
    );
  }
  if (names.length > 0 && !part['example']) throw missingPart('BODY', 'example');
  return part;
}

function readFooter(part: Component): Component {
  const text = wordsOf(part, MOST.footer);
  if (!text.includes('{{')) return part;
  throw unfitTemplate(2388073, 'Message footer format is incorrect', 'The footer cannot have variables.');
}

function wordsOf(part: Component, most: number): string {
  const { type, text } = part;
  if (typeof text !== 'string' || text.trim() === '') throw missingPart(type, 'text');
  if (Array.from(text).length > most) throw tooLong(type.toLowerCase(), most);
  return text;
}

function headerIsWrong(text: string): GraphError {
  return unfitTemplate(2388047, 'Message header format is incorrect', text);
}

function bodyIsWrong(text: string): GraphError {
  return unfitTemplate(2388072, 'Message body format is incorrect', text);
}
