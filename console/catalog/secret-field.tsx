import { PasswordInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLanguage } from '../words/language.js';

interface SecretFieldProps {
  label: string;
  secret: string;
  change: (secret: string) => void;
}

/** A secret on its way to the server. */
export function SecretField({ label, secret, change }: SecretFieldProps): ReactNode {
  const { keys: words, signIn } = useLanguage().texts;
  return (
    <PasswordInput
      className="grow"
      label={label}
      description={words.secretHint}
      autoComplete="new-password"
      value={secret}
      maxLength={4_000}
      visibilityToggleButtonProps={{ 'aria-label': signIn.show }}
      onChange={({ currentTarget }) => change(currentTarget.value)}
    />
  );
}
