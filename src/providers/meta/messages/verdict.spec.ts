import { recordedCalls } from '../graph/recorded.fake.js';
import { type Answer, verdictOn } from './verdict.js';

const CALLS = recordedCalls();
const NOW = new Date('2026-11-21T02:00:00Z');
const FIRST = { now: NOW, attempt: 0 };
const MINUTE = 60_000;

function answerOf(fixture: string): Answer {
  const call = CALLS.get(fixture);
  if (!call) throw new Error(`no fixture ${fixture}`);
  const body = typeof call.response === 'object' ? (call.response as Answer['body']) : undefined;
  return { status: call.status, headers: call.headers ?? {}, body };
}

const graph = (status: number, error: Record<string, unknown>, headers = {}): Answer => ({
  status,
  headers,
  body: { error },
});

type Expected = Partial<Record<'scope' | 'afterMs' | 'slower', unknown>> & {
  outcome: string;
  code: string;
  meaning: RegExp;
};

const VERDICTS: Record<string, Expected> = {
  'error-190': {
    outcome: 'retry',
    scope: 'number',
    afterMs: MINUTE,
    code: '190',
    meaning: /expiré ou a été révoqué/,
  },
  'error-190-expired': {
    outcome: 'retry',
    scope: 'number',
    afterMs: MINUTE,
    code: '190',
    meaning: /a expiré\.$/,
  },
  'error-10': { outcome: 'retry', scope: 'number', afterMs: MINUTE, code: '10', meaning: /permission/ },
  'error-130429': {
    outcome: 'retry',
    scope: 'number',
    slower: true,
    code: '130429',
    meaning: /par seconde/,
  },
  'error-131056': {
    outcome: 'retry',
    scope: 'message',
    afterMs: 1000,
    code: '131056',
    meaning: /même personne/,
  },
  'error-131047': { outcome: 'refused', code: '131047', meaning: /24 heures/ },
  'error-131026': { outcome: 'refused', code: '131026', meaning: /ne peut être remis/ },
  'error-131000': { outcome: 'retry', scope: 'message', code: '131000', meaning: /inconnue/ },
  'error-131031': {
    outcome: 'retry',
    scope: 'number',
    afterMs: 60 * MINUTE,
    code: '131031',
    meaning: /verrouillé/,
  },
  'error-132001': { outcome: 'refused', code: '132001', meaning: /modèle n’existe pas/ },
  'error-100': { outcome: 'refused', code: '100', meaning: /paramètre/ },
  'error-131009': { outcome: 'refused', code: '131009', meaning: /valeur d’un paramètre/ },
  'error-80007': {
    outcome: 'retry',
    scope: 'number',
    afterMs: 12 * MINUTE,
    code: '80007',
    meaning: /trop d’appels/,
  },
  'error-unknown-transient': {
    outcome: 'retry',
    scope: 'message',

    code: '198765',
    meaning: /Please retry/,
  },
  'error-unknown': { outcome: 'refused', code: '199999', meaning: /Brand new trouble/ },
  'error-503-html': { outcome: 'retry', scope: 'number', code: '503', meaning: /en panne/ },
  'error-502-empty': { outcome: 'unknown', code: '502', meaning: /peut-être parti/ },
  'error-429': {
    outcome: 'retry',
    scope: 'number',
    afterMs: 7000,
    slower: true,
    code: '429',
    meaning: /ralentir/,
  },
  'media-upload-too-large': {
    outcome: 'retry',
    scope: 'message',

    code: '131053',
    meaning: /fichier/,
  },
  'send-without-id': { outcome: 'unknown', code: 'answer', meaning: /sans dire/ },
};

describe('the verdict on an answer', () => {
  it('is expected here for every recorded error', () => {
    const errors = [...CALLS].filter(([, { status }]) => status >= 400).map(([name]) => name);
    expect(Object.keys(VERDICTS)).toEqual(expect.arrayContaining(errors));
  });

  it.each(Object.entries(VERDICTS))('%s', (fixture, { code, meaning, ...plan }) => {
    const error = {
      code,
      meaning: expect.stringMatching(meaning) as string,
      advice: expect.stringMatching(/\S/) as string,
      en: { meaning: expect.stringMatching(/\S/) as string, advice: expect.stringMatching(/\S/) as string },
    };
    const closed = code === '131047' && { windowClosed: true };
    expect(verdictOn(answerOf(fixture), FIRST)).toEqual({ ...plan, error: { ...error, ...closed } });
  });

  it.each([
    [{ 'retry-after': '30' }, 30_000],
    [{ 'retry-after': 'Sat, 21 Nov 2026 02:02:00 GMT' }, 2 * MINUTE],
    [{ 'retry-after': 'Sat, 21 Nov 2026 01:00:00 GMT' }, undefined],
    [{ 'retry-after': '0' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after': '999999999' }, 24 * 60 * MINUTE],
    [{ 'x-business-use-case-usage': 'not json' }, undefined],
    [{ 'x-business-use-case-usage': '[]' }, undefined],
    [{ 'x-business-use-case-usage': '{"1":[{"estimated_time_to_regain_access":0}]}' }, undefined],
    [
      {
        'x-business-use-case-usage':
          '{"1":[{"estimated_time_to_regain_access":3}],"2":[{"estimated_time_to_regain_access":9}]}',
      },
      9 * MINUTE,
    ],
    [
      { 'retry-after': '60', 'x-business-use-case-usage': '{"1":[{"estimated_time_to_regain_access":3}]}' },
      3 * MINUTE,
    ],
  ])('obeys %p', (headers, afterMs) => {
    expect(verdictOn(graph(400, { code: 130429 }, headers), FIRST)).toEqual({
      outcome: 'retry',
      scope: 'number',
      afterMs,
      slower: true,
      error: expect.anything() as unknown,
    });
  });

  it.each([
    [80_007, 5 * MINUTE, 60 * MINUTE],
    [80_008, 5 * MINUTE, 60 * MINUTE],
    [80_009, 5 * MINUTE, 60 * MINUTE],
    [80_014, 5 * MINUTE, 60 * MINUTE],
    [4, 5 * MINUTE, 60 * MINUTE],
    [131_048, 60 * MINUTE, 24 * 60 * MINUTE],
    [131_064, 60 * MINUTE, 24 * 60 * MINUTE],
  ])('lets the number rest longer each time that it meets %s again', (code, afterMs, longestMs) => {
    expect(verdictOn(graph(400, { code }), FIRST)).toMatchObject({ scope: 'number', afterMs, longestMs });
    // Who says how long means it.
    const told = verdictOn(graph(400, { code }, { 'retry-after': '90' }), FIRST);
    expect(told).toMatchObject({ afterMs: 90_000 });
    expect(told).not.toHaveProperty('longestMs');
  });

  it.each([
    [0, 1],
    [1, 4],
    [2, 16],
    [3, 64],
    [9, 600],
  ])('makes messages to one person wait ever longer: after %s attempts %s s', (attempt, seconds) => {
    const verdict = verdictOn(graph(400, { code: 131056 }), { now: NOW, attempt });
    expect(verdict).toMatchObject({ scope: 'message', afterMs: seconds * 1000 });
  });

  it.each([
    [131053, 2],
    [1, 3],
    [131000, 5],
  ])('gives %s up after %s tries', (code, tries) => {
    const outcomes = Array.from({ length: tries }, (_, attempt) =>
      verdictOn(graph(400, { code }), { now: NOW, attempt }),
    );
    expect(outcomes.map(({ outcome }) => outcome)).toEqual([
      ...Array.from({ length: tries - 1 }, () => 'retry'),
      'refused',
    ]);
  });

  it('does not make one message wait for the calls of the whole account', () => {
    const headers = { 'x-business-use-case-usage': '{"1":[{"estimated_time_to_regain_access":3}]}' };
    expect(verdictOn(graph(400, { code: 131056 }, headers), FIRST)).toMatchObject({
      scope: 'message',
      afterMs: 1000,
    });
  });

  it.each([
    [graph(403, { code: 250 }), 'retry', 'number'],
    [graph(400, { code: 100, error_subcode: 33 }), 'retry', 'number'],
    [graph(400, { code: 100, error_subcode: 2388001 }), 'refused', undefined],
    [graph(400, { code: '131047' }), 'refused', undefined],
    [graph(400, { code: 131047, is_transient: true }), 'retry', 'message'],
    [graph(400, { code: 130429, is_transient: true }), 'retry', 'number'],
    [graph(500, { code: 777777 }), 'retry', 'message'],
    [graph(502, { code: 777777 }), 'retry', 'message'],
    [graph(429, { code: 777777 }), 'retry', 'number'],
    [graph(401, { message: 'no code' }), 'retry', 'number'],
    [graph(200, { code: 190 }), 'retry', 'number'],
    [{ status: 200, headers: {}, body: undefined }, 'unknown', undefined],
    [{ status: 204, headers: {}, body: undefined }, 'unknown', undefined],
    [{ status: 302, headers: {}, body: undefined }, 'retry', 'number'],
    [{ status: 404, headers: {}, body: undefined }, 'retry', 'number'],
    [{ status: 408, headers: {}, body: undefined }, 'retry', 'number'],
    [{ status: 413, headers: {}, body: undefined }, 'refused', undefined],
    [{ status: 500, headers: {}, body: { error: 'text' } }, 'retry', 'number'],
    [graph(500, { code: 131016 }), 'retry', 'number'],
    [{ status: 504, headers: {}, body: undefined }, 'unknown', undefined],
  ] as [Answer, string, string | undefined][])('%j is %s of a %s', (answer, outcome, scope) => {
    const verdict = verdictOn(answer, FIRST);
    expect(verdict.outcome).toBe(outcome);
    expect('scope' in verdict ? verdict.scope : undefined).toBe(scope);
  });
});
