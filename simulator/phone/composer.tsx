import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Attach } from './attach.js';
import type { Message } from './api.js';
import { EmojiPicker } from './emoji.js';
import { Icon, SolidIcon } from './icons.js';
import { useLanguage } from './language.js';

/** Where the person writes: Enter sends, Shift and Enter begin a new line. */
export function Composer({ onSend }: { onSend: (message: Message) => void }): ReactNode {
  const { texts } = useLanguage();
  const [text, setText] = useState('');
  const [open, setOpen] = useState<'emoji' | 'attach'>();
  const field = useRef<HTMLTextAreaElement>(null);
  const written = text.trim() !== '';
  const submit = (): void => {
    if (written) onSend({ type: 'text', text: text.trim() });
    setText('');
    setOpen(undefined);
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') setOpen(undefined);
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    submit();
  };
  const toggle = (what: 'emoji' | 'attach'): void => setOpen(open === what ? undefined : what);
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {open === 'emoji' && <EmojiPicker onPick={(emoji) => setText(text + emoji)} />}
      {open === 'attach' && (
        <Attach
          onSend={(message) => {
            setOpen(undefined);
            onSend(message);
          }}
        />
      )}
      <div className="composer-field">
        <button
          type="button"
          className="round"
          aria-label={texts.emoji}
          aria-expanded={open === 'emoji'}
          onClick={() => toggle('emoji')}
        >
          <Icon name="smile" />
        </button>
        <textarea
          ref={field}
          rows={1}
          value={text}
          maxLength={65_536}
          placeholder={texts.composer}
          aria-label={texts.composer}
          data-testid="composer"
          enterKeyHint="send"
          onChange={(event) => setText(event.target.value)}
          onFocus={() => setOpen(undefined)}
          onKeyDown={onKeyDown}
        />
        <button
          type="button"
          className="round"
          data-testid="attach"
          aria-label={texts.attach}
          aria-expanded={open === 'attach'}
          onClick={() => toggle('attach')}
        >
          <Icon name="clip" />
        </button>
      </div>
      {written ? (
        <button type="submit" className="send" data-testid="send" aria-label={texts.send}>
          <SolidIcon name="send" size={22} />
        </button>
      ) : (
        <button
          type="button"
          className="send"
          data-testid="voice"
          aria-label={texts.sendVoice}
          onClick={() => onSend({ type: 'voice' })}
        >
          <Icon name="mic" />
        </button>
      )}
    </form>
  );
}
