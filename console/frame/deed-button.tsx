import { Button, Group, Text } from '@mantine/core';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { useLanguage } from '../words/language.js';

interface DeedProps {
  label: string;
  act: () => void;
  isPending: boolean;
  /** Asked before it is done, where that is worth a second look. */
  question?: string;
  isMain?: boolean;
  disabled?: boolean;
  /** Said beside a label that alone does not say what it is about. */
  about?: string;
}

/** Something to do; what cannot be undone lightly is asked once more, at the same place. */
export function DeedButton({
  label,
  act,
  isPending,
  question,
  isMain = false,
  ...rest
}: DeedProps): ReactNode {
  const [isAsked, setAsked] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const wasAsked = useRef(false);
  useEffect(() => {
    if (wasAsked.current && !isAsked) opener.current?.focus();
    wasAsked.current = isAsked;
  }, [isAsked]);
  const done = (): void => {
    setAsked(false);
    act();
  };
  if (isAsked && question !== undefined)
    return <Question question={question} yes={done} no={() => setAsked(false)} />;
  return (
    <Button
      ref={opener}
      size="xs"
      variant={isMain ? 'filled' : 'default'}
      loading={isPending}
      disabled={rest.disabled}
      aria-label={rest.about === undefined ? undefined : `${label} – ${rest.about}`}
      onClick={() => (question === undefined ? act() : setAsked(true))}
    >
      {label}
    </Button>
  );
}

interface QuestionProps {
  question: string;
  yes: () => void;
  no: () => void;
}

function Question({ question, yes, no }: QuestionProps): ReactNode {
  const { work } = useLanguage().texts;
  const id = useId();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <div
      role="group"
      aria-labelledby={id}
      className="question"
      onKeyDown={({ key }) => key === 'Escape' && no()}
    >
      <Text id={id} size="sm">
        {question}
      </Text>
      <Group gap={8}>
        <Button ref={first} size="xs" aria-describedby={id} onClick={yes}>
          {work.confirm}
        </Button>
        <Button size="xs" variant="subtle" onClick={no}>
          {work.cancel}
        </Button>
      </Group>
    </div>
  );
}
