import { stateOf } from './number-state.js';

const NUMBER = { id: '106', accountId: '102', phone: '+15550001111', state: 'active' } as const;
const grave = (key: string) => ({ key, critical: true });

describe('the state of a number', () => {
  it('is connected while nobody says otherwise', () => {
    expect(stateOf(NUMBER, [], undefined)).toBe('connected');
    expect(stateOf(NUMBER, [grave('token.dead:999'), grave('meta.number:1106')], undefined)).toBe(
      'connected',
    );
    expect(stateOf(NUMBER, [{ key: 'inbox.late:106', critical: false }], undefined)).toBe('connected');
  });

  it('is a token problem before everything else', () => {
    const paused = { ...NUMBER, state: 'paused' } as const;
    expect(stateOf(paused, [grave('token.dead:102')], undefined)).toBe('token');
    expect(stateOf(NUMBER, [], { state: 'invalid', mode: 'fallback' })).toBe('token');
    expect(stateOf(paused, [grave('meta.number:106')], undefined)).toBe('paused');
  });

  it('tells a number that the provider holds back, and a token that will end', () => {
    expect(stateOf(NUMBER, [grave('meta.number:106')], undefined)).toBe('resting');
    for (const key of ['meta.delivery:106', 'meta.restricted:102', 'meta.flagged:15550001111'])
      expect(stateOf(NUMBER, [grave(key)], undefined)).toBe('resting');
    expect(stateOf({ ...NUMBER, state: 'held' }, [], undefined)).toBe('resting');
    expect(stateOf(NUMBER, [grave('token.expiring:102')], undefined)).toBe('expiring');
    expect(stateOf(NUMBER, [], { state: 'expiring', mode: 'normal' })).toBe('expiring');
  });
});
