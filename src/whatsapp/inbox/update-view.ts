import type { InboxRow } from './inbox.entity.js';
import type { UpdateView } from './inbox.dto.js';
import { troubleOf } from './trouble.js';

const NOT_UNDERSTOOD = 'Cette sorte de nouvelle n’est pas encore comprise ; elle ne demande rien.';
const IN_GROUP = 'Ce message a été écrit dans un groupe : il est gardé et montré, personne n’y répond d’ici.';

/** What the API shows of an update that was not handled. */
export function updateView(row: InboxRow): UpdateView {
  const { id, kind, topic, numberId, receivedAt, attempts, error, body } = row;
  return {
    id,
    kind,
    topic,
    number: numberId,
    receivedAt: receivedAt.toISOString(),
    attempts,
    reason: troubleOf(row)?.meaning ?? (kind === 'group' ? IN_GROUP : NOT_UNDERSTOOD),
    error,
    replayable: body !== null && (kind === 'message' || kind === 'notice'),
  };
}
