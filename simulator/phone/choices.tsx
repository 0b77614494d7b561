import type { ReactNode } from 'react';
import type { Bubble } from '../world/chats.js';
import type { Texts } from './french.js';
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
  if (content.type === 'link') return <Link label={content.label} url={content.url} />;
  const label = openerOf(content, texts);
  if (label !== undefined) return <Opener label={label} />;
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

function Link({ label, url }: { label: string; url: string }): ReactNode {
  return (
    <div className="choices">
      <a className="choice" href={url} target="_blank" rel="noreferrer noopener">
        <Icon name="link" size={18} />
        {label}
      </a>
    </div>
  );
}

function Opener({ label }: { label: string }): ReactNode {
  return (
    <div className="choices">
      <span className="choice" aria-disabled="true" data-testid="opener">
        {label}
      </span>
    </div>
  );
}

/** What would open on a real phone, and only has its name here. */
function openerOf(content: Bubble['content'], texts: Texts): string | undefined {
  switch (content.type) {
    case 'form':
      return content.label;
    case 'ask-location':
      return texts.sendLocation;
    case 'catalog':
      return texts.seeCatalog;
    case 'products':
      return texts.seeProducts;
    default:
      return undefined;
  }
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
