import type { GatewayFailure } from '../dhis2.port.js';
import { after, isAlarming, type Verdict, type Weather } from './circuit.js';

const START = Date.UTC(2026, 10, 21, 8);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const MOST = 8;
const fine: Weather = { open: null, streak: null, limit: MOST };

const failure = (outcome: GatewayFailure['outcome'], over: Partial<GatewayFailure> = {}): GatewayFailure => ({
  outcome,
  cause: outcome,
  words: '',
  advice: '',
  ...over,
});
const learn = (weather: Weather, verdict: Verdict, at = START, wasProbe = false): Weather =>
  after(weather, verdict, { now: new Date(at), most: MOST, wasProbe });
const learnAll = (verdicts: readonly Verdict[]): Weather =>
  verdicts.reduce((weather: Weather, verdict) => learn(weather, verdict), fine);
const away = failure('retryable', { cause: 'unreachable' });

describe('whether the register can be spoken to', () => {
  it.each([
    ['retryable', 3],
    ['unknown', 3],
    ['misconfigured', 3],
    ['unauthorised', 1],
  ] as const)('%s closes the way after %d in a row', (outcome, times) => {
    const verdicts = Array.from({ length: times }, () => failure(outcome));
    expect(learnAll(verdicts.slice(1)).open).toBeNull();
    expect(learnAll(verdicts).open).toMatchObject({ cause: outcome, failures: times });
  });

  it('a success, or a fault of one registration, between them starts the count anew', () => {
    const ofSome = failure('misconfigured', { partial: true });
    for (const between of [
      null,
      failure('rejected'),
      failure('misconfigured', { review: 'unclear' }),
      ofSome,
    ])
      expect(learnAll([away, away, between, away, away]).open).toBeNull();
  });

  it('settings that stop some only leave the way open', () => {
    const ofSome = failure('misconfigured', { partial: true });
    expect(learnAll([ofSome, ofSome, ofSome, ofSome]).open).toBeNull();
  });

  it('faults of other causes are counted apart', () => {
    expect(learnAll([away, away, failure('unknown'), away]).open).toBeNull();
  });

  it('what was under way when it closed says nothing', () => {
    const closed = learnAll([away, away, away]);
    expect(learn(closed, away)).toBe(closed);
    expect(learn(closed, null)).toBe(closed);
  });

  it('probes come after 30 seconds, then half as often each time, to six hours', () => {
    let weather = learnAll([away, away, away]);
    let at = START;
    const pauses: number[] = [];
    for (let n = 0; n < 12; n += 1) {
      const probeAt = weather.open?.probeAt.getTime() ?? 0;
      pauses.push((probeAt - at) / SECOND);
      at = probeAt;
      weather = learn(weather, away, at, true);
    }
    expect(pauses).toEqual([30, 60, 120, 240, 480, 960, 1920, 3840, 7680, 15360, 21600, 21600]);
    expect(weather.open).toMatchObject({ openedAt: new Date(START), failures: 15 });
  });

  it('an account that is refused is asked for after five minutes, lest it be locked', () => {
    expect(learn(fine, failure('unauthorised')).open?.probeAt).toEqual(new Date(START + 5 * MINUTE));
  });

  it('a register that asks to be left alone is left alone, and nobody is called', () => {
    const { open } = learn(fine, { ...away, retryAfterMs: 10 * MINUTE });
    expect(open?.probeAt).toEqual(new Date(START + 10 * MINUTE));
    expect(open && isAlarming(open)).toBe(false);
  });

  it('another cause takes the place of the one before', () => {
    const closed = learn(learnAll([away, away, away]), failure('unauthorised'), START + MINUTE, true);
    expect(closed.open).toMatchObject({
      cause: 'unauthorised',
      openedAt: new Date(START + MINUTE),
      probeAt: new Date(START + 6 * MINUTE),
      failures: 1,
    });
    expect(closed.open && isAlarming(closed.open)).toBe(true);
  });

  it('a probe that gets an answer opens the way, gently: one, two, four, all', () => {
    let weather = learn(learnAll([away, away, away]), failure('rejected'), START, true);
    const limits = [weather.limit];
    for (let n = 0; n < 4; n += 1) limits.push((weather = learn(weather, null)).limit);
    expect(weather.open).toBeNull();
    expect(limits).toEqual([1, 2, 4, 8, 8]);
  });
});
