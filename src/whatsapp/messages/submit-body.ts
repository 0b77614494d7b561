import { z } from 'zod';
import { parsePhone } from '../../kernel/phone.js';
import { InvalidRequest } from '../../platform/web/web.errors.js';
import type { Submission } from '../whatsapp.contract.js';
import { fieldErrors } from './submit-issues.js';
import { given as told } from './submit-kind.js';
import { ENVELOPE, KINDS, shapeOf, SUBMIT_TYPES, type SubmitType, type template } from './submit-kinds.js';

/** A request to send, read: what is wanted, and under which name its content stood. */
export interface SubmitRequest {
  type: SubmitType;
  submission: Submission;
}

/** Names of a provider's own API, with ours for the same thing. */
type Aliases = Readonly<Record<string, string>>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** WhatsApp's own id of a person who may hide the number: a country, a dot, a name. */
const USER_ID = /^[A-Z]{2}\.[A-Za-z0-9.]{1,128}$/;
const LATEST_MS = 366 * 86_400_000;
const KEY = /^[\x21-\x7e]{1,255}$/;

const typed = z.looseObject({ type: z.enum(SUBMIT_TYPES) });

/** Reads the body of `POST /api/messages` strictly; throws `InvalidRequest` with every fault by its path. */
export function readSubmission(given: unknown, now: Date, aliases: Aliases = {}): SubmitRequest {
  const body = asWritten(given, aliases);
  const { type } = parsed(typed, body);
  const own = (body as Record<string, unknown>)[type];
  const schema = z.strictObject({ ...ENVELOPE, type: z.literal(type), [type]: shapeOf(type, own) });
  const { to, context, from, sendAt, fallbackTemplate, purpose, split, ...rest } = parsed(schema, body);
  const content = KINDS[type].content((rest as Record<string, unknown>)[type]);
  return {
    type,
    submission: {
      to: recipientOf(to),
      content: context === undefined ? content : { ...content, replyTo: context.message_id },
      origin: 'api',
      ...told({
        number: from,
        sendAt: sendAt === undefined ? undefined : momentOf(sendAt, now),
        fallback: fallbackTemplate === undefined ? undefined : callOf(fallbackTemplate),
        purpose,
        split,
        callbackData: rest.callbackData,
      }),
    },
  };
}

/** As WhatsApp reads it: a text needs no type, `to` counts where there is a `recipient` too, and some names are its own. */
function asWritten(body: unknown, aliases: Aliases): unknown {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) return body;
  const ours = (name: string) => (Object.hasOwn(aliases, name) ? (aliases[name] ?? name) : name);
  refuseTwins(body, ours);
  const named = Object.entries(body).map(([name, value]) => [ours(name), value] as const);
  const { recipient, ...rest } = Object.fromEntries(named) as Record<string, unknown>;
  const to = rest['to'] ?? recipient;
  return {
    ...rest,
    ...(to !== undefined && { to }),
    ...(rest['type'] === undefined && rest['text'] !== undefined && { type: 'text' }),
  };
}

/** One of two names for the same thing would be lost without a word. */
function refuseTwins(body: object, ours: (name: string) => string): void {
  const twins = Object.keys(body).filter((name) => ours(name) !== name && Object.hasOwn(body, ours(name)));
  if (twins.length === 0) return;
  throw new InvalidRequest(
    twins.map((field) => ({
      field,
      message: `ne va pas avec « ${ours(field)} », qui dit la même chose : donnez l’un ou l’autre`,
    })),
  );
}

/** The header `Idempotency-Key`, where it was sent. */
export function readKey(header: string | undefined): { requestKey?: string } {
  if (header === undefined) return {};
  if (KEY.test(header)) return { requestKey: header };
  const message = 'doit avoir de 1 à 255 caractères sans espace ni accent';
  throw new InvalidRequest([{ field: 'Idempotency-Key', message }]);
}

function parsed<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new InvalidRequest(fieldErrors(result.error.issues, body));
}

function recipientOf(to: string): Submission['to'] {
  if (UUID.test(to)) return { contactId: to.toLowerCase() };
  if (USER_ID.test(to)) return { userId: to };
  const waId = parsePhone(to);
  if (waId !== null) return { waId };
  throw new InvalidRequest([
    {
      field: 'to',
      message:
        'doit être un numéro avec son indicatif, comme +243 810 000 001, ou l’identifiant d’un contact',
    },
  ]);
}

function momentOf(text: string, now: Date): Date {
  const moment = new Date(text);
  if (moment.getTime() - now.getTime() <= LATEST_MS) return moment;
  throw new InvalidRequest([{ field: 'sendAt', message: 'doit être dans l’année qui vient' }]);
}

function callOf({ name, language, components = [] }: z.output<typeof template>) {
  return { name, language: language.code, components };
}
