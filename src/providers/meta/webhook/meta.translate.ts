import type { OtherUpdate, Update } from '../../../whatsapp/whatsapp-updates.contract.js';
import type { Json } from '../graph/json.js';
import { other } from './arrival.js';
import { messageOf } from './message.translate.js';
import { echoOf } from './echo.translate.js';
import { changesOf, type WireChange } from './meta.wire.js';
import { peopleOf } from './person.translate.js';
import { statusOf } from './status.translate.js';
import { newIdOf, preferenceOf } from './will.translate.js';

/** Everything that an envelope tells, in its order; what is broken or unknown becomes an `other` update and hinders nothing else. */
export function translate(body: Json, receivedAt: Date): Update[] {
  return changesOf(body).flatMap((change) => [...spoken(change, receivedAt), ...leftBehind(change)]);
}

function spoken(change: WireChange, receivedAt: Date): Update[] {
  const { number, messages, echoes, statuses, preferences, newIds } = change;
  if (!number) {
    return [messages, echoes, statuses, preferences, newIds]
      .flat()
      .map((item) => other(undefined, 'number.broken', item));
  }
  const arrival = { number, receivedAt };
  const senderOf = peopleOf(change.contacts);
  return [
    ...messages.flatMap((item) => messageOf(item, arrival, senderOf)),
    ...echoes.map((item) => echoOf(item, arrival, senderOf)),
    ...statuses.map((item) => statusOf(item, arrival)),
    ...preferences.map((item) => preferenceOf(item, arrival, senderOf)),
    ...newIds.map((item) => newIdOf(item, arrival, senderOf)),
  ];
}

function leftBehind(change: WireChange): OtherUpdate[] {
  return change.leftovers.map(({ topic, raw }) => other(change.number, topic, raw));
}
