import { Button, Text, Textarea } from '@mantine/core';
import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import type { Conversation } from '../api/shapes.js';
import { Failure } from '../frame/failure.js';
import { useLanguage } from '../words/language.js';
import { useDeed } from './talk-queries.js';

/** Where the team writes to the person, as long as WhatsApp lets it. */
export function Composer({ talk }: { talk: Conversation }): ReactNode {
  const { texts, formats } = useLanguage();
  const { talks: words } = texts;
  const { id, windowUntil, optedOut, status } = talk;
  if (windowUntil === null) return <Text className="composer-note">{words.windowOver}</Text>;
  const hints = [
    ...(optedOut ? [words.optedOut] : []),
    ...(status === 'human' ? [] : [words.takesOver]),
    words.windowUntil(formats.moment(windowUntil)),
  ];
  return <Field id={id} hint={hints.join(' ')} />;
}

const newKey = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-');

interface Answer {
  text: string;
  write: (text: string) => void;
  send: () => void;
  isPending: boolean;
  error: Error | null;
}

/** An answer in the making. One key for one text: sent again after a broken line, it is the same message. */
function useAnswer(id: string): Answer {
  const [text, setText] = useState('');
  const key = useRef(newKey());
  const { mutate, isPending, error } = useDeed(id);
  const write = (next: string): void => {
    key.current = newKey();
    setText(next);
  };
  const send = (): void => {
    const words = text.trim();
    if (words === '' || isPending) return;
    mutate({ do: 'reply', text: words, key: key.current }, { onSuccess: () => write('') });
  };
  return { text, write, send, isPending, error };
}

function Field({ id, hint }: { id: string; hint: string }): ReactNode {
  const { talks: words } = useLanguage().texts;
  const { text, write, send, isPending, error } = useAnswer(id);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    send();
  };
  return (
    <form className="composer" onSubmit={submit}>
      <Textarea
        label={words.reply}
        description={hint}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={16_000}
        value={text}
        readOnly={isPending}
        onChange={({ currentTarget }) => write(currentTarget.value)}
        onKeyDown={({ key, ctrlKey, metaKey }) => {
          if (key === 'Enter' && (ctrlKey || metaKey)) send();
        }}
      />
      <div className="composer-foot">
        <Text size="xs" c="dimmed">
          {words.sendHint}
        </Text>
        <Button type="submit" loading={isPending} disabled={text.trim() === ''}>
          {words.send}
        </Button>
      </div>
      <Failure error={error} />
    </form>
  );
}
