import type { InboxRow } from './inbox.entity.js';
import { callerLanguage } from '../../platform/web/request-context.js';
import type { UpdateView } from './inbox.dto.js';
import { shownError } from '../outbox/error-words.js';
import { troubleOf } from './trouble.js';

const NOT_UNDERSTOOD = {
  fr: 'Cette sorte de nouvelle n’est pas encore comprise ; elle ne demande rien.',
  en: 'This kind of news is not understood yet; it asks for nothing.',
};
const IN_GROUP = {
  fr: 'Ce message a été écrit dans un groupe : il est gardé et montré, personne n’y répond d’ici.',
  en: 'This message was written in a group: it is kept and shown, nobody answers it from here.',
};

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
    reason: reasonOf(row),
    error,
    replayable: body !== null && (kind === 'message' || kind === 'notice'),
  };
}

function reasonOf(row: InboxRow): string {
  const trouble = troubleOf(row);
  if (trouble !== null) return shownError(trouble).meaning;
  return (row.kind === 'group' ? IN_GROUP : NOT_UNDERSTOOD)[callerLanguage()];
}
