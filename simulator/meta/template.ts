import type { Choice, Frame } from '../world/content.js';
import { buttonsOf, textOf, type Component, type Template } from '../world/template.js';
import type { Templates } from '../world/templates.js';
import type { Field } from './field.js';
import { GraphError } from './graph.errors.js';
import type { Draft, FileRef } from './outgoing.js';
import { readFile } from './plain.js';

const VARIABLE = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g;

/** Reads a template call against the account's templates and fills it in. */
export function readTemplate(call: Field, templates: Templates): Draft {
  call.only('name', 'language', 'components');
  const name = call.at('name').text({ label: 'Template name', max: 512 });
  const language = call.at('language').only('code', 'policy').at('code').string();
  const template = usable(templates.find(name, language), name, language);
  const parts = readComponents(call.maybe('components'));
  const header = template.components.find(({ type }) => type === 'HEADER');
  const footer = textOf(template, 'FOOTER');
  return {
    type: 'template',
    name,
    ...(header && { header: fillHeader(template, header, parts.get('header') ?? []) }),
    body: fill('body', textOf(template, 'BODY') ?? '', parts.get('body') ?? []),
    ...(footer !== undefined && { footer }),
    buttons: fillButtons(template, parts),
  };
}

function usable(template: Template | undefined, name: string, language: string): Template {
  if (template?.status === 'PAUSED') throw new GraphError(132015);
  if (template?.status === 'DISABLED') throw new GraphError(132016);
  if (template?.status === 'APPROVED') return template;
  throw new GraphError(132001, { details: `template name (${name}) does not exist in ${language}` });
}

/** Parameters by place: `header`, `body`, `button:0`. */
function readComponents(components: Field): Map<string, Field[]> {
  const parts = new Map<string, Field[]>();
  for (const component of components.present ? components.list('components', 0, 20) : []) {
    component.only('type', 'sub_type', 'index', 'parameters');
    const type = component.at('type').string().toLowerCase();
    const place = type === 'button' ? `button:${String(component.at('index').value)}` : type;
    const parameters = component.maybe('parameters');
    parts.set(place, parameters.present ? parameters.list('parameters', 0, 100) : []);
  }
  return parts;
}

const HEADERS: Record<string, 'image' | 'video' | 'document' | 'location'> = {
  IMAGE: 'image',
  VIDEO: 'video',
  GIF: 'video',
  DOCUMENT: 'document',
  LOCATION: 'location',
};

function fillHeader(
  template: Template,
  header: Component,
  given: readonly Field[],
): Frame<FileRef>['header'] {
  const format = String(header['format']);
  if (format === 'TEXT') return { text: fill('header', textOf(template, 'HEADER') ?? '', given) };
  const [parameter] = given;
  const wanted = HEADERS[format];
  const got = parameter?.at('type').string() ?? 'unknown';
  if (!parameter || wanted === undefined || got !== wanted) {
    throw new GraphError(132012, {
      details: `header: Format mismatch, expected ${format}, received ${got.toUpperCase()}`,
    });
  }
  if (wanted !== 'location') return { media: wanted, file: readFile(parameter.at(wanted)) };
  const name = parameter.at('location').maybe('name');
  return { text: `📍 ${name.present ? name.string() : ''}`.trim() };
}

/** Puts the parameters into the text: by name where they have one, by place otherwise. */
function fill(place: string, text: string, given: readonly Field[]): string {
  const names = [...new Set(Array.from(text.matchAll(VARIABLE), ([, name]) => name ?? ''))];
  if (names.length !== given.length) {
    throw new GraphError(132000, {
      details: `${place}: number of localizable_params (${given.length}) does not match the expected number of params (${names.length})`,
    });
  }
  const values = new Map(
    given.map((parameter, index) => {
      const named = parameter.maybe('parameter_name');
      return [named.present ? named.string() : names[index], valueOf(parameter)];
    }),
  );
  return text.replace(VARIABLE, (whole, name: string) => values.get(name) ?? whole);
}

function valueOf(parameter: Field): string {
  const type = parameter.at('type').oneOf('text', 'currency', 'date_time');
  const text =
    type === 'text' ? parameter.at('text').string() : parameter.at(type).at('fallback_value').string();
  if (!/[\n\t]| {5,}/.test(text)) return text;
  throw new GraphError(132018, {
    details: 'Param text cannot have new-line/tab characters or more than 4 consecutive spaces',
  });
}

function fillButtons(template: Template, parts: Map<string, Field[]>): Choice[] {
  return buttonsOf(template).map((button, index) => {
    const title = typeof button['text'] === 'string' ? button['text'] : button.type;
    const [parameter] = parts.get(`button:${index}`) ?? [];
    const needed =
      button.type === 'COPY_CODE' || (button.type === 'URL' && String(button['url']).includes('{{'));
    if (needed && !parameter) {
      const type = button.type === 'URL' ? 'Url' : 'CopyCode';
      throw new GraphError(131008, {
        details: `buttons: Button at index ${index} of type ${type} requires a parameter`,
      });
    }
    const payload = parameter?.maybe('payload');
    return { id: payload?.present ? payload.string() : title, title };
  });
}
