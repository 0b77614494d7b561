import { RelaisError } from '../../kernel/error.js';

/** Where a database is, taken apart. */
export type Address =
  | { readonly dialect: 'sqlite'; readonly file: string }
  | { readonly dialect: 'postgres'; readonly url: string }
  | {
      readonly dialect: 'oracle';
      readonly user: string;
      readonly password: string;
      readonly connect: string;
    };

/** The address is none that Relais understands. Never says what was given: it may hold a password. */
export class DatabaseAddressError extends RelaisError {
  readonly code = 'database.address';
  readonly kind = 'invalid';
  readonly publicText =
    'L’adresse de la base de données n’est pas comprise. Exemples\u00a0: sqlite:./data/relais.sqlite, ' +
    'postgres://utilisateur:secret@hote:5432/base, oracle://utilisateur:secret@hote:1521/SERVICE.';

  constructor(what: string) {
    super(
      `The database address ${what}; expected sqlite:./data/relais.sqlite, sqlite::memory:, ` +
        'postgres://user:password@host:5432/name or oracle://user:password@host:1521/SERVICE',
    );
  }
}

/** Reads a DATABASE_URL. */
export function parseAddress(text: string): Address {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text.trim())?.[1]?.toLowerCase();
  switch (scheme) {
    case 'sqlite':
      return sqlite(text.trim().slice('sqlite:'.length));
    case 'postgres':
    case 'postgresql':
      return postgres(text.trim());
    case 'oracle':
      return oracle(text.trim());
    default:
      throw new DatabaseAddressError(scheme ? `starts with ${scheme}:` : 'has no scheme');
  }
}

function sqlite(rest: string): Address {
  const file = rest.startsWith('//') ? rest.slice(2) : rest;
  if (!file) throw new DatabaseAddressError('names no file');
  return { dialect: 'sqlite', file };
}

function postgres(text: string): Address {
  const url = parsed(text);
  if (url.pathname.length < 2) throw new DatabaseAddressError('names no database');
  return { dialect: 'postgres', url: text };
}

function oracle(text: string): Address {
  const url = parsed(text);
  const service = url.pathname.slice(1);
  if (!service) throw new DatabaseAddressError('names no service');
  if (!url.username || !url.password) throw new DatabaseAddressError('names no user or password');
  const protocol = url.searchParams.get('protocol') === 'tcps' ? 'tcps://' : '';
  return {
    dialect: 'oracle',
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    connect: `${protocol}${url.hostname}:${url.port || '1521'}/${service}`,
  };
}

function parsed(text: string): URL {
  try {
    const url = new URL(text);
    if (url.hostname) return url;
  } catch {
    throw new DatabaseAddressError(
      'cannot be read (is a special character in the password percent-encoded?)',
    );
  }
  throw new DatabaseAddressError('names no host');
}
