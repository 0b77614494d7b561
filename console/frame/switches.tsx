import { ActionIcon, Button, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLanguage } from '../words/language.js';
import { Icon } from './icons.js';

/** Offers the other language, in that language. */
export function LanguageButton(): ReactNode {
  const { texts, language, change } = useLanguage();
  const other = language === 'fr' ? 'en' : 'fr';
  return (
    <Button
      variant="subtle"
      color="gray"
      size="sm"
      px="xs"
      className="quiet"
      onClick={change}
      aria-label={texts.languageLabel}
      lang={other}
      leftSection={<Icon name="language" size={18} />}
    >
      {texts.language}
    </Button>
  );
}

export function SchemeButton(): ReactNode {
  const { texts } = useLanguage();
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme('light') === 'dark';
  const label = isDark ? texts.toLight : texts.toDark;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={36}
      className="quiet"
      onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
      aria-label={label}
      title={label}
    >
      <Icon name={isDark ? 'sun' : 'moon'} />
    </ActionIcon>
  );
}
