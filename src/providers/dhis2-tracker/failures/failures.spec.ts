import { failure, httpFailure } from './failure.js';
import { adviceOf, codeFailure, importFailure, meaningOf } from './import-codes.js';
import { refusalOf } from './refusal.js';
import { replyOf } from './reply.js';

const NOW = new Date('2026-03-02T12:00:00Z');

describe('a call that nobody answered', () => {
  it.each([
    ['CERT_HAS_EXPIRED', 'misconfigured', 'certificate'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'misconfigured', 'certificate'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'misconfigured', 'certificate'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'misconfigured', 'certificate'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'misconfigured', 'certificate'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'misconfigured', 'tls'],
    ['EPROTO', 'misconfigured', 'tls'],
    ['ECONNREFUSED', 'retryable', 'unreachable'],
    ['ENOTFOUND', 'retryable', 'unreachable'],
    ['UND_ERR_CONNECT_TIMEOUT', 'retryable', 'timeout'],
    ['TIMEOUT', 'retryable', 'timeout'],
    ['CALLED_OFF', 'retryable', 'called-off'],
  ])('%s is %s for sure where it never left', (code, outcome, cause) => {
    expect(replyOf({ end: 'unsent', cause: code }, 'write', NOW)).toMatchObject({
      outcome,
      cause,
      words: '',
    });
  });

  it.each(['TIMEOUT', 'ECONNRESET', 'UND_ERR_SOCKET', 'CALLED_OFF'])(
    'leaves a write in doubt (%s), a read not',
    (cause) => {
      expect(replyOf({ end: 'unknown', cause }, 'write', NOW)).toMatchObject({ outcome: 'unknown' });
      expect(replyOf({ end: 'unknown', cause }, 'read', NOW)).toMatchObject({ outcome: 'retryable' });
    },
  );
});

describe('a code of an import', () => {
  it.each([
    ['misconfigured', 'E1000 E1001 E1003 E1005 E1006 E1022 E1023 E1041 E1049 E1069 E1070 E1091 E1102 E1112'],
    ['rejected', 'E1007 E1018 E1019 E1076 E1077 E1084 E1085 E1090 E1125 E1300 E1302 E1306 E1309 E9999'],
    ['retryable', 'E1020 E1021'],
  ])('is %s: %s', (outcome, codes) => {
    for (const code of codes.split(' '))
      expect(importFailure(code, {})).toMatchObject({ outcome, cause: code });
  });

  it('asks for a person where no attempt can help, and only there', () => {
    expect(importFailure('E1114', {}).review).toBe('gone');
    expect(importFailure('E1113', {}).review).toBe('gone');
    expect(importFailure('E1007', {}).review).toBeUndefined();
    expect(importFailure('E1006', {}).review).toBeUndefined();
  });

  it('has words of its own on what to do', () => {
    const codes = ['E1000', 'E1006', 'E1018', 'E1020', 'E1041', 'E1064', 'E1090', 'E1125', 'E1300'];
    const advices = codes.map(adviceOf);
    expect(new Set(advices).size).toBe(codes.length);
    expect(advices.every((advice) => advice.length > 40 && advice.length <= 500)).toBe(true);
  });

  it('that nobody knows is one for a person to read, and no cause of its own where it is no code', () => {
    expect(meaningOf('E4711')).toBe('data');
    expect(codeFailure('E4711', {})).toBeNull();
    expect(importFailure('nonsense that goes on', {})).toMatchObject({ cause: 'import-refused' });
  });
});

describe('a refusal', () => {
  it.each([
    [409, 'Non-searchable attribute(s) can not be used during global search: [x]', 'not-searchable'],
    [409, 'At least 2 attributes should be mentioned in the search criteria.', 'search-too-narrow'],
    [409, 'Either a program or tracked entity type must be specified', 'http-409'],
    [400, 'Operand is invalid', 'http-400'],
    [404, 'nowhere', 'http-404'],
  ])('%i « %s » has the cause %s', (status, message, cause) => {
    expect(refusalOf({ status, json: { status: 'ERROR', message } })).toMatchObject({
      outcome: 'misconfigured',
      cause,
      words: message,
      status,
    });
  });

  it('may carry its code, whatever its status', () => {
    const json = { status: 'ERROR', message: 'said', errorCode: 'E1000' };
    expect(refusalOf({ status: 200, json })).toMatchObject({ outcome: 'misconfigured', cause: 'E1000' });
  });
});

describe('a failure', () => {
  it('has a short cause and advice in French, with the detail that is known', () => {
    expect(failure('http-401', { words: 'no', status: 401 })).toMatchObject({ words: 'no', status: 401 });
    expect(httpFailure(418, { words: '' })).toMatchObject({
      outcome: 'misconfigured',
      cause: 'http-418',
      status: 418,
    });
    expect(httpFailure(507, {})).toMatchObject({ outcome: 'retryable', cause: 'http-507' });
  });
});
