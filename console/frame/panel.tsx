import { Button, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useId, type ReactNode } from 'react';
import { Problem } from '../api/wire.js';
import { useLanguage } from '../words/language.js';

interface PanelProps {
  title: string;
  /** Beside the title. */
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
  testId?: string;
}

/** A titled part of a page. */
export function Panel({ title, aside, className, children, testId }: PanelProps): ReactNode {
  const id = useId();
  return (
    <Paper
      component="section"
      withBorder
      aria-labelledby={id}
      className={`panel ${className ?? ''}`}
      data-testid={testId}
    >
      <div className="panel-head">
        <Title order={2} id={id}>
          {title}
        </Title>
        {aside}
      </div>
      {children}
    </Paper>
  );
}

interface LoadedProps<T> {
  query: UseQueryResult<T>;
  /** Height of what will stand here. */
  height: number;
  children: (data: T) => ReactNode;
}

/** Data once it is there. What was read before stays while it is read again, also when that fails. */
export function Loaded<T>({ query, height, children }: LoadedProps<T>): ReactNode {
  const { texts } = useLanguage();
  const { data, error, isPending, isFetching, refetch } = query;
  if (data !== undefined) return children(data);
  if (isPending) return <Skeleton h={height} role="img" aria-label={texts.loading} />;
  if (error instanceof Problem && error.status === 403) return <Text c="dimmed">{texts.notAllowed}</Text>;
  return (
    <Stack align="flex-start" gap="xs" role="alert">
      <Text>{texts.notLoaded}</Text>
      <Button variant="light" size="xs" loading={isFetching} onClick={() => void refetch()}>
        {texts.retry}
      </Button>
    </Stack>
  );
}

/** Nothing to show, and why that is so. */
export function Empty({ title, hint, good }: { title: string; hint: string; good?: boolean }): ReactNode {
  return (
    <div className="empty" data-good={good}>
      <Text fw={600}>{title}</Text>
      <Text size="sm" c="dimmed">
        {hint}
      </Text>
    </div>
  );
}
