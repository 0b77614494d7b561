import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';

interface ChoiceProps<T extends string> {
  label: string;
  options: readonly T[];
  words: Readonly<Record<T, string>>;
  /** The word for no choice. */
  all: string;
  value: T | null;
  choose: (value: T | null) => void;
}

/** One of a few, or none of them. */
export function Choice<T extends string>({
  label,
  options,
  words,
  all,
  value,
  choose,
}: ChoiceProps<T>): ReactNode {
  return (
    <NativeSelect
      className="choice"
      aria-label={label}
      value={value ?? ''}
      onChange={({ currentTarget }) => choose(options.find((each) => each === currentTarget.value) ?? null)}
      data={[{ value: '', label: all }, ...options.map((each) => ({ value: each, label: words[each] }))]}
    />
  );
}
