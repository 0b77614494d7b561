import type { EchoUpdate, OtherUpdate } from '../../../whatsapp/whatsapp-updates.contract.js';
import { asObject, providerIdOf } from '../graph/json.js';
import { type Arrival, META, other } from './arrival.js';
import { contentOf } from './content.translate.js';
import { instantOf } from './instant.js';
import { inGroup } from './message.translate.js';
import type { SenderOf } from './person.translate.js';

/** What was written on the phone that shares our number. Here the change introduces those to whom it went. */
export function echoOf(
  item: unknown,
  { number, receivedAt }: Arrival,
  senderOf: SenderOf,
): EchoUpdate | OtherUpdate {
  const echo = asObject(item);
  const providerId = providerIdOf(echo?.['id']);
  if (echo && inGroup(echo)) return other(number, 'message_echoes.group', item);
  const to = echo && senderOf({ from: echo['to'], from_user_id: echo['to_user_id'] });
  if (!echo || !providerId || !to) return other(number, 'message_echoes.broken', item);
  const at = instantOf(echo['timestamp'], receivedAt);
  return { kind: 'echo', channel: META, number, providerId, to, at, content: contentOf(echo) };
}
