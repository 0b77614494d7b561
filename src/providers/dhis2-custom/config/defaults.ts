import type { Endpoint, EndpointName, Json } from './endpoint.js';

type Shape = Pick<Endpoint, 'enabled' | 'method' | 'path' | 'read' | 'check'>;

const CLIENT = { clientId: '/id', clientCode: '/uic', clientReference: '/reference' };

/** What a server without a file is taken to speak. */
export const SHAPES: Readonly<Record<EndpointName, Shape>> = {
  validate: {
    enabled: true,
    method: 'POST',
    path: '/api/uic/validate',
    read: { exists: '/exists', clients: '/clients', ...CLIENT },
    check: true,
  },
  search: {
    enabled: true,
    method: 'GET',
    path: '/api/clients/search',
    read: { clients: '/clients', ...CLIENT },
    check: true,
  },
  generate: {
    enabled: true,
    method: 'POST',
    path: '/api/uic/generate',
    read: { code: '/uic' },
    check: false,
  },
  create: {
    enabled: true,
    method: 'POST',
    path: '/api/clients/create',
    read: { clientId: '/id', clientReference: '/reference' },
    check: false,
  },
  merge: { enabled: false, method: 'POST', path: '/api/duplicates/merge', read: {}, check: false },
  flag: { enabled: false, method: 'POST', path: '/api/duplicates/flag', read: {}, check: false },
};

const BODIES: Readonly<Record<EndpointName, Json>> = {
  validate: { uic: '{{code}}' },
  search: { uic: '{{code}}' },
  generate: {
    last_name_code: '{{answers.family}}',
    first_name_code: '{{answers.given}}',
    birth_year_digit: '{{answers.year}}',
    city_code: '{{answers.town}}',
    gender_code: '{{answers.gender}}',
  },
  create: {
    uic: '{{code}}',
    reference: '{{reference}}',
    birth_year_digit: '{{answers.year}}',
    city_code: '{{answers.town}}',
    gender_code: '{{answers.gender}}',
  },
  merge: { keep: '{{keep}}', merge: '{{merge}}' },
  flag: { original: '{{original}}', duplicate: '{{duplicate}}' },
};

/** What is sent where the file says nothing: in the body, or for GET in the query. */
export function sentByDefault(
  name: EndpointName,
  method: Endpoint['method'],
  path: string,
): Pick<Endpoint, 'query' | 'body'> {
  if (method !== 'GET') return { query: {}, body: BODIES[name] };
  return { query: path.includes('{{code}}') ? {} : { uic: '{{code}}' } };
}
