import { failureOf, textOf, unreachable } from './failure.js';
import { recordedCalls, recordedManagement } from './recorded.fake.js';

const answer = (status: number, body?: Record<string, unknown>) =>
  failureOf({ end: 'answered', status, headers: {}, body });

const recorded = (name: string) => {
  const { status, response } = recordedManagement().get(name) ??
    recordedCalls().get(name) ?? { status: 0, response: {} };
  return answer(status, response as Record<string, unknown>);
};

describe('why a call failed', () => {
  it.each([
    ['error-190-expired', 'token'],
    ['debug-app-refused', 'token'],
    ['error-10', 'permission'],
    ['not-there', 'permission'],
    ['error-80008', 'quota'],
    ['error-80007', 'quota'],
    ['error-131059', 'cursor'],
    ['error-too-much', 'too-much'],
    ['error-131000', 'passing'],
    ['error-unknown-transient', 'passing'],
    ['template-exists', 'refused'],
    ['error-100', 'refused'],
  ])('%s: %s', (name, cause) => {
    expect(recorded(name)?.cause).toBe(cause);
  });

  it.each([
    ['a good answer', 200, { data: [] }, undefined],
    ['an error that says it is a success', 200, { error: { code: 190 } }, 'token'],
    ['an unknown error that says it is a success', 200, { error: { code: 987_654 } }, 'malformed'],
    ['an error that is none', 200, { error: 'no' }, 'malformed'],
    ['no JSON', 200, undefined, 'malformed'],
    ['a page of somebody else', 302, undefined, 'malformed'],
    ['a request to slow down', 429, undefined, 'quota'],
    ['a gateway that gave up', 502, undefined, 'passing'],
    ['a server that fell over', 500, { error: { code: 987_654 } }, 'passing'],
    ['an unknown refusal', 400, { error: { code: 987_654 } }, 'refused'],
    ['nobody who is known', 401, { error: { code: 0, message: 'x' } }, 'token'],
  ])('%s', (_about, status, body, cause) => {
    expect(answer(status, body)?.cause).toBe(cause);
  });

  it('is told in words', () => {
    const failure = recorded('error-190-expired');
    expect(failure && textOf(failure)).toMatch(/a expiré\. .*jeton/);
  });

  it('may be that there is no answer, or more of it than anybody could mean', () => {
    expect(unreachable({ end: 'unsent', cause: 'ECONNREFUSED' })).toMatchObject({
      cause: 'passing',
      words: { code: 'ECONNREFUSED' },
    });
    expect(unreachable({ end: 'unknown', cause: 'ANSWER_TOO_LARGE' })).toMatchObject({ cause: 'too-much' });
  });
});
