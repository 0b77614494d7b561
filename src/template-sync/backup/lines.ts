import { BackupBroken } from './backup.errors.js';

/** No record comes near this; a file without line ends must not fill the memory. */
const LONGEST = 64 * 1024 * 1024;
const NEWLINE = 0x0a;

export interface Line {
  /** From 1. */
  readonly number: number;
  readonly bytes: Buffer;
  /** Whether a line end followed. */
  readonly ended: boolean;
}

/** The lines of a stream of bytes, one at a time. */
export async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  let parts: Buffer[] = [];
  let length = 0;
  let number = 0;
  for await (const chunk of stream) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      parts.push(chunk.subarray(start, end));
      yield { number: ++number, bytes: Buffer.concat(parts), ended: true };
      parts = [];
      length = 0;
      start = end + 1;
    }
    parts.push(chunk.subarray(start));
    length += chunk.length - start;
    if (length > LONGEST) throw new BackupBroken(number + 1, 'elle est trop longue');
  }
  if (length > 0) yield { number: ++number, bytes: Buffer.concat(parts), ended: false };
}
