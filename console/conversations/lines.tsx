import { Button, Text } from '@mantine/core';
import { Fragment, useLayoutEffect, useRef, type ReactNode } from 'react';
import { useMay } from '../api/session.js';
import type { Line } from '../api/shapes.js';
import { useLanguage } from '../words/language.js';
import { useLines } from './talk-queries.js';

/** What was said, the newest below. */
export function Lines({ id }: { id: string }): ReactNode {
  const { texts } = useLanguage();
  const lines = useLines(id);
  const all = (lines.data?.pages ?? []).flatMap((page) => page.items).toReversed();
  const place = useRef<HTMLDivElement>(null);
  const newest = all.at(-1)?.id;
  useLayoutEffect(() => {
    if (place.current !== null) place.current.scrollTop = place.current.scrollHeight;
  }, [newest]);
  return (
    <div className="lines" ref={place} role="log" aria-label={texts.talks.title} tabIndex={0}>
      {lines.hasNextPage && (
        <Button
          variant="subtle"
          size="xs"
          className="lines-older"
          loading={lines.isFetchingNextPage}
          onClick={() => void lines.fetchNextPage()}
        >
          {texts.talks.older}
        </Button>
      )}
      {lines.isError && all.length === 0 && <Text>{texts.notLoaded}</Text>}
      <Bubbles lines={all} />
    </div>
  );
}

/** With the day where it changes. */
function Bubbles({ lines }: { lines: readonly Line[] }): ReactNode {
  const { formats } = useLanguage();
  return lines.map((line, n) => {
    const day = formats.day(line.at);
    return (
      <Fragment key={line.id}>
        {day !== formats.day(lines[n - 1]?.at ?? 0) && <p className="lines-day">{day}</p>}
        <Bubble line={line} />
      </Fragment>
    );
  });
}

function Bubble({ line }: { line: Line }): ReactNode {
  const { texts, formats, language } = useLanguage();
  const { talks: words, recent } = texts;
  const mayRead = useMay('conversations:reply');
  const { direction, state, type, origin, at, error, content, isPrivate, editedAt, deletedAt } = line;
  const gone = deletedAt ? words.withdrawn : null;
  const said = wordsIn(content);
  const trouble = (language === 'en' ? error?.en : null) ?? error?.fr;
  const hidden = isPrivate ? words.private : (gone ?? (mayRead ? words.erased : words.hidden));
  const changed = deletedAt ? words.deleted : editedAt ? words.edited : null;
  const who: Record<string, string> = {
    agent: words.you,
    bot: words.bot,
    api: words.api,
    campaign: words.campaign,
    phone: words.phone,
  };
  return (
    <div className="bubble" data-direction={direction} data-testid="bubble">
      <span className="unseen">{direction === 'in' ? recent.in : recent.out} : </span>
      {(type !== 'text' || content === null) && (
        <span className="bubble-kind">{texts.kinds[type] ?? type}</span>
      )}
      {said !== null && <p className="bubble-words">{said}</p>}
      {content === null && <p className="bubble-hidden">{hidden}</p>}
      <p className="bubble-foot">
        {origin !== null && `${who[origin] ?? origin} · `}
        <time dateTime={at}>{formats.time(at)}</time>
        {direction === 'out' && ` · ${recent.states[state] ?? state}`}
        {changed !== null && ` · ${changed}`}
      </p>
      {trouble && (
        <p className="bubble-error" lang={trouble === error?.en ? 'en' : 'fr'}>
          {trouble.meaning} {trouble.advice}
        </p>
      )}
    </div>
  );
}

/** The words of a content, whichever kind it is; of an edit the new ones. */
function wordsIn(content: Line['content']): string | null {
  const said = content?.['kind'] === 'edit' ? (content['content'] as Line['content']) : content;
  const found = ['text', 'title', 'caption', 'emoji', 'name', 'filename'].map((field) => said?.[field]);
  return found.find((each): each is string => typeof each === 'string' && each !== '') ?? null;
}
