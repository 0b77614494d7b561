import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { DeedButton } from '../frame/deed-button.js';
import { Failure } from '../frame/failure.js';
import { useLanguage } from '../words/language.js';
import { useRemind } from './queries.js';

interface RemindProps {
  codeId: string;
  /** One of several who have it, and how this page calls them. */
  to?: { contactId: string; name: string };
}

/** Sends a code again to whoever asked for it. */
export function Remind({ codeId, to }: RemindProps): ReactNode {
  const { uic: words } = useLanguage().texts;
  const { mutate, isPending, data, error } = useRemind(codeId);
  return (
    <div className="deeds">
      <DeedButton
        label={to === undefined ? words.remind : words.remindThis}
        question={words.remindAsk}
        isPending={isPending}
        act={() => mutate(to?.contactId)}
        {...(to !== undefined && { about: to.name })}
      />
      <div role="status">{data && <Text size="sm">{words.reminded[data.kind]}</Text>}</div>
      <Failure error={error} />
    </div>
  );
}
