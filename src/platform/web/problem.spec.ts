import { BadRequestException, HttpException, NotFoundException } from '@nestjs/common';
import { type ErrorKind, RelaisError } from '../../kernel/error.js';
import { answerTo } from './problem.js';
import { InvalidRequest, TooManyRequests } from './web.errors.js';

class Refused extends RelaisError {
  readonly code = 'room.refused';
  readonly publicText = 'Ceci n’est pas possible.';
  constructor(readonly kind: ErrorKind) {
    super('row 42 is locked by worker 7');
  }
}

const statuses: [ErrorKind, number][] = [
  ['invalid', 400],
  ['unauthenticated', 401],
  ['forbidden', 403],
  ['not-found', 404],
  ['conflict', 409],
  ['limited', 429],
  ['unavailable', 503],
];

describe('answerTo', () => {
  it.each(statuses)(
    'answers an error of kind %s with status %i and its public words only',
    (kind, status) => {
      const { problem } = answerTo(new Refused(kind), 'request-1');
      expect(problem).toMatchObject({
        type: 'urn:relais:problem:room.refused',
        status,
        code: 'room.refused',
        detail: 'Ceci n’est pas possible.',
        requestId: 'request-1',
      });
      expect(JSON.stringify(problem)).not.toContain('worker 7');
    },
  );

  it('names each refused field', () => {
    const errors = [
      { field: 'limit', message: 'doit être au plus 200' },
      { field: 'name', message: 'est obligatoire' },
    ];
    const { problem } = answerTo(new InvalidRequest(errors), 'request-1');
    expect(problem.errors).toEqual(errors);
    expect(problem.detail).toBe('La requête contient 2 champs invalides.');
  });

  it('says when to come back after too many requests', () => {
    expect(answerTo(new TooManyRequests(7), 'request-1').headers).toEqual({ 'retry-after': '7' });
  });

  it('tells an unauthenticated caller how to authenticate', () => {
    expect(answerTo(new Refused('unauthenticated'), 'request-1').headers).toHaveProperty('www-authenticate');
  });

  it.each([
    [new NotFoundException('Cannot GET /secret?token=abc'), 404, 'request.not-found'],
    [new BadRequestException('Unexpected token h in JSON'), 400, 'request.malformed'],
    [new HttpException('teapot', 418), 418, 'request.malformed'],
  ])('puts its own words in place of the framework’s (%s)', (thrown, status, code) => {
    const { problem } = answerTo(thrown, 'request-1');
    expect(problem).toMatchObject({ status, code });
    expect(JSON.stringify(problem)).not.toContain(thrown.message);
  });

  it.each([
    new Error('password=hunter2'),
    'hunter2',
    undefined,
    Object.assign(new Error('hunter2'), { statusCode: 404 }),
  ])('shows nothing of an error that nobody foresaw (%s)', (thrown) => {
    const { problem } = answerTo(thrown, 'request-1');
    expect(problem).toMatchObject({ status: 500, code: 'server.fault' });
    expect(JSON.stringify(problem)).not.toContain('hunter2');
  });
});
