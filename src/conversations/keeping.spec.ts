import { newState, type State } from './dialogue/session.js';
import { keeping } from './keeping.js';

const NOW = Date.UTC(2026, 10, 2);
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const standard = { language: 'fr', timeoutMs: 15 * MINUTE };

function kept(change: Partial<State>): { stage: string; minutes: number | null } {
  const { stage, expiresAt } = keeping({ ...newState('fr'), ...change }, NOW, standard);
  return { stage, minutes: expiresAt === null ? null : (expiresAt.getTime() - NOW) / MINUTE };
}

describe('how long a conversation that is over is kept', () => {
  it.each<[string, Partial<State>, string, number | null]>([
    ['a code was issued: a day, for the thanks', { ended: 'issued' }, 'CLOSED', DAY / MINUTE],
    ['it was refused: as long as a run, then nothing is left', { ended: 'refused' }, 'LEAVING', 15],
    [
      'another language was chosen: three months',
      { ended: 'issued', language: 'en' },
      'CLOSED',
      (90 * DAY) / MINUTE,
    ],
    [
      'it was refused in another language: as long as a run',
      { ended: 'refused', language: 'en' },
      'LEAVING',
      15,
    ],
    ['no message is wanted: until that changes', { ended: 'stopped', optedOut: true }, 'CLOSED', null],
    ['the person is to be forgotten: until the reply is out', { ended: 'forgotten' }, 'LEAVING', 10],
    ['the same, after a stop', { ended: 'forgotten', optedOut: true }, 'LEAVING', 10],
  ])('%s', (_, state, stage, minutes) => {
    expect(kept(state)).toEqual({ stage, minutes });
  });
});
