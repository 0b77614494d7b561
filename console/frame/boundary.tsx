import { Button, Center, Stack, Text } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import type { Texts } from '../words/french.js';

interface Inside {
  texts: Texts;
  children: ReactNode;
}

/** What is shown instead of a page that broke. */
export class Boundary extends Component<Inside, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true };
  }

  override render(): ReactNode {
    const { texts, children } = this.props;
    if (!this.state.isBroken) return children;
    return (
      <Center mih="60vh" p="md">
        <Stack align="center" role="alert">
          <Text>{texts.broken}</Text>
          <Button onClick={() => location.reload()}>{texts.reload}</Button>
        </Stack>
      </Center>
    );
  }
}
