import { handoverNotice, problemNotice } from './notice.js';

const problem = {
  id: 'alert-1',
  key: 'token.dead:1',
  service: 'token',
  title: 'Le jeton ne marche plus.',
  advice: 'Donnez-en un autre.',
  en: { title: 'The token no longer works.', advice: 'Provide another one.' },
  since: new Date('2026-11-21T08:00:00Z'),
  lastAt: new Date('2026-11-21T09:00:00Z'),
  count: 3,
  endedAt: null,
};

describe('what the team is told', () => {
  it('of a problem: what, what to do, since when, where to look', () => {
    const { subject, text, data } = problemNotice(problem, 'fr', 'https://relais.exemple.cd/');
    expect(subject).toBe('[Relais] Problème : Le jeton ne marche plus.');
    expect(text).toBe(
      'Le jeton ne marche plus.\n\nDonnez-en un autre.\n\nDepuis 2026-11-21T08:00:00.000Z.\n\nhttps://relais.exemple.cd/',
    );
    expect(data).toMatchObject({ event: 'problem.opened', key: 'token.dead:1', count: 3, en: problem.en });
  });

  it('of its end, in the language of the team', () => {
    const over = { ...problem, endedAt: new Date('2026-11-21T10:00:00Z') };
    const { subject, text, data } = problemNotice(over, 'en');
    expect(subject).toBe('[Relais] Resolved: The token no longer works.');
    expect(text).not.toContain('Provide another one.');
    expect(data).toMatchObject({ event: 'problem.closed', endedAt: '2026-11-21T10:00:00.000Z' });
  });

  it('of a person who waits: why, and nothing that tells who', () => {
    const handover = { conversationId: 'c1', number: '1', reason: 'unsure' as const };
    expect(handoverNotice(handover, 'fr', 'https://relais.exemple.cd/#/c1')).toEqual({
      subject: '[Relais] Une personne attend votre réponse',
      text: 'Une personne attend une réponse : l’assistant n’est pas sûr de lui.\n\nhttps://relais.exemple.cd/#/c1',
      data: { event: 'handover.requested', ...handover },
    });
  });
});
