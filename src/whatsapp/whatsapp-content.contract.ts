/** Who is at the other end. At least one of `waId` and `userId` is present. */
export interface Person {
  /** Phone number as WhatsApp writes it: digits with country code, no `+`. */
  waId?: string;
  /** The provider's own stable id of a person who may have no visible phone number. */
  userId?: string;
  /** The name that the person chose on WhatsApp. */
  name?: string;
}

/** What a person sent, in words that belong to no vendor. */
export type InboundContent =
  | { kind: 'text'; text: string }
  /** A tap on something that we offered; `id` is the one that we gave it. */
  | { kind: 'tap'; id: string; title: string; description?: string; on: 'button' | 'list' | 'template' }
  | {
      kind: 'media';
      media: MediaKind | 'voice';
      /** The provider's id, or the address, of the file. */
      id: string;
      mime?: string;
      /** As the provider writes it: hexadecimal or base64. */
      sha256?: string;
      caption?: string;
      filename?: string;
      /** A sticker that moves. */
      animated?: boolean;
    }
  | { kind: 'location'; latitude: number; longitude: number; name?: string; address?: string; url?: string }
  /** Cards of people. */
  | { kind: 'contacts'; contacts: readonly ContactCard[] }
  /** A form that was filled in; `fields` as the form names them. */
  | {
      kind: 'form';
      name: string;
      fields: Readonly<Record<string, unknown>>;
      text?: string;
      /** The answers as they came, where they are no fields. */
      raw?: string;
    }
  /** A cart; prices are what the provider's catalogue says, as decimal texts, and are never believed. */
  | { kind: 'order'; catalogId: string; text?: string; lines: readonly CartLine[] }
  /** `emoji` absent: the reaction was taken back. */
  | { kind: 'reaction'; target: string; emoji?: string }
  /** An earlier message has these words now. */
  | { kind: 'edit'; target: string; content: InboundContent }
  /** An earlier message was taken back. */
  | { kind: 'revoke'; target: string }
  /** Something that WhatsApp does not pass on: `what` says which kind where the provider tells (`poll`). */
  | { kind: 'unsupported'; what?: string; error?: ChannelError }
  /** Something that WhatsApp says about the person: a number changed (the change itself is a `PersonUpdate`). */
  | { kind: 'notice'; what: string; text?: string }
  /** Known to the provider and understood only as far as its name; `data` keeps it as it came. */
  | { kind: 'other'; type: string; data: unknown };

export type MediaKind = 'image' | 'video' | 'audio' | 'document' | 'sticker';

export interface CartLine {
  /** The seller's own id of the product (its SKU). */
  productId: string;
  quantity: number;
  price?: string;
  currency?: string;
}

/** A person's card, as it is sent and received. */
export interface ContactCard {
  name: {
    formatted: string;
    first?: string;
    last?: string;
    middle?: string;
    prefix?: string;
    suffix?: string;
  };
  phones?: readonly { phone: string; type?: string; waId?: string }[];
  emails?: readonly { email: string; type?: string }[];
  urls?: readonly { url: string; type?: string }[];
  addresses?: readonly {
    street?: string;
    city?: string;
    state?: string;
    zip?: string;
    country?: string;
    countryCode?: string;
    type?: string;
  }[];
  organisation?: { company?: string; department?: string; title?: string };
  /** `1990-01-31`. */
  birthday?: string;
}

/** Whence a person came: a tap on an advertisement or a post. */
export interface Referral {
  url?: string;
  id?: string;
  type?: string;
  headline?: string;
  body?: string;
  /** The click's id, for whoever measures advertisements. */
  clickId?: string;
  /** What was to be seen there: `image`, `video` or a MIME type, the provider's id of it, and where it is. */
  mediaType?: string;
  mediaId?: string;
  mediaUrl?: string;
  thumbnailUrl?: string;
  /** What the advertisement said first, in the chat. */
  welcome?: string;
}

/** A provider's refusal or fault, translated. */
export interface ChannelError {
  /** The provider's own number or word. */
  code: string;
  /** What it means, in French, without personal data. */
  meaning: string;
  /** What to do about it, in French. */
  advice: string;
  /** Both in English, where the provider's table has them. */
  en?: { meaning: string; advice: string };
  /** The window of 24 hours was closed: only a template can go. */
  windowClosed?: true;
}

/** A picture made when it is needed and never stored; `source` names who makes it (see `AttachmentSource`). */
export interface Attachment {
  source: string;
  id: string;
}

/** Where the bytes of a file come from that we send. */
export type MediaSource =
  /** Made when it is needed. */
  | { attachment: Attachment }
  /** A file of our storage: id of a row of `/api/media`. */
  | { file: string }
  /** A public address that the provider fetches itself. */
  | { link: string }
  /** A file that the provider has already, by its own id of it. */
  | { provided: string };

/** A file above the words of a message, in the place of a header in words. */
export interface Banner {
  media: Extract<MediaKind, 'image' | 'video' | 'document'>;
  source: MediaSource;
  /** Of a document. */
  filename?: string;
}

/** What we send, in words that belong to no vendor. */
export type OutboundContent = (
  | { kind: 'text'; text: string; preview?: boolean }
  /** At most as many buttons as the channel `can.buttons`; titles ≤ 20 characters. */
  | {
      kind: 'buttons';
      text: string;
      buttons: readonly Choice[];
      header?: string;
      banner?: Banner;
      footer?: string;
    }
  /** At most `can.listRows` rows; `button` opens the list, ≤ 20 characters; titles ≤ 24, descriptions ≤ 72. */
  | {
      kind: 'list';
      text: string;
      button: string;
      rows: readonly Choice[];
      header?: string;
      footer?: string;
    }
  | {
      kind: 'media';
      media: MediaKind;
      source: MediaSource;
      caption?: string;
      filename?: string;
      voice?: boolean;
    }
  | { kind: 'location'; latitude: number; longitude: number; name?: string; address?: string }
  /** Asks the person for a place. */
  | { kind: 'location-request'; text: string }
  | { kind: 'contacts'; contacts: readonly ContactCard[] }
  /** `target` is the provider's id of the message; an empty `emoji` takes the reaction back. */
  | { kind: 'reaction'; target: string; emoji: string }
  /** A button that opens an address. */
  | {
      kind: 'link';
      text: string;
      title: string;
      url: string;
      header?: string;
      banner?: Banner;
      footer?: string;
    }
  | { kind: 'product'; catalogId: string; productId: string; text?: string; footer?: string }
  | {
      kind: 'products';
      catalogId: string;
      header: string;
      text: string;
      footer?: string;
      sections: readonly { title: string; productIds: readonly string[] }[];
    }
  /** Opens the whole catalogue; `productId` gives the picture. */
  | { kind: 'catalog'; text: string; footer?: string; productId?: string }
  /** Opens a form of the provider. */
  | {
      kind: 'form';
      text: string;
      button: string;
      form: { id: string } | { name: string };
      token?: string;
      screen?: string;
      data?: Readonly<Record<string, unknown>>;
      /** The form asks its own server for the first screen. */
      exchange?: boolean;
      /** It is not published yet: for trying. */
      draft?: boolean;
      header?: string;
      banner?: Banner;
      footer?: string;
    }
  /**
   * An approved template: `components` are the values, in the shape in which the template room checks them, with files of our storage
   * by our ids; `picture` stands above them as the image of its header.
   */
  | {
      kind: 'template';
      name: string;
      language: string;
      components: readonly unknown[];
      picture?: Attachment;
    }
) & {
  /** The provider's id of the message that this one answers. */
  replyTo?: string;
};

export type OutboundKind = OutboundContent['kind'];

export interface Choice {
  id: string;
  title: string;
  description?: string;
  /** In a list: the heading under which it stands, ≤ 24 characters. Rows with the same one follow each other. */
  section?: string;
}

/** What can be wrong with a content: field, what is the matter, limit and length where it is one. */
export interface ContentFault {
  /** Path in the content: `text`, `buttons[2].title`. */
  field: string;
  /** In French, with limit and length. */
  message: string;
  limit?: number;
  length?: number;
}
