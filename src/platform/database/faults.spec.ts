import { QueryFailedError, QueryRunnerAlreadyReleasedError } from 'typeorm';
import { failed, isConflict, isRetryable, isUnavailable } from './faults.js';

const coded = (given: object, message = 'told'): Error => Object.assign(new Error(message), given);
const wrapped = (given: object): Error => new QueryFailedError('SELECT 1', [], coded(given));

describe('what an error means', () => {
  it.each([
    ['a refused connection', coded({ code: 'ECONNREFUSED' })],
    ['a PostgreSQL that shuts down', wrapped({ code: '57P01' })],
    ['a full disk under PostgreSQL', wrapped({ code: '53100' })],
    ['a connection that ended', coded({}, 'Connection terminated unexpectedly')],
    ['a pool that gives none', coded({}, 'timeout exceeded when trying to connect')],
    ['a broken connection to Oracle', wrapped({ code: 'NJS-500', isRecoverable: true })],
    ['an Oracle that starts', wrapped({ code: 'ORA-01033', errorNum: 1033 })],
    ['a full Oracle tablespace', wrapped({ code: 'ORA-01653', errorNum: 1653 })],
    ['a full disk under SQLite', wrapped({ code: 'ERR_SQLITE_ERROR', errcode: 13 })],
    ['a read error under SQLite', wrapped({ code: 'ERR_SQLITE_ERROR', errcode: 10 | (1 << 8) })],
    ['a locked SQLite file', wrapped({ code: 'ERR_SQLITE_ERROR', errcode: 5 })],
    ['a runner whose connection was lost', new QueryRunnerAlreadyReleasedError()],
  ])('says of %s that the database is unavailable', (_, error) => {
    expect(isUnavailable(error)).toBe(true);
    expect(isConflict(error)).toBe(false);
  });

  it.each([
    ['a deadlock in PostgreSQL', wrapped({ code: '40P01' })],
    ['a serialisation failure', wrapped({ code: '40001' })],
    ['a deadlock in Oracle', wrapped({ code: 'ORA-00060', errorNum: 60 })],
    ['a row that another session holds', wrapped({ code: 'ORA-00054', errorNum: 54 })],
    ['a locked SQLite file', wrapped({ code: 'ERR_SQLITE_ERROR', errcode: 5 })],
    ['a snapshot that is too old', wrapped({ code: 'ERR_SQLITE_ERROR', errcode: 5 | (2 << 8) })],
  ])('says of %s that the same may succeed again', (_, error) => {
    expect(isRetryable(error)).toBe(true);
  });

  it.each([
    ['PostgreSQL', wrapped({ code: '23505' })],
    ['Oracle', wrapped({ code: 'ORA-00001', errorNum: 1 })],
    ['SQLite, a unique constraint', wrapped({ code: 'ERR_SQLITE_ERROR', errcode: 2067 })],
    ['SQLite, a primary key', wrapped({ code: 'ERR_SQLITE_ERROR', errcode: 1555 })],
  ])('says of a key that is taken in %s that it is a conflict', (_, error) => {
    expect(isConflict(error)).toBe(true);
    expect(isUnavailable(error)).toBe(false);
    expect(isRetryable(error)).toBe(false);
  });

  it.each([
    ['a syntax error', wrapped({ code: '42601' })],
    ['a missing value in SQLite', wrapped({ code: 'ERR_SQLITE_ERROR', errcode: 1299 })],
    ['a missing value in Oracle', wrapped({ code: 'ORA-01400', errorNum: 1400 })],
    ['a fault of our own', new TypeError('x is not a function')],
    ['no error at all', 'text'],
    ['nothing', undefined],
  ])('says nothing of %s', (_, error) => {
    expect([isUnavailable(error), isConflict(error), isRetryable(error)]).toEqual([false, false, false]);
  });

  it('does not take a lost connection for one that may be tried again: it could have been the commit', () => {
    expect(isRetryable(wrapped({ code: 'NJS-500', isRecoverable: true }))).toBe(false);
    expect(isRetryable(coded({ code: 'ECONNRESET' }))).toBe(false);
  });

  it('is told without the values of the statement', () => {
    expect(failed('SELECT ?', coded({ code: '42601' })).parameters).toEqual([]);
  });
});
