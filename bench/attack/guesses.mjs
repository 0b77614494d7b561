import { createHmac, hash, hkdfSync } from 'node:crypto';

const SCHEME = 'lllfffyccg-v1';

/** Words that somebody in a hurry takes for a secret or a salt. */
const WORDS =
  'relais uic ciu salt sel pepper poivre secret secret-key changeme change-me password motdepasse admin test dev ' +
  'development production default example dhis2 whatsapp sante kinshasa rdc 123456 123456789 0123456789abcdef qwerty ' +
  'une-cle-produite-par-secrets-generate uic-secret UIC_SECRET DATA_ENCRYPTION_KEY ' +
  'a'.repeat(32) +
  ' ' +
  '0'.repeat(32) +
  ' ' +
  '0'.repeat(64) +
  ' ' +
  Buffer.alloc(32).toString('base64') +
  ' ' +
  SCHEME;

const FORMS = {
  'the code': (code) => code,
  'the code in small letters': (code) => code.toLowerCase(),
  'scheme and code': (code) => `${SCHEME}|${code}`,
  'kind, scheme and code': (code) => `uic|${SCHEME}|${code}`,
  'kind, register and code': (code) => `uic|dhis2|${code}`,
  'the five answers': (code) =>
    [code.slice(0, 3), code.slice(3, 6), code[6], code.slice(7, 9), code[9]].join('|'),
};

/** Hashing without any secret. */
export function plainWays() {
  const ways = Object.entries(FORMS).map(([name, form]) => ({
    name: `sha256 of ${name}`,
    digest: (code) => hash('sha256', form(code), 'base64url'),
  }));
  const old = ['md5', 'sha1', 'sha512'].map((algorithm) => ({
    name: `${algorithm} of the code`,
    digest: (code) => hash(algorithm, code, 'base64url'),
  }));
  return [...ways, ...old];
}

/** What may be a secret: words, nothing at all, and whatever short text stands in the database itself. */
export function secretsFor(texts) {
  return [...new Set(['', ...WORDS.split(' '), ...texts.filter(({ length }) => length <= 80)])];
}

/** Hashing with a secret that was guessed: in front, behind, as a key, and as Relais derives its keys. */
export function guessedWays(secret) {
  const shown = secret === '' ? 'nothing' : JSON.stringify(secret.slice(0, 24));
  const key = Buffer.from(hkdfSync('sha256', Buffer.from(secret), 'relais', 'index', 32));
  const keyed = (name, by) =>
    ['the code', 'scheme and code', 'kind, scheme and code', 'kind, register and code'].map((form) => ({
      name: `${name} ${shown} over ${form}`,
      digest: (code) => createHmac('sha256', by).update(FORMS[form](code)).digest('base64url'),
    }));
  return [
    { name: `sha256 with ${shown} in front`, digest: (code) => hash('sha256', secret + code, 'base64url') },
    { name: `sha256 with ${shown} behind`, digest: (code) => hash('sha256', code + secret, 'base64url') },
    ...keyed('HMAC with', secret),
    ...keyed('HMAC with the key derived from', key),
  ];
}

/** The id that a key gives to everything it makes: tells a right guess without a single code. */
export function keyIdOf(secret) {
  const id = Buffer.from(hkdfSync('sha256', Buffer.from(secret), 'relais', 'id', 32));
  return hash('sha256', id, 'base64url').slice(0, 6);
}
