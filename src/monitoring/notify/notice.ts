import type { HandoverReason } from '../../conversations/conversations.contract.js';
import type { LastingProblem } from '../../platform/alerts/alerts.js';

export type NoticeLanguage = 'fr' | 'en';

/** What the team is told, by whatever way. Never personal data: it leaves the house. */
export interface Notice {
  /** One line. */
  subject: string;
  /** The whole, as text. */
  text: string;
  /** The same for programs. */
  data: Readonly<Record<string, unknown>>;
}

const REASONS: Record<NoticeLanguage, Record<HandoverReason, string>> = {
  fr: {
    asked: 'la personne l’a demandé',
    unsure: 'l’assistant n’est pas sûr de lui',
    failed: 'la personne et l’automate ne se comprennent pas',
    agent: 'quelqu’un de l’équipe l’a demandé',
    order: 'une commande a besoin de vous',
  },
  en: {
    asked: 'the person asked for it',
    unsure: 'the assistant is not sure',
    failed: 'the person and the bot do not understand each other',
    agent: 'someone on the team asked for it',
    order: 'an order needs you',
  },
};

/** A problem began, or is over. */
export function problemNotice(problem: LastingProblem, language: NoticeLanguage, where?: string): Notice {
  const { key, since, lastAt, endedAt, count } = problem;
  const { title, advice } = (language === 'en' && problem.en) || problem;
  const isOver = endedAt !== null;
  const words = {
    fr: { over: 'Résolu', open: 'Problème', from: 'Depuis', to: 'Jusqu’au' },
    en: { over: 'Resolved', open: 'Problem', from: 'Since', to: 'Until' },
  }[language];
  const subject = `[Relais] ${isOver ? words.over : words.open} : ${title}`;
  const lines = [
    title,
    ...(isOver ? [] : [advice]),
    `${words.from} ${since.toISOString()}${endedAt ? `. ${words.to} ${endedAt.toISOString()}` : ''}.`,
    ...(where === undefined ? [] : [where]),
  ];
  const data = {
    event: isOver ? 'problem.closed' : 'problem.opened',
    key,
    service: problem.service ?? null,
    code: problem.code ?? null,
    title: problem.title,
    advice: problem.advice,
    en: problem.en ?? null,
    since: since.toISOString(),
    lastAt: lastAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    count,
  };
  return {
    subject: language === 'en' ? subject.replace(' :', ':') : subject,
    text: lines.join('\n\n'),
    data,
  };
}

/** Somebody waits for a person of the team. */
export function handoverNotice(
  handover: { conversationId: string; number: string; reason: HandoverReason },
  language: NoticeLanguage,
  where?: string,
): Notice {
  const because = REASONS[language][handover.reason];
  const subject =
    language === 'fr'
      ? '[Relais] Une personne attend votre réponse'
      : '[Relais] Someone is waiting for your answer';
  const text = [
    language === 'fr' ? `Une personne attend une réponse : ${because}.` : `Someone is waiting: ${because}.`,
    ...(where === undefined ? [] : [where]),
  ];
  return { subject, text: text.join('\n\n'), data: { event: 'handover.requested', ...handover } };
}
