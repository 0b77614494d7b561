import type { ReactNode } from 'react';
import type { Bubble } from '../world/chats.js';
import { BubbleBody } from './bubble-body.js';
import { Choices, ListOpener } from './choices.js';
import type { BubbleActions } from './chat-log.js';
import { timeOf } from './figures.js';
import { Ticks } from './icons.js';
import { useLanguage } from './language.js';
import { isEmojiOnly } from './markup.js';
import { previewOf } from './preview.js';

interface Props extends BubbleActions {
  bubble: Bubble;
  /** It stands right below another of the same side. */
  follows: boolean;
  /** The message that it answers. */
  quoted: Bubble | undefined;
  service: string;
}

/** One message: who said it, what, when, and what can be done with it. */
export function BubbleView({ bubble, follows, quoted, service, ...actions }: Props): ReactNode {
  const { texts } = useLanguage();
  const own = bubble.side === 'person';
  const side = own ? 'out' : 'in';
  const { content } = bubble;
  return (
    <article
      className={`line ${side} ${follows ? 'follows' : 'first'}`}
      data-testid={`bubble-${side}`}
      data-message={bubble.id}
      data-type={content.type}
    >
      <div className={`bubble ${shapeOf(bubble)}`}>
        <span className="hidden">{own ? texts.you : service} :</span>
        {quoted && <Quote bubble={quoted} service={service} />}
        <BubbleBody content={content} onImage={actions.onImage} />
        <Meta bubble={bubble} />
        {content.type === 'list' && (
          <ListOpener label={content.button} onOpen={() => actions.onList(bubble)} />
        )}
      </div>
      <Choices bubble={bubble} onTap={actions.onTap} />
      <Reactions bubble={bubble} />
    </article>
  );
}

/** Some messages fill their bubble, some have none. */
function shapeOf({ content }: Bubble): string {
  if (content.type === 'sticker') return 'bare';
  if (content.type === 'text' && isEmojiOnly(content.text)) return 'bare emoji-only';
  if (content.type === 'image' || content.type === 'video' || content.type === 'location') return 'framed';
  if ('header' in content && content.header && 'media' in content.header) return 'framed';
  return '';
}

function Meta({ bubble }: { bubble: Bubble }): ReactNode {
  const { texts, language } = useLanguage();
  return (
    <span className="meta">
      {bubble.edited && <em>{texts.edited}</em>}
      <time dateTime={new Date(bubble.at).toISOString()}>{timeOf(bubble.at, language)}</time>
      {bubble.ticks && <Ticks ticks={bubble.ticks} label={texts.ticks[bubble.ticks]} />}
    </span>
  );
}

function Quote({ bubble, service }: { bubble: Bubble; service: string }): ReactNode {
  const { texts } = useLanguage();
  return (
    <blockquote className={`quote ${bubble.side}`}>
      <strong>{bubble.side === 'person' ? texts.you : service}</strong>
      <span>{previewOf(bubble.content, texts)}</span>
    </blockquote>
  );
}

function Reactions({ bubble }: { bubble: Bubble }): ReactNode {
  const emoji = Object.values(bubble.reactions ?? {}).filter(Boolean);
  return emoji.length > 0 && <span className="reactions">{emoji.join('')}</span>;
}
