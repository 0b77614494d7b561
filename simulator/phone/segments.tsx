import type { ReactNode } from 'react';

interface Props<T extends string | number> {
  /** Of the group, for the browser. */
  name: string;
  label: string;
  choices: readonly { value: T; text: string }[];
  chosen: T | undefined;
  onChoose: (value: T) => void;
}

/** A few choices side by side, one of them taken. */
export function Segments<T extends string | number>(props: Props<T>): ReactNode {
  const { name, label, choices, chosen, onChoose } = props;
  return (
    <div className="segments" role="radiogroup" aria-label={label}>
      {choices.map(({ value, text }) => (
        <label key={value}>
          <input
            type="radio"
            name={name}
            data-testid={`${name}-${value}`}
            checked={chosen === value}
            onChange={() => onChoose(value)}
          />
          <span>{text}</span>
        </label>
      ))}
    </div>
  );
}
