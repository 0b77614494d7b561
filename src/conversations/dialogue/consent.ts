import type { Question } from '../../uic/uic.contract.js';
import { aboutWords } from './question-words.js';
import { type Phrase, phrase } from './reply.js';

/** What a person has to know before answering, as this installation is set. */
export interface Terms {
  serviceName: string;
  /** Whether codes are entered in the national register. */
  register: boolean;
  /** Days for which messages are kept; 0: until the person erases them. */
  retentionDays: number;
  /** Who answers for the data, and how to reach them; `null` where nobody was named. */
  contact: string | null;
}

/** To what the person says yes: what is asked, who sees it, how long it is kept, whom to ask. */
export function consentWords(questions: readonly Question[], terms: Terms): Phrase[] {
  const { serviceName: service } = terms;
  const list = questions.map((asked) => aboutWords(asked));
  const opening = phrase('consent', { service, total: String(questions.length), questions: { list } });
  return [opening, ...termsWords(terms), phrase('consent.ask')];
}

/** The same where the person is only told. */
export function noticeWords(questions: readonly Question[], terms: Terms): Phrase[] {
  const opening = phrase('notice', { service: terms.serviceName, total: String(questions.length) });
  return [opening, ...termsWords(terms), phrase('notice.free')];
}

function termsWords({ register, retentionDays, contact }: Terms): Phrase[] {
  const days = String(retentionDays);
  return [
    phrase(register ? 'consent.register' : 'consent.staff'),
    retentionDays > 0 ? phrase('consent.days', { days }) : phrase('consent.always'),
    ...(contact === null ? [] : [phrase('consent.contact', { contact })]),
  ];
}
