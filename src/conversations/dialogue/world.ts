import type { Answered } from '../../assistant/assistant.contract.js';
import type { Product } from '../../catalog/catalog.contract.js';
import type { AnswerKey, Issued, Reading } from '../../uic/uic.contract.js';
import type { InboundContent } from '../../whatsapp/whatsapp-content.contract.js';
import type { Capabilities } from '../../whatsapp/whatsapp.contract.js';
import type { Texts } from '../texts/texts.js';
import type { Terms } from './consent.js';
import type { Script } from './flow.js';
import type { Browsed, CalledOff, Confirmed, KnownOrder, PricedOrder } from './goods.js';
import type { Reply, Wish } from './reply.js';
import type { State } from './session.js';

/** Everything that the dialogue may look at; nothing in it acts. */
export interface World {
  now: number;
  /** What the channel on which the person writes can do. */
  can: Capabilities;
  /** The provider's catalogue of the number to which the person writes, where the channel shows products of it. */
  catalogId?: string;
  texts: Texts;
  read(key: AnswerKey, text: string): Reading;
  /** The question whose answer opens the way to a code that was issued before. */
  recallKey: AnswerKey;
  /** What this installation has to offer beside the code. */
  offers: { products: boolean; questions: boolean };
  settings: Terms & {
    timeoutMs: number;
    /** Send the card after the code. */
    card: boolean;
    repliesPerMinute: number;
  };
}

/** A code of this phone, as it comes back to whoever told the answer of recall. */
export interface Recalled {
  id: string;
  code: string;
}

/** What happens next: the person says something, or a wish came true. */
export type Input =
  | {
      kind: 'message';
      id: string;
      at: number;
      content: InboundContent;
      product?: string;
      /** The provider's id: an edit names it. */
      providerId?: string;
    }
  | { kind: 'issued'; issued: Issued; messageId: string; channel: string }
  | { kind: 'recalled'; codes: readonly Recalled[] }
  /** Whether the newer code took the place of an older one. */
  | { kind: 'replaced'; done: boolean }
  | { kind: 'browsed'; browsed: Browsed }
  /** `isListed`: the catalogue of this number has it, too. */
  | { kind: 'shown'; product: Product | null; isListed?: boolean }
  /** A message that showed these of the number's catalogue beneath these words did not arrive. */
  | { kind: 'unshown'; messageId: string; words: string; products: readonly Product[] }
  | { kind: 'offered'; product: Product | null }
  | { kind: 'priced'; order: PricedOrder }
  | { kind: 'confirmed'; outcome: Confirmed }
  | { kind: 'called-off'; outcome: CalledOff }
  | { kind: 'orders'; orders: readonly KnownOrder[] }
  | { kind: 'answered'; answered: Answered };

/** What it leads to. */
export interface Turn {
  state: State;
  replies: readonly Reply[];
  wishes: readonly Wish[];
}

/** What surrounds one message. */
export interface Scene {
  script: Script;
  world: World;
  /** The message: its id names the run that it may start. */
  message: { id: string; at: number };
}
