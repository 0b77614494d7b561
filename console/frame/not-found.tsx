import { Anchor, Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useLanguage } from '../words/language.js';

export function NotFound(): ReactNode {
  const { texts } = useLanguage();
  return (
    <Stack p="xl" align="flex-start">
      <Title order={1}>{texts.notFound}</Title>
      <Anchor component={Link} href="/">
        {texts.backHome}
      </Anchor>
    </Stack>
  );
}
