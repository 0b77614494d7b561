import { Button, Center, Loader, Stack, Text } from '@mantine/core';
import { useRef, type ReactNode } from 'react';
import { LiveProvider } from '../api/live.js';
import { SessionProvider, useSessionQuery } from '../api/session.js';
import { useLanguage } from '../words/language.js';
import { Boundary } from './boundary.js';
import { Frame } from './frame.js';
import { SignIn } from './sign-in.js';

/** The console of somebody who is signed in, and before that the door. The address stays, so whoever comes back is where they were. */
export function App(): ReactNode {
  const { texts } = useLanguage();
  const { data: session, isPending, isError, refetch } = useSessionQuery();
  const wasIn = useRef(false);
  if (session) wasIn.current = true;
  if (isPending) {
    return (
      <Center mih="100vh">
        <Loader aria-label={texts.loading} />
      </Center>
    );
  }
  if (session === undefined && isError) return <Silent again={() => void refetch()} />;
  if (!session) return <SignIn isOver={wasIn.current} left={() => (wasIn.current = false)} />;
  return (
    <SessionProvider session={session}>
      <LiveProvider>
        <Boundary texts={texts}>
          <Frame leaving={() => (wasIn.current = false)} />
        </Boundary>
      </LiveProvider>
    </SessionProvider>
  );
}

function Silent({ again }: { again: () => void }): ReactNode {
  const { texts } = useLanguage();
  return (
    <Center component="main" mih="100vh" p="md">
      <Stack align="center" role="alert">
        <Text ta="center">{texts.signIn.unreachable}</Text>
        <Button onClick={again}>{texts.retry}</Button>
      </Stack>
    </Center>
  );
}
