import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { Attach } from './attach.js';
import type { Message } from './api.js';
import { EmojiPicker } from './emoji.js';
import { Icon, SolidIcon } from './icons.js';
import { useLanguage } from './language.js';

type Pop = 'emoji' | 'attach';

interface Draft {
  text: string;
  /** What is open above the field. */
  pop: Pop | undefined;
  field: RefObject<HTMLTextAreaElement | null>;
  setText: (text: string) => void;
  setPop: (pop: Pop | undefined) => void;
  submit: () => void;
}

/** Where the person writes. */
export function Composer({ onSend }: { onSend: (message: Message) => void }): ReactNode {
  const draft = useDraft(onSend);
  const attach = (message: Message): void => {
    draft.setPop(undefined);
    onSend(message);
  };
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        draft.submit();
      }}
    >
      {draft.pop === 'emoji' && <EmojiPicker onPick={(emoji) => draft.setText(draft.text + emoji)} />}
      {draft.pop === 'attach' && <Attach onSend={attach} />}
      <div className="composer-field">
        <PopButton kind="emoji" draft={draft} />
        <WritingField draft={draft} />
        <PopButton kind="attach" draft={draft} />
      </div>
      <SendButton written={draft.text.trim() !== ''} onVoice={() => onSend({ type: 'voice' })} />
    </form>
  );
}

function useDraft(onSend: (message: Message) => void): Draft {
  const [text, setText] = useState('');
  const [pop, setPop] = useState<Pop>();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    // A finger would bring up the keyboard over the chat; a mouse has a keyboard beside it.
    if (matchMedia('(pointer: fine)').matches) field.current?.focus();
  }, []);
  const submit = (): void => {
    if (text.trim()) onSend({ type: 'text', text: text.trim() });
    setText('');
    setPop(undefined);
    field.current?.focus();
  };
  return { text, pop, field, setText, setPop, submit };
}

/** Enter sends; Shift and Enter begin a new line. */
function WritingField({ draft }: { draft: Draft }): ReactNode {
  const { texts } = useLanguage();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') draft.setPop(undefined);
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    draft.submit();
  };
  return (
    <textarea
      ref={draft.field}
      rows={1}
      value={draft.text}
      maxLength={4096}
      placeholder={texts.composer}
      aria-label={texts.composer}
      data-testid="composer"
      enterKeyHint="send"
      onChange={(event) => draft.setText(event.target.value)}
      onFocus={() => draft.setPop(undefined)}
      onKeyDown={onKeyDown}
    />
  );
}

function PopButton({ kind, draft }: { kind: Pop; draft: Draft }): ReactNode {
  const { texts } = useLanguage();
  const open = draft.pop === kind;
  return (
    <button
      type="button"
      className="round"
      data-testid={kind}
      aria-label={texts[kind]}
      aria-expanded={open}
      onClick={() => draft.setPop(open ? undefined : kind)}
    >
      <Icon name={kind === 'emoji' ? 'smile' : 'clip'} />
    </button>
  );
}

/** With nothing written, the button records: here, it sends a voice note that is shipped. */
function SendButton({ written, onVoice }: { written: boolean; onVoice: () => void }): ReactNode {
  const { texts } = useLanguage();
  if (written) {
    return (
      <button type="submit" className="send" data-testid="send" aria-label={texts.send}>
        <SolidIcon name="send" size={22} />
      </button>
    );
  }
  return (
    <button type="button" className="send" data-testid="voice" aria-label={texts.sendVoice} onClick={onVoice}>
      <Icon name="mic" />
    </button>
  );
}
