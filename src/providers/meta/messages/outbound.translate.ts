import type { Choice, OutboundContent } from '../../../whatsapp/whatsapp.contract.js';
import type { OutboundMessage } from '../../../whatsapp/whatsapp.port.js';
import type { Json } from '../graph/json.js';

/** The body of `POST /messages`. `imageId` is the uploaded picture's, for the content that has one. */
export function wireOf({ to, content, reference }: OutboundMessage, imageId?: string): Json {
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    // Without the `+` Meta may put the country of the business in front.
    ...(to.waId ? { to: `+${to.waId}` } : { recipient: to.userId }),
    ...contentWire(content, imageId),
    biz_opaque_callback_data: reference,
  };
}

function contentWire(content: OutboundContent, imageId: string | undefined): Json {
  switch (content.kind) {
    case 'text':
      return { type: 'text', text: { preview_url: false, body: content.text } };
    case 'buttons':
      return interactive('button', content.text, { buttons: content.buttons.map(buttonWire) });
    case 'list':
      return interactive('list', content.text, {
        button: content.button,
        sections: [{ rows: content.rows.map(rowWire) }],
      });
    case 'image':
      return { type: 'image', image: { id: imageId, ...(content.caption && { caption: content.caption }) } };
  }
}

function interactive(type: 'button' | 'list', text: string, action: Json): Json {
  return { type: 'interactive', interactive: { type, body: { text }, action } };
}

function buttonWire({ id, title }: Choice): Json {
  return { type: 'reply', reply: { id, title } };
}

function rowWire({ id, title, description }: Choice): Json {
  return { id, title, ...(description && { description }) };
}
