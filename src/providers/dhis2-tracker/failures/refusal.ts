import type { GatewayFailure } from '../../../dhis2/dhis2.port.js';
import { type Cause, failure, httpFailure } from './failure.js';
import { codeFailure } from './import-codes.js';
import { type Answer, wordsOf } from './reply.js';

/** DHIS2 has one status, 409, for most of what it refuses: its words tell one refusal from another. */
const SAYINGS: readonly (readonly [words: RegExp, cause: Cause])[] = [
  [/non-?searchable/i, 'not-searchable'],
  [/at least \d+ attributes?|minimum.{0,40}attributes?/i, 'search-too-narrow'],
];

/** Why DHIS2 refused a question. */
export function refusalOf({ status, json }: Answer): GatewayFailure {
  const words = wordsOf(json);
  if (status < 400 && json['status'] !== 'ERROR') return failure('unexpected-answer', { status, words });
  const [, cause] = SAYINGS.find(([pattern]) => pattern.test(words)) ?? [];
  if (cause !== undefined) return failure(cause, { status, words });
  const code: unknown = json['errorCode'];
  const known = typeof code === 'string' ? codeFailure(code, { status, words }) : null;
  return known ?? httpFailure(status < 400 ? CONFLICT : status, { words });
}

const CONFLICT = 409;

/** More clients have this code than the program lets anybody see at once. */
export function isTooMany({ status, json }: Answer): boolean {
  return (
    status >= 400 &&
    /maxtei?counttoreturn|maxteicountreached|max(imum)?.{0,30}tracked ?entit/i.test(wordsOf(json))
  );
}
