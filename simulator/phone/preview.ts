import type { Content } from '../world/content.js';
import { plainText } from './markup.js';
import type { Texts } from './french.js';

/** One line that says what a message is. */
export function previewOf(content: Content, texts: Texts): string {
  switch (content.type) {
    case 'text':
      return plainText(content.text);
    case 'tap':
      return content.title;
    case 'image':
      return plainText(content.file.caption ?? texts.photo);
    case 'video':
      return plainText(content.file.caption ?? texts.video);
    case 'audio':
      return content.voice ? texts.voiceNote : texts.sound;
    case 'sticker':
      return texts.sticker;
    case 'document':
      return content.file.filename ?? texts.document;
    case 'location':
      return content.name ?? texts.location;
    case 'contacts':
      return content.people[0]?.name ?? texts.contact;
    case 'answers':
      return texts.answers;
    case 'cart':
      return texts.cart(content.items.reduce((sum, { quantity }) => sum + quantity, 0));
    case 'unsupported':
      return texts.unsupported(content.what);
    case 'gone':
      return texts.gone;
    default:
      return plainText(content.body);
  }
}
