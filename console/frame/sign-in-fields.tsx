import { PasswordInput, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLanguage } from '../words/language.js';

export function KeyField(): ReactNode {
  const { signIn } = useLanguage().texts;
  return (
    <PasswordInput
      name="key"
      label={signIn.key}
      description={signIn.keyHint}
      required
      withAsterisk={false}
      size="md"
      autoFocus
      autoComplete="off"
      spellCheck={false}
      maxLength={600}
      visibilityToggleButtonProps={{ 'aria-label': signIn.show }}
    />
  );
}

export function PasswordFields(): ReactNode {
  const { signIn } = useLanguage().texts;
  return (
    <>
      <TextInput
        name="name"
        label={signIn.user}
        required
        withAsterisk={false}
        size="md"
        autoFocus
        autoComplete="username"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={100}
      />
      <PasswordInput
        name="password"
        label={signIn.password}
        required
        withAsterisk={false}
        size="md"
        autoComplete="current-password"
        maxLength={200}
        visibilityToggleButtonProps={{ 'aria-label': signIn.show }}
      />
    </>
  );
}
