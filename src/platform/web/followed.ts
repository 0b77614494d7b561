import type { MessageEvent } from '@nestjs/common';
import {
  concatMap,
  distinctUntilChanged,
  from,
  map,
  type Observable,
  takeUntil,
  takeWhile,
  timer,
} from 'rxjs';

const LOOK_MS = 500;

/**
 * Something that goes on, as events for a listener, whichever instance does it: its record is looked at twice a second. `progress` at
 * each change, `over` at the end; nothing more once `closing` says something.
 */
export function followed<T extends object>(
  look: () => Promise<T>,
  isOver: (record: T) => boolean,
  closing: Observable<void>,
): Observable<MessageEvent> {
  return timer(0, LOOK_MS).pipe(
    concatMap(() => from(look())),
    distinctUntilChanged((a, b) => JSON.stringify(a) === JSON.stringify(b)),
    takeWhile((record) => !isOver(record), true),
    map((record) => ({ type: isOver(record) ? 'over' : 'progress', data: record })),
    takeUntil(closing),
  );
}
