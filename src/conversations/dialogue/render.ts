import type { Choice, OutboundContent } from '../../whatsapp/whatsapp-content.contract.js';
import type { Capabilities } from '../../whatsapp/whatsapp.contract.js';
import type { Texts } from '../texts/texts.js';
import { clipped } from './clip.js';
import { presentation } from './choices.js';
import { type Choices, type Phrase, phrase, type Reply, tapId } from './reply.js';
import { sectionsOf } from './sections.js';
import { inWords } from './wording.js';

/** In which words, for which channel. */
export interface Manner {
  texts: Texts;
  language: string;
  can: Capabilities;
  /** Who makes the card. */
  cardSource: string;
}

/** WhatsApp's own limits. */
const BODY = 1024;
const HEADER = 60;
const TITLE = { buttons: 20, list: 24 };
const DESCRIPTION = 72;

/** A reply as messages of the channel: usually one, two where the words do not fit into a message with choices. */
export function render(reply: Reply, manner: Manner): OutboundContent[] {
  if (reply.kind === 'card') {
    const caption = inWords(manner.texts, manner.language, reply.caption);
    return [
      {
        kind: 'media',
        media: 'image',
        source: { attachment: { source: manner.cardSource, id: reply.codeId } },
        caption,
      },
    ];
  }
  if (reply.kind === 'picture') return [{ kind: 'media', media: 'image', source: { link: reply.url } }];
  if (reply.kind === 'product')
    return [{ kind: 'product', catalogId: reply.catalogId, productId: reply.sku }];
  if (reply.kind === 'products') return [fromCatalog(reply, manner)];
  const texts = paragraphs(reply.phrases, manner);
  const { choices } = reply;
  const whole = texts.join('\n\n');
  if (choices === undefined || choices.options.length === 0) return [{ kind: 'text', text: whole }];
  if (presentation(choices, manner.can) === 'text' || whole.length <= BODY)
    return [withChoices(whole, choices, manner)];
  const last = clipped(texts.pop() ?? '', BODY);
  return [{ kind: 'text', text: texts.join('\n\n') }, withChoices(last, choices, manner)];
}

function fromCatalog(
  reply: Extract<Reply, { kind: 'products' }>,
  { texts, language }: Manner,
): OutboundContent {
  const { catalogId } = reply;
  const text = clipped(inWords(texts, language, reply.text), BODY);
  const others = inWords(texts, language, phrase('button.others'));
  const items = reply.items.map(({ sku, shelf }) => ({ sku, title: clipped(shelf ?? others, TITLE.list) }));
  const header = clipped(inWords(texts, language, reply.header), HEADER);
  return { kind: 'products', catalogId, header, text, sections: sectionsOf(items, others) };
}

/** Phrases with an empty line between them, those that belong together on neighbouring lines. */
function paragraphs(phrases: readonly Phrase[], manner: Manner): string[] {
  const found: string[] = [];
  for (const each of phrases) {
    const words = inWords(manner.texts, manner.language, each);
    const before = each.tight ? found.pop() : undefined;
    found.push(before === undefined ? words : `${before}\n${words}`);
  }
  return found;
}

function withChoices(text: string, choices: Choices, manner: Manner): OutboundContent {
  const { texts, language, can } = manner;
  const shape = presentation(choices, can);
  if (shape === 'text')
    return { kind: 'text', text: choices.numbers === 'no' ? text : numbered(text, choices, manner) };
  const rows = choices.options.map(({ value, title, description }): Choice => {
    const details = description === undefined ? '' : inWords(texts, language, description);
    return {
      id: tapId(choices, value),
      title: clipped(inWords(texts, language, title), TITLE[shape]),
      ...(details !== '' && shape === 'list' ? { description: clipped(details, DESCRIPTION) } : {}),
    };
  });
  if (shape === 'buttons') return { kind: 'buttons', text, buttons: rows };
  return { kind: 'list', text, button: inWords(texts, language, phrase('button.open')), rows };
}

function numbered(text: string, { options }: Choices, { texts, language }: Manner): string {
  const lines = options.map(({ title }, index) => `${index + 1}. ${inWords(texts, language, title)}`);
  return `${text}\n\n${lines.join('\n')}`;
}
