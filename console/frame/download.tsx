import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { fetchFile } from '../api/wire.js';
import { useLanguage } from '../words/language.js';
import { Failure } from './failure.js';

const FORMATS = ['csv', 'xlsx'] as const;
type Format = (typeof FORMATS)[number];

interface DownloadsProps {
  path: string;
  query: Record<string, string | null>;
  /** What is in the file, for those who do not see where the buttons stand. */
  about: string;
  disabled?: boolean;
}

/** The same figures as a file, in both formats. */
export function Downloads({ path, query, about, disabled = false }: DownloadsProps): ReactNode {
  const { work } = useLanguage().texts;
  const { mutate, isPending, variables, error } = useMutation({
    mutationFn: async (format: Format) => {
      const { name, content } = await fetchFile(path, { ...query, format });
      hand(name, content);
    },
  });
  return (
    <div className="deeds" role="group" aria-label={about}>
      {FORMATS.map((format) => (
        <Button
          key={format}
          size="xs"
          variant="default"
          disabled={disabled}
          loading={isPending && variables === format}
          onClick={() => mutate(format)}
        >
          {work.download(format.toUpperCase())}
        </Button>
      ))}
      <Failure error={error} />
    </div>
  );
}

/** Has the browser keep it as a file. */
function hand(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
