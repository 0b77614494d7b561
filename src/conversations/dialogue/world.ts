import type { AnswerKey, Issued, Reading } from '../../uic/uic.contract.js';
import type { Capabilities, InboundContent } from '../../whatsapp/whatsapp.contract.js';
import type { Texts } from '../texts/texts.js';
import type { Script } from './flow.js';
import type { Reply, Wish } from './reply.js';
import type { State } from './session.js';

/** Everything that the dialogue may look at; nothing in it acts. */
export interface World {
  now: number;
  /** What the channel on which the person writes can do. */
  can: Capabilities;
  texts: Texts;
  read(key: AnswerKey, text: string): Reading;
  settings: {
    serviceName: string;
    timeoutMs: number;
    /** Send the card after the code. */
    card: boolean;
    repliesPerMinute: number;
  };
}

/** What happens next: the person says something, or a wish came true. */
export type Input =
  | { kind: 'message'; id: string; at: number; content: InboundContent }
  | { kind: 'issued'; issued: Issued };

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
