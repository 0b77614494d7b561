import { ANYBODY, entry } from './privacy-book.js';
import type { Kind } from './privacy-search.js';
import type { Visitor } from './privacy-visit.js';

/** A place where personal data is, who sees it there, and why. */
export interface Allowed {
  place: string;
  /** Absent: whoever gets hold of it. */
  who?: readonly Visitor[];
  kinds: readonly Kind[];
  why: string;
}

const TEAM: readonly Visitor[] = ['agent', 'operator', 'admin'];
const EVERYBODY: readonly Visitor[] = ['viewer', ...TEAM];

const KNOWN: readonly Kind[] = ['profile', 'phone', 'id'];

/** In clear, for those who may see it. The only list: anything found elsewhere fails the test. */
export const SHOWN: readonly Allowed[] = [
  {
    place: 'GET /api/uic',
    who: EVERYBODY,
    kinds: ['code'],
    why: 'Staff find a code; nothing beside it says whose it is.',
  },
  { place: 'GET /api/uic/{id}', who: EVERYBODY, kinds: ['code'], why: 'The same, of one code.' },
  {
    place: 'GET /api/uic/export',
    who: ['admin'],
    kinds: ['code'],
    why: 'The list for the programme; each download is in the audit book.',
  },
  {
    place: 'command uic:export',
    kinds: ['code'],
    why: 'The same on the server itself; the file is readable by its owner only.',
  },
  { place: 'GET /api/contacts', who: TEAM, kinds: KNOWN, why: 'Whoever answers people has to know to whom.' },
  { place: 'GET /api/contacts/{id}', who: TEAM, kinds: KNOWN, why: 'The same, of one person.' },
  {
    place: 'GET /api/contacts/{ref}/export',
    who: ['admin'],
    kinds: ['code', ...KNOWN, 'told'],
    why: 'A person asks what is kept of it; each export is in the audit book.',
  },
  {
    place: 'GET /api/conversations',
    who: TEAM,
    kinds: ['profile', 'phone', 'told'],
    why: 'What was said to the team, beginning of the last words. Never an answer to a question, never a code.',
  },
  {
    place: 'GET /api/conversations/{id}',
    who: TEAM,
    kinds: ['profile', 'phone', 'told'],
    why: 'The same, of one conversation.',
  },
  {
    place: 'GET /api/conversations/events',
    who: ['agent'],
    kinds: ['profile', 'phone', 'told'],
    why: 'The same, as it happens; for whoever may see the list.',
  },
  {
    place: 'GET /api/conversations/{id}/messages',
    who: TEAM,
    kinds: ['told'],
    why: 'The same, whole.',
  },
  {
    place: 'GET /api/conversations/{id}/messages/{messageId}/media',
    who: TEAM,
    kinds: ['told'],
    why: 'Files that were sent to the team.',
  },
  { place: 'GET /api/media/{id}', who: ['admin'], kinds: ['told'], why: 'The same files, by their own ids.' },
  {
    place: 'GET /api/messages',
    who: ['admin'],
    kinds: ['phone'],
    why: 'WhatsApp’s id of a message, which has the number in it; needed to ask Meta about a message.',
  },
  { place: 'GET /api/messages/{id}', who: ['admin'], kinds: ['phone'], why: 'The same, of one message.' },
  { place: 'GET /api/outbox', who: ['admin'], kinds: ['phone'], why: 'The same, of what waits or failed.' },
  {
    place: 'register (tracker)',
    kinds: ['code'],
    why: 'What a registration is for: the code, gender, year digit and town, as the configuration maps them.',
  },
  {
    place: 'register (custom)',
    kinds: ['code', 'letters'],
    why: 'The same, and the letters of both names where « generate » asks for them.',
  },
];

/** In the database, under lock: what the key opens. */
export const SEALED: readonly Allowed[] = [
  {
    place: 'sealed whatsapp_contact.phone',
    kinds: ['phone'],
    why: 'To whom to answer. Until the person is erased.',
  },
  {
    place: 'sealed whatsapp_contact.user_id',
    kinds: ['id'],
    why: 'The same where WhatsApp hides the number.',
  },
  {
    place: 'sealed whatsapp_contact.name',
    kinds: ['profile'],
    why: 'For the team. Until the person is erased.',
  },
  {
    place: 'sealed whatsapp_inbox.body',
    kinds: ['phone', 'id', 'profile', 'answer', 'told'],
    why: 'Messages as they came. Answers to questions go with the end of their run; the rest after RETENTION_DAYS.',
  },
  {
    place: 'sealed whatsapp_outbox.provider_id',
    kinds: ['phone'],
    why: 'WhatsApp’s id of a message that was sent.',
  },
  { place: 'sealed uic_code.code', kinds: ['code'], why: 'To show it again, and for the register.' },
  {
    place: 'sealed conversation_session.sealed',
    kinds: ['letters'],
    why: 'Answers of a run that is going on; gone when it ends or nobody writes for UIC_SESSION_TIMEOUT_MINUTES.',
  },
  {
    place: 'sealed conversation_session.last_sealed',
    kinds: ['told'],
    why: 'Beginning of the last words to the team, for its list.',
  },
  {
    place: 'sealed dhis2_registration.payload',
    kinds: ['code', 'letters'],
    why: 'What the register still has to be told; gone as soon as it has it.',
  },
];

/** Every single entry of a table. */
export function entriesOf(table: readonly Allowed[]): string[] {
  return table.flatMap(({ place, who = [ANYBODY], kinds }) =>
    who.flatMap((each) => kinds.map((kind) => entry(place, each, kind))),
  );
}

const WORDS: Record<Kind, string> = {
  code: 'code',
  phone: 'phone number',
  id: 'WhatsApp’s id of the person',
  answer: 'answers as typed',
  letters: 'letters of the names',
  profile: 'name on WhatsApp',
  told: 'words to the team',
  hash: 'hash without a key',
};

/** A table as the guide shows it. */
export function asMarkdown(table: readonly Allowed[]): string {
  const rows = table.map(
    ({ place, who = [], kinds, why }) =>
      `| ${nameOf(place)} | ${who.length === 0 ? '–' : who.join(', ')} | ${kinds.map((kind) => WORDS[kind]).join(', ')} | ${why} |`,
  );
  return ['| where | who | what | why |', '|---|---|---|---|', ...rows].join('\n');
}

function nameOf(place: string): string {
  return `\`${place.replace(/^sealed /, '')}\``;
}
