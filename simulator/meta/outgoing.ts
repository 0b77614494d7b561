import type { Content } from '../world/content.js';

/** A file as a request names it: one uploaded before, or one to be fetched. */
export interface FileRef {
  id?: string;
  link?: string;
  caption?: string;
  filename?: string;
}

/** What a request wants to be shown. */
export type Draft = Content<FileRef>;

/** A request to `/messages`, understood. */
export type Outgoing =
  | { kind: 'read'; messageId: string; typing: boolean }
  | { kind: 'reaction'; to: Recipient; messageId: string; emoji: string; reference?: string }
  | {
      kind: 'message';
      to: Recipient;
      type: string;
      draft: Draft;
      replyTo?: string;
      /** `biz_opaque_callback_data`: comes back in every status. */
      reference?: string;
    };

/** Whom a message is for; `input` is how the request wrote it. */
export interface Recipient {
  input: string;
  number?: string;
  userId?: string;
}
