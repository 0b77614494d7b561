import type { MediaSource, OutboundContent } from '../../whatsapp/whatsapp-content.contract.js';

/** A message as one line: its text, then `[button]`s or `{row | row}`, or `(picture)`. */
export function line(message: OutboundContent): string {
  if (message.kind === 'media') return plain(`(picture ${cardOf(message.source)}) ${message.caption ?? ''}`);
  if (message.kind === 'text') return plain(message.text);
  if (message.kind === 'buttons')
    return plain(`${message.text} ${message.buttons.map(({ title }) => `[${title}]`).join(' ')}`);
  if (message.kind === 'product') return plain(`(product ${message.productId}) ${message.text ?? ''}`);
  if (message.kind === 'products')
    return plain(
      `${message.text} ${message.sections.map(({ title, productIds }) => `<${title}: ${productIds.join(' ')}>`).join(' ')}`,
    );
  if (message.kind !== 'list') return plain(`(${message.kind})`);
  return plain(`${message.text} {${message.rows.map(({ title }) => title).join(' | ')}}`);
}

function cardOf(source: MediaSource): string {
  if ('link' in source) return source.link;
  return 'attachment' in source ? source.attachment.id : JSON.stringify(source);
}

/** Typographic apostrophes and line breaks make no difference. */
export function plain(text: string): string {
  return text.replaceAll('’', "'").replaceAll(/\s+/g, ' ').trim();
}

/** What is written, where `…` stands for anything. */
export function like(pattern: string): RegExp {
  const parts = plain(pattern)
    .split('…')
    .map((part) => part.trim().replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'su');
}
