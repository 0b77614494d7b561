import type { ReactNode } from 'react';
import type { Bubble } from '../world/chats.js';
import { Icon } from './icons.js';
import { useLanguage } from './language.js';

interface Props {
  bubble: Bubble;
  onTap: (bubble: Bubble, choice: string) => void;
}

/** What stands under a bubble: reply buttons, which can be tapped once, or a link. */
export function Choices({ bubble, onTap }: Props): ReactNode {
  const { texts } = useLanguage();
  const { content, tapped } = bubble;
  if (content.type === 'link') {
    return (
      <div className="choices">
        <a className="choice" href={content.url} target="_blank" rel="noreferrer noopener">
          <Icon name="link" size={18} />
          {content.label}
        </a>
      </div>
    );
  }
  if (content.type !== 'buttons' && content.type !== 'template') return null;
  return (
    <div className="choices">
      {content.buttons.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          className="choice"
          data-testid="reply-button"
          data-choice={id}
          aria-disabled={tapped !== undefined}
          onClick={() => tapped === undefined && onTap(bubble, id)}
        >
          <Icon name={tapped === id ? 'check' : 'reply'} size={18} />
          {title}
          {tapped === id && <span className="hidden">({texts.tapped})</span>}
        </button>
      ))}
    </div>
  );
}

/** The last line of a list message: opens the list. */
export function ListOpener({ label, onOpen }: { label: string; onOpen: () => void }): ReactNode {
  return (
    <button
      type="button"
      className="list-open"
      data-testid="list-open"
      onClick={onOpen}
      aria-haspopup="dialog"
    >
      <Icon name="list" size={18} />
      {label}
    </button>
  );
}
