/** A file that a bubble shows; `src` is an address relative to the page. */
export interface Shown {
  src: string;
  mime: string;
  caption?: string;
  filename?: string;
  bytes?: number;
}

/** Something that can be tapped. */
export interface Choice {
  id: string;
  title: string;
  description?: string;
}

export interface Section {
  title?: string;
  rows: Choice[];
}

/** Products of the catalogue by their seller's ids, under a heading where there are several. */
export interface ProductSection {
  title?: string;
  products: string[];
}

export interface CartItem {
  product: string;
  quantity: number;
  price: number;
  currency: string;
}

/** What stands above and below the body of an interactive message. */
export interface Frame<F = Shown> {
  header?: { text: string } | { media: 'image' | 'video' | 'document'; file: F };
  body: string;
  footer?: string;
}

export type MediaKind = 'image' | 'video' | 'audio' | 'document' | 'sticker';

/** What a bubble says, whoever said it; `F` is how it names a file. */
export type Content<F = Shown> =
  | { type: 'text'; text: string }
  | { type: MediaKind; file: F; voice?: boolean }
  | { type: 'location'; latitude: number; longitude: number; name?: string; address?: string }
  | { type: 'contacts'; people: { name: string; phone?: string }[] }
  | ({ type: 'buttons'; buttons: Choice[] } & Frame<F>)
  | ({ type: 'list'; button: string; sections: Section[] } & Frame<F>)
  | ({ type: 'link'; label: string; url: string } & Frame<F>)
  | ({ type: 'template'; name: string; buttons: Choice[] } & Frame<F>)
  | ({ type: 'products'; catalog: string; sections: ProductSection[] } & Frame<F>)
  | ({ type: 'catalog'; product?: string } & Frame<F>)
  | ({ type: 'form'; label: string; form: string; token?: string; screen?: string } & Frame<F>)
  | ({ type: 'ask-location' } & Frame<F>)
  /** A person's tap on a choice of the message `replyTo`. */
  | { type: 'tap'; title: string; description?: string }
  /** A form that a person filled in. */
  | { type: 'answers'; fields: Record<string, unknown> }
  | { type: 'cart'; items: CartItem[]; text?: string }
  /** Something that only the phone shows: a poll, an event. */
  | { type: 'unsupported'; what: string }
  /** Taken back. */
  | { type: 'gone' };

/** The choices that a message offers. */
export function choicesOf(content: Content<unknown>): Choice[] {
  if (content.type === 'buttons' || content.type === 'template') return content.buttons;
  if (content.type === 'list') return content.sections.flatMap((section) => section.rows);
  return [];
}
