import { redact } from '../../../kernel/redact.js';
import type { ChannelError, InboundContent } from '../../../whatsapp/whatsapp-content.contract.js';
import { asList, asObject, asWord, type Json } from '../graph/json.js';
import { channelError, type GraphError, graphErrorOf } from '../graph/meta.errors.js';

/** WhatsApp’s own words for what it does not pass on. */
const UNSUPPORTED = new Set<unknown>(['unsupported', 'unknown']);

/** Whatever Meta advises is meant for whoever sends; here somebody else has sent. */
const ASK_AGAIN = {
  fr: 'Demandez à la personne de l’envoyer autrement : par un texte ou une photo.',
  en: 'Ask the person to send it another way: as a text or a photo.',
};
const NOT_PASSED_ON = [
  'WhatsApp ne transmet pas ce genre de message.',
  'WhatsApp does not pass on this kind of message.',
] as const;
/** What the errors in the place of a message mean; the table of what Meta answers to whoever sends says something else. */
const MEANINGS = new Map<number | undefined, readonly [fr: string, en: string]>([
  [501, NOT_PASSED_ON],
  [131051, NOT_PASSED_ON],
  [131060, ['Ce message ne se voit que sur un téléphone.', 'This message can only be seen on a phone.']],
  [
    131052,
    [
      'Le fichier de la personne n’a pas pu être téléchargé.',
      'The file of the person could not be downloaded.',
    ],
  ],
]);

/** Something that WhatsApp does not pass on: it says so by the type, or by an error in the place of what was sent. */
export function withheld(message: Json, type: string): InboundContent | null {
  const [error] = asList(message['errors']);
  const isNamed = UNSUPPORTED.has(message['type']);
  if (!isNamed && error === undefined) return null;
  const said = UNSUPPORTED.has(type) ? undefined : type;
  const what = asWord(asObject(message['unsupported'])?.['type']) ?? said;
  return {
    kind: 'unsupported',
    ...(what && { what }),
    ...(error !== undefined && { error: inWords(graphErrorOf(error)) }),
  };
}

function inWords(error: GraphError): ChannelError {
  const { code } = channelError(error);
  const [meaning, english] = MEANINGS.get(error.code) ?? quoted(error);
  return { code, meaning, advice: ASK_AGAIN.fr, en: { meaning: english, advice: ASK_AGAIN.en } };
}

function quoted({ title }: GraphError): readonly [fr: string, en: string] {
  const [fr, en] = title ? [` (« ${redact(title)} »)`, ` (“${redact(title)}”)`] : ['', ''];
  return [`WhatsApp n’a pas transmis ce message${fr}.`, `WhatsApp has not passed on this message${en}.`];
}
