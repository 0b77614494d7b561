import { Button, Skeleton, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Pages } from '../api/pages.js';
import { Problem } from '../api/wire.js';
import { useLanguage } from '../words/language.js';
import { Empty } from './panel.js';

interface PageListProps<T> {
  pages: Pages<T>;
  label: string;
  empty: { title: string; hint: string; good?: boolean };
  keyOf: (item: T) => string;
  children: (item: T) => ReactNode;
}

/** A list that grows by pages. */
export function PageList<T>({ pages, label, empty, keyOf, children }: PageListProps<T>): ReactNode {
  const { texts } = useLanguage();
  if (pages.isPending) return <Skeleton h={240} role="img" aria-label={texts.loading} />;
  if (pages.data === undefined) return <NotRead error={pages.error} again={() => void pages.refetch()} />;
  const items = pages.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <Empty {...empty} />;
  return (
    <>
      <ul className="entries" aria-label={label} data-old={pages.isPlaceholderData}>
        {items.map((item) => (
          <li key={keyOf(item)}>{children(item)}</li>
        ))}
      </ul>
      {pages.hasNextPage && (
        <Button
          variant="subtle"
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {texts.talks.more}
        </Button>
      )}
    </>
  );
}

function NotRead({ error, again }: { error: Error | null; again: () => void }): ReactNode {
  const { texts } = useLanguage();
  if (error instanceof Problem && error.status === 403) return <Text c="dimmed">{texts.notAllowed}</Text>;
  return (
    <Stack align="flex-start" gap="xs" role="alert">
      <Text>{texts.notLoaded}</Text>
      <Button variant="light" size="xs" onClick={again}>
        {texts.retry}
      </Button>
    </Stack>
  );
}
