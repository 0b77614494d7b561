import type { Finding, GatewayFailure } from '../../../dhis2/dhis2.port.js';
import { plainWords } from '../failures/masking.js';

export function ok(title: string): Finding {
  return { state: 'ok', title };
}

export function warning(title: string, advice: string): Finding {
  return { state: 'warning', title, advice };
}

export function failed(title: string, advice: string): Finding {
  return { state: 'failed', title, advice };
}

/** Something could not be looked at: DHIS2's own words go with it. */
export function notSeen(about: string, { cause, words, advice }: GatewayFailure): Finding {
  return failed(`${about} (${cause})${said(words)}`, advice);
}

/** DHIS2's own words, as far as they can be shown to anybody. */
export function said(words: string): string {
  return words === '' ? '.' : ` : « ${plainWords(words)} »`;
}

const MOST_NAMED = 5;

/** The first few, and how many more there are. */
export function someOf(names: readonly string[], total = names.length): string {
  const shown = names.slice(0, MOST_NAMED);
  const more = total - shown.length;
  return more > 0 ? `${shown.join(', ')}… et ${more} de plus` : shown.join(', ');
}
