import type { ReactNode } from 'react';

export interface Fact {
  label: string;
  value: ReactNode;
  isBad?: boolean;
}

/** Names and what they are. */
export function Facts({ facts }: { facts: readonly Fact[] }): ReactNode {
  return (
    <dl className="facts">
      {facts.map(({ label, value, isBad }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd data-bad={isBad}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
