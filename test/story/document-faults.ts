import type { OpenAPIObject } from '@nestjs/swagger';

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

interface Parameter {
  in?: string;
  name?: string;
  required?: boolean;
  schema?: unknown;
  content?: unknown;
}

interface Operation {
  operationId?: string;
  parameters?: Parameter[];
  requestBody?: { content?: Record<string, unknown> };
  responses?: Record<string, { description?: unknown }>;
  security?: Record<string, unknown>[];
}

/** What a reader of OpenAPI 3 would refuse. */
export function documentFaults(document: OpenAPIObject): string[] {
  const ids = new Map<string, number>();
  const faults = document.openapi.startsWith('3.') ? [] : [`openapi is ${document.openapi}`];
  for (const [path, item] of Object.entries(document.paths))
    for (const method of METHODS) {
      const operation = (item as Record<string, Operation | undefined>)[method];
      if (operation === undefined) continue;
      const { operationId = '' } = operation;
      ids.set(operationId, (ids.get(operationId) ?? 0) + 1);
      const schemes = Object.keys(document.components?.securitySchemes ?? {});
      const own = [...parameterFaults(path, operation), ...partFaults(operation, schemes)];
      faults.push(...own.map((fault) => `${method} ${path}: ${fault}`));
    }
  for (const [id, count] of ids)
    if (id === '' || count > 1) faults.push(`operationId « ${id} » ${count} times`);
  return [...faults, ...nodeFaults(document, document, '#')];
}

function parameterFaults(path: string, { parameters = [] }: Operation): string[] {
  const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const ofPath = parameters.filter((parameter) => parameter.in === 'path');
  const keys = parameters.map((parameter) => `${parameter.in} ${parameter.name}`);
  return [
    ...wanted
      .filter((name) => !ofPath.some((each) => each.name === name))
      .map((name) => `no parameter ${name}`),
    ...ofPath
      .filter(({ name }) => !wanted.includes(name))
      .map(({ name }) => `parameter ${name} is not in the path`),
    ...ofPath
      .filter(({ required }) => required !== true)
      .map(({ name }) => `parameter ${name} is not required`),
    ...parameters
      .filter(({ schema, content }) => !schema && !content)
      .map(({ name }) => `${name} has no schema`),
    ...keys.filter((key, at) => keys.indexOf(key) !== at).map((key) => `${key} twice`),
  ];
}

function partFaults({ responses = {}, requestBody, security = [] }: Operation, schemes: string[]): string[] {
  const answers = Object.entries(responses);
  const unknown = security.flatMap((each) => Object.keys(each)).filter((name) => !schemes.includes(name));
  return [
    ...(answers.some(([status]) => status.startsWith('2') || status.startsWith('3'))
      ? []
      : ['no good answer']),
    ...answers
      .filter(([, { description }]) => typeof description !== 'string')
      .map(([status]) => `${status} bare`),
    ...(requestBody !== undefined && Object.keys(requestBody.content ?? {}).length === 0
      ? ['a body of nothing']
      : []),
    ...unknown.map((name) => `security « ${name} » is unknown`),
  ];
}

/** References that lead nowhere, arrays of nobody knows what, types that do not exist, properties that must be and are not. */
function nodeFaults(node: unknown, document: OpenAPIObject, where: string): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const { $ref } = node as Shape;
  const isExample = /\/(?:examples?|default)(?:\/|$)/.test(where);
  if (isExample) return [];
  const faults: string[] = [];
  if (typeof $ref === 'string' && !leads($ref, document)) faults.push(`${where}: ${$ref} leads nowhere`);
  // There, `type` and `required` are names of fields.
  if (!where.endsWith('/properties'))
    faults.push(...shapeFaults(node as Shape).map((fault) => `${where}: ${fault}`));
  return [
    ...faults,
    ...Object.entries(node).flatMap(([key, child]) => nodeFaults(child, document, `${where}/${key}`)),
  ];
}

interface Shape {
  $ref?: unknown;
  type?: unknown;
  items?: unknown;
  required?: unknown;
  properties?: Readonly<Record<string, unknown>>;
}

function shapeFaults({ type, items, required, properties }: Shape): string[] {
  const faults: string[] = [];
  if (typeof type === 'string' && !isSecurity(type) && !TYPES.includes(type))
    faults.push(`no type « ${type} »`);
  if (type === 'array' && items === undefined) faults.push('an array of nobody knows what');
  const lost =
    Array.isArray(required) && properties !== undefined
      ? required.filter((name) => !(String(name) in properties))
      : [];
  return [...faults, ...lost.map((name) => `${name} must be and is not`)];
}

/** The kinds of security schemes. */
const isSecurity = (type: string): boolean => ['apiKey', 'http', 'oauth2', 'openIdConnect'].includes(type);

const TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'];

function leads($ref: string, document: OpenAPIObject): boolean {
  let node: unknown = document;
  for (const step of $ref.split('/').slice(1))
    node = (node as Record<string, unknown> | undefined)?.[step.replaceAll('~1', '/').replaceAll('~0', '~')];
  return $ref.startsWith('#/') && node !== undefined;
}
