import type { Component, Template } from '../world/template.js';
import type { Uploads } from '../world/uploads.js';
import { GraphError, missingParameter } from './graph.errors.js';
import { readComponents } from './template-parts.js';

/** What a person wants a template to be, once Meta finds it well made. */
export type TemplateDraft = Pick<
  Template,
  'name' | 'language' | 'category' | 'components' | 'parameterFormat' | 'sendTtlSeconds' | 'subCategory'
>;

/** What an edit changes. */
export type TemplateChange = Partial<Pick<TemplateDraft, 'category' | 'components' | 'sendTtlSeconds'>>;

export const CATEGORIES = ['AUTHENTICATION', 'MARKETING', 'UTILITY'];
const FORMATS = ['POSITIONAL', 'NAMED'];
const LANGUAGE = /^[a-z]{2,3}(?:_[A-Z][A-Za-z]{1,3})?$/;
const NAME = /^[a-z0-9_]{1,512}$/;
const LONGEST_TTL = 2_592_000;

/** Turns the parts of a template into those that are kept. */
export interface DraftTools {
  uploads: Uploads;
  /** The address under which a media example can be seen. */
  show: (handle: string) => string;
}

/** Reads a request to create a template; whatever Meta would refuse is a `GraphError`. */
export function readDraft(body: unknown, tools: DraftTools): TemplateDraft {
  const request = recordOf(body);
  const name = textOf(request, 'name');
  if (!NAME.test(name)) {
    throw new GraphError(100, {
      message: `(#100) Param name must match the pattern [a-z0-9_]{1,512} - got "${name.slice(0, 60)}".`,
    });
  }
  const language = textOf(request, 'language');
  if (!LANGUAGE.test(language)) {
    throw new GraphError(100, { message: `(#100) Param language must be a locale - got "${language}".` });
  }
  const category = oneOf('category', textOf(request, 'category'), CATEGORIES);
  const format = request['parameter_format'];
  const parameterFormat = format === undefined ? 'POSITIONAL' : oneOf('parameter_format', format, FORMATS);
  const about = { category, named: parameterFormat === 'NAMED', language, ...tools };
  const subCategory = request['sub_category'];
  return {
    name,
    language,
    category,
    parameterFormat: parameterFormat === 'NAMED' ? 'NAMED' : 'POSITIONAL',
    components: readComponents(componentsOf(request), about),
    ...ttlOf(request),
    ...(typeof subCategory === 'string' && { subCategory }),
  };
}

/** Reads a request to change a template. */
export function readChange(body: unknown, template: Template, tools: DraftTools): TemplateChange {
  const request = recordOf(body);
  const { category: given, components } = request;
  const category = given === undefined ? undefined : oneOf('category', given, CATEGORIES);
  const about = {
    category: category ?? template.category,
    named: template.parameterFormat === 'NAMED',
    language: template.language,
    ...tools,
  };
  return {
    ...(category !== undefined && { category }),
    ...(components !== undefined && { components: readComponents(componentsOf(request), about) }),
    ...ttlOf(request),
  };
}

function recordOf(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body) && !Buffer.isBuffer(body)) {
    return body as Record<string, unknown>;
  }
  return {};
}

function textOf(request: Record<string, unknown>, name: string): string {
  const value = request[name];
  if (typeof value === 'string' && value !== '') return value;
  throw missingParameter(name);
}

function oneOf(name: string, value: unknown, allowed: readonly string[]): string {
  const found = allowed.find((each) => each === value);
  if (found !== undefined) return found;
  throw new GraphError(100, {
    message: `(#100) Param ${name} must be one of {${allowed.join(', ')}} - got ${JSON.stringify(value)}.`,
  });
}

function componentsOf(request: Record<string, unknown>): Component[] {
  const { components } = request;
  if (components === undefined) throw missingParameter('components');
  const given: unknown[] = Array.isArray(components) ? components : [];
  const isPart = (part: unknown): part is Component =>
    typeof part === 'object' && part !== null && typeof (part as { type?: unknown }).type === 'string';
  if (given.length > 0 && given.every(isPart)) return given;
  throw new GraphError(100, { message: '(#100) Param components must be an array of components.' });
}

function ttlOf(request: Record<string, unknown>): { sendTtlSeconds?: number } {
  const seconds = request['message_send_ttl_seconds'];
  if (seconds === undefined) return {};
  if (
    seconds === -1 ||
    (Number.isInteger(seconds) && Number(seconds) >= 30 && Number(seconds) <= LONGEST_TTL)
  ) {
    return { sendTtlSeconds: Number(seconds) };
  }
  throw new GraphError(100, { message: '(#100) Param message_send_ttl_seconds is out of range.' });
}
