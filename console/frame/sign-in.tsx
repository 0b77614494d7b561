import { Button, Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useEffect, useState, type FormEvent, type ReactNode } from 'react';
import { type Credentials, useDoor } from '../api/session.js';
import { Problem, Unreachable } from '../api/wire.js';
import type { Texts } from '../words/french.js';
import { useLanguage } from '../words/language.js';
import { Mark } from './icons.js';
import { KeyField, PasswordFields } from './sign-in-fields.js';
import { LanguageButton, SchemeButton } from './switches.js';

type Way = 'key' | 'password';
interface Trouble {
  words: string;
  /** Nothing may be tried before; milliseconds of the page's clock. */
  until?: number;
}

const GUESSED_WAIT_SECONDS = 60;

/** The door: a key, or a name with its password. */
export function SignIn({ isOver, left }: { isOver: boolean; left: () => void }): ReactNode {
  const { texts } = useLanguage();
  useEffect(() => {
    document.title = `${texts.signIn.title} – ${texts.name}`;
  }, [texts]);
  return (
    <div className="door">
      <header className="door-head">
        <LanguageButton />
        <SchemeButton />
      </header>
      <main className="door-main" id="main">
        <Paper withBorder shadow="sm" radius="lg" p={{ base: 'lg', xs: 'xl' }} className="door-card">
          <Stack gap="lg">
            <div>
              <Mark size={44} />
              <Title order={1} mt="sm">
                {texts.name} <span className="door-title">{texts.signIn.title}</span>
              </Title>
              <Text c="dimmed">{texts.signIn.lead}</Text>
            </div>
            {isOver && (
              <p className="trouble" data-mild>
                {texts.signIn.over}
              </p>
            )}
            <Form left={left} />
          </Stack>
        </Paper>
      </main>
    </div>
  );
}

function Form({ left }: { left: () => void }): ReactNode {
  const { texts } = useLanguage();
  const { enter } = useDoor();
  const [way, setWay] = useState<Way>('key');
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const seconds = useCountdown(trouble?.until);
  const isWaiting = trouble?.until !== undefined && seconds > 0;

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const credentials = given(new FormData(event.currentTarget), way);
    setBusy(true);
    enter(credentials).then(left, (error: unknown) => {
      setTrouble(troubleOf(error, way, texts));
      setBusy(false);
    });
  };

  const words = trouble?.until === undefined ? trouble?.words : isWaiting ? texts.signIn.wait(seconds) : null;
  return (
    <form onSubmit={submit}>
      <Stack>
        <Ways way={way} change={(next) => [setWay(next), setTrouble(null)]} />
        {way === 'key' ? <KeyField /> : <PasswordFields />}
        <div role="alert">{words && <p className="trouble">{words}</p>}</div>
        <Button type="submit" size="md" loading={isBusy} disabled={isWaiting}>
          {texts.signIn.enter}
        </Button>
      </Stack>
    </form>
  );
}

function Ways({ way, change }: { way: Way; change: (way: Way) => void }): ReactNode {
  const { signIn } = useLanguage().texts;
  return (
    <SegmentedControl
      fullWidth
      aria-label={signIn.how}
      value={way}
      onChange={(value) => change(value === 'key' ? 'key' : 'password')}
      data={[
        { value: 'key', label: signIn.withKey },
        { value: 'password', label: signIn.withPassword },
      ]}
    />
  );
}

function given(form: FormData, way: Way): Credentials {
  const field = (name: string): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value : '';
  };
  return way === 'key'
    ? { key: field('key').trim() }
    : { name: field('name').trim(), password: field('password') };
}

function troubleOf(error: unknown, way: Way, { signIn }: Texts): Trouble {
  if (error instanceof Unreachable) return { words: signIn.unreachable };
  if (!(error instanceof Problem)) return { words: signIn.failed };
  if (error.status === 429) {
    const wait = error.retryAfterSeconds ?? GUESSED_WAIT_SECONDS;
    return { words: '', until: Date.now() + wait * 1_000 };
  }
  if (error.status === 401 || error.status === 400)
    return { words: way === 'key' ? signIn.wrongKey : signIn.wrongPassword };
  return { words: signIn.failed };
}

function useCountdown(until: number | undefined): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (until === undefined) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [until]);
  return until === undefined ? 0 : Math.max(0, Math.ceil((until - now) / 1_000));
}
