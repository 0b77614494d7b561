import { z } from 'zod';
import { newClient, type Client } from './clients.js';
import type { Call, Endpoint } from './endpoint.js';
import { NO_WORDS, okay } from './endpoint.js';
import { CODE, PERSON, PROGRAM } from './metadata.js';
import { type Answer, Refusal, webMessage } from './refusal.js';
import { UNIT_A } from './units.js';
import { newUid } from './uid.js';

const piece = {
  birth_year_digit: z.string().regex(/^\d$/),
  city_code: z.string().regex(/^[A-Z]{2}$/),
  gender_code: z.string().regex(/^[1-4]$/),
};
const letters = z.string().regex(/^[A-Z]{3}$/);
const generateWish = z.strictObject({ last_name_code: letters, first_name_code: letters, ...piece });
const uicWish = z.strictObject({ uic: z.string().min(1).max(40) });
const createWish = z.strictObject({
  uic: z.string().min(1).max(40),
  reference: z.string().min(1).max(100),
  ...z.object(piece).partial().shape,
});
const mergeWish = z.strictObject({ keep: z.string().min(1), merge: z.string().min(1) });

const GENDERS: Readonly<Record<string, string>> = { 1: 'MALE', 2: 'FEMALE', 3: 'TRANSGENDER', 4: 'OTHER' };
const UIC_WORD = (): string[] => ['uic'];

/** The five addresses of a small server before the register, as the first deployments described them. */
export const customEndpoints: readonly Endpoint[] = [
  ...(['GET', 'POST'] as const).flatMap((method): Endpoint[] => {
    const words = method === 'GET' ? UIC_WORD : NO_WORDS;
    return [
      { method, path: '/api/uic/validate', what: 'validate', words, isCustom: true, answer: validate },
      { method, path: '/api/clients/search', what: 'search', words, isCustom: true, answer: search },
    ];
  }),
  {
    method: 'POST',
    path: '/api/uic/generate',
    what: 'generate',
    words: NO_WORDS,
    isCustom: true,
    answer: generate,
  },
  {
    method: 'POST',
    path: '/api/clients/create',
    what: 'create',
    words: NO_WORDS,
    isCustom: true,
    answer: create,
  },
  {
    method: 'POST',
    path: '/api/duplicates/merge',
    what: 'merge',
    words: NO_WORDS,
    isCustom: true,
    answer: merge,
  },
];

function validate(call: Call): Answer {
  return jobOr(call, () => okay({ exists: visible(call).length > 0 }));
}

function search(call: Call): Answer {
  return jobOr(call, () => okay({ clients: visible(call).map(clientView) }));
}

/** LLLFFFYCCG, or what the trouble makes of it. */
function generate(call: Call): Answer {
  const parts = parsed(generateWish, call.body);
  const uic = `${parts.last_name_code}${parts.first_name_code}${parts.birth_year_digit}${parts.city_code}${parts.gender_code}`;
  return jobOr(call, () => {
    if (call.trouble?.kind === 'odd-code') return okay({ uic: `ciu/${uic.slice(0, 4)} ?` });
    if (call.trouble?.kind === 'other-code') return okay({ uic: `${uic.slice(0, 5)}X${uic.slice(6)}` });
    return okay({ uic });
  });
}

/** The same reference is the same client; a code is given once. */
function create(call: Call): Answer {
  const wish = parsed(createWish, call.body);
  const { register, trouble } = call;
  const { clients } = register;
  const { uic, reference } = wish;
  return jobOr(call, () => {
    const known = clients.ofReference(reference);
    if (known?.deleted)
      return { status: 410, body: { error: 'deleted', message: 'This client was deleted' } };
    if (known) return okay({ id: known.trackedEntity });
    const common = { trackedEntityType: PERSON.id, orgUnit: UNIT_A, createdAt: register.now() };
    if (trouble?.kind === 'rival') {
      clients.put(
        newClient({
          ...common,
          trackedEntity: newUid(),
          values: { [CODE]: uic },
          hidden: trouble.hidden ?? false,
        }),
      );
    }
    if ((clients.having(CODE, uic) ?? []).length > 0) {
      return { status: 409, body: { error: 'uic-exists', message: 'Another client has this code' } };
    }
    const client = newClient({ ...common, trackedEntity: newUid(), reference, values: valuesOf(wish) });
    clients.put(trouble?.kind === 'deleted' ? { ...client, deleted: true } : enrolled(client));
    return { status: 201, body: { id: client.trackedEntity } };
  });
}

function merge(call: Call): Answer {
  const { keep, merge: gone } = parsed(mergeWish, call.body);
  const { register } = call;
  const { clients, pairs } = register;
  if (!clients.get(keep) || !clients.get(gone)) throw new Refusal(404, 'There is no such client');
  return jobOr(call, () => {
    const at = register.now();
    const pair = pairs.add(keep, gone, at);
    if (pair) pairs.mark(pair, 'MERGED', at);
    clients.remove(gone);
    return okay({ id: keep });
  });
}

/** « Tracker job added » whatever was asked for, and nothing done. */
function jobOr({ trouble }: Call, work: () => Answer): Answer {
  if (trouble?.kind !== 'job') return work();
  return okay(webMessage(200, 'Tracker job added', { response: { id: newUid() } }));
}

function visible({ register, query, body }: Call): Client[] {
  const { uic } = parsed(uicWish, body ?? { ...query });
  return (register.clients.having(CODE, uic) ?? []).filter(({ hidden }) => !hidden);
}

function clientView({ trackedEntity, values }: Client): object {
  return { id: trackedEntity, uic: values[CODE] };
}

function enrolled(client: Client): Client {
  const { orgUnit, createdAt } = client;
  const place = { program: PROGRAM.id, orgUnit, enrolledAt: createdAt, occurredAt: createdAt };
  return { ...client, enrollments: [{ enrollment: newUid(), ...place, status: 'ACTIVE' }] };
}

function valuesOf(wish: z.infer<typeof createWish>): Record<string, string> {
  const { uic, birth_year_digit: year, city_code: town, gender_code: gender } = wish;
  return {
    [CODE]: uic,
    ...(gender !== undefined && { uicGenderAt: GENDERS[gender] ?? gender }),
    ...(year !== undefined && { uicYearAttr: year }),
    ...(town !== undefined && { uicTownAttr: town }),
  };
}

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const { data, error } = schema.safeParse(body);
  if (error) throw new Refusal(400, z.prettifyError(error));
  return data;
}
