import type { IncomingHttpHeaders } from 'node:http';
import type { Dhis2Settings } from '../settings.js';
import { type Answer, Refusal, webMessage } from './refusal.js';
import type { Switches } from './switches.js';

/** Where people log in. */
export const LOGIN_PAGE = '/dhis2/dhis-web-login/';
export const LOGIN_HTML =
  '<!doctype html><html lang="fr"><title>DHIS2</title><h1>Connexion</h1><form method="post"><input name="j_username"></form></html>';

/** Looks at the credentials of a call; an answer where they do not open. */
export function refusedAtGate(
  settings: Dhis2Settings,
  { tokenExpiresAt }: Switches,
  headers: IncomingHttpHeaders,
): Answer | undefined {
  const given = headers.authorization;
  if (!given) return strangerAnswer(headers.accept);
  const [scheme = '', value = ''] = given.split(/ +/, 2);
  const basic = Buffer.from(`${settings.username}:${settings.password}`).toString('base64');
  if (/^basic$/i.test(scheme)) return value === basic ? undefined : unauthorised();
  if (!/^(?:apitoken|bearer)$/i.test(scheme) || value !== settings.token) return unauthorised();
  return tokenExpiresAt !== null && Date.parse(tokenExpiresAt) <= Date.now() ? expired() : undefined;
}

/** Whoever says nothing is sent to the login page, unless the call asks for JSON and nothing else. */
function strangerAnswer(accept = '*/*'): Answer {
  return /json/.test(accept) && !/html|\*\/\*/.test(accept) ? unauthorised() : toLogin();
}

export function toLogin(): Answer {
  return {
    status: 302,
    body: '',
    headers: { location: LOGIN_PAGE, 'content-type': 'text/html;charset=UTF-8' },
  };
}

export function unauthorised(): Answer {
  return {
    status: 401,
    body: webMessage(401, 'Unauthorized'),
    headers: { 'www-authenticate': 'Basic realm="DHIS2"' },
  };
}

export function expired(): Answer {
  const body = webMessage(401, 'API token is no longer valid: it has expired', {
    devMessage: 'invalid_token',
  });
  return { status: 401, body, headers: { 'www-authenticate': 'ApiToken' } };
}

/** What the program or the type of a client says to the account; 2.40 answered 409 where later ones say 403. */
export function forbidden(status: 403 | 409, what: string): Refusal {
  return new Refusal(status, `User has no data read access to ${what}`);
}
