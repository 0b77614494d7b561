import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { messageOf } from '../../kernel/error.js';
import {
  BackupAltered,
  BackupBroken,
  BackupCut,
  BackupFileUnusable,
  BackupVersionUnknown,
  NotABackup,
} from './backup.errors.js';
import {
  type Counts,
  countsSchema,
  type Entry,
  entryOf,
  FORMAT,
  headSchema,
  noCounts,
  type Section,
  SECTIONS,
  VERSION,
} from './format.js';
import { type Line, linesOf } from './lines.js';

/**
 * The entries of a backup, one at a time. Whoever reads to the end knows that the file is whole and as it was written:
 * a cut, an alteration, another version throw.
 */
export async function* readBackup(path: string): AsyncGenerator<Entry> {
  const reading = new Reading();
  for await (const line of linesOf(bytesOf(path))) {
    const entry = reading.take(line);
    if (entry !== null) yield entry;
  }
  reading.end();
}

async function* bytesOf(path: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) yield chunk as Buffer;
  } catch (error) {
    throw new BackupFileUnusable(path, messageOf(error));
  }
}

/** Where in the file we are, and what it has said so far. */
class Reading {
  private place: 'head' | 'between' | Section | 'counts' | 'checksum' | 'over' = 'head';
  private next = 0;
  private readonly seen = noCounts();
  private readonly hash = createHash('sha256');

  take(line: Line): Entry | null {
    const { place } = this;
    if (place === 'over') throw new BackupAltered('something follows the end');
    const text = line.bytes.toString('utf8');
    if (place === 'checksum') this.checksum(text, line);
    else this.hash.update(line.bytes).update('\n');
    if (place === 'head') this.head(text);
    else if (place === 'between') this.open(text, line);
    else if (place === 'counts') this.counts(text, line);
    else if (place !== 'checksum') return this.record(place, text, line);
    return null;
  }

  end(): void {
    if (this.place === 'head') throw new NotABackup('the file is empty');
    if (this.place !== 'over') throw new BackupCut(`the file ends in ${this.place}`);
  }

  private head(text: string): void {
    const first = parsed(`${text.replace(/,\s*$/, '')}}`);
    const head = headSchema.safeParse(first ?? parsed(text));
    if (!head.success) throw notABackup(text);
    if (head.data.format !== FORMAT) throw new NotABackup(`format ${head.data.format}`);
    if (head.data.version !== VERSION) throw new BackupVersionUnknown(head.data.version, VERSION);
    if (first === undefined) throw new BackupAltered('all on one line');
    this.place = 'between';
  }

  private open(text: string, line: Line): void {
    const section = SECTIONS[this.next];
    if (section === undefined || text !== `"${section}":[`)
      throw misplaced(line, `« ${section ?? ''} » attendu`);
    this.next += 1;
    this.place = section;
  }

  private record(section: Section, text: string, line: Line): Entry | null {
    if (text === '],') {
      this.place = this.next < SECTIONS.length ? 'between' : 'counts';
      return null;
    }
    const value = parsed(text.endsWith(',') ? text.slice(0, -1) : text);
    if (value === undefined) throw misplaced(line, 'pas du JSON');
    const entry = entryOf(section, value);
    if (typeof entry === 'string') throw new BackupBroken(line.number, entry);
    this.seen[section] += 1;
    return entry;
  }

  private counts(text: string, line: Line): void {
    const value = parsed(`{${text.replace(/,$/, '')}}`) as { counts?: unknown } | undefined;
    const counts = countsSchema.safeParse(value?.counts);
    if (!counts.success) throw misplaced(line, '« counts » attendu');
    if (!isSame(counts.data, this.seen)) throw new BackupAltered('the counts differ');
    this.place = 'checksum';
  }

  private checksum(text: string, line: Line): void {
    const [, found] = /^"checksum":"sha256:([0-9a-f]{64})"\}$/.exec(text.trimEnd()) ?? [];
    if (found === undefined) throw misplaced(line, '« checksum » attendu');
    if (found !== this.hash.digest('hex')) throw new BackupAltered('the checksum differs');
    this.place = 'over';
  }
}

/** A line that was cut and one that is wrong look alike; only the last of a file can be cut. */
function misplaced({ number, ended }: Line, what: string): Error {
  return ended ? new BackupBroken(number, what) : new BackupCut(`in line ${number}`);
}

function notABackup(text: string): Error {
  const start = text.slice(0, 4096);
  const [, version] = /"version"\s*:\s*(\d+)/.exec(start) ?? [];
  const isOurs = new RegExp(`"format"\\s*:\\s*"${FORMAT}"`).test(start);
  if (isOurs && version !== undefined && Number(version) !== VERSION)
    return new BackupVersionUnknown(version, VERSION);
  return isOurs ? new BackupAltered('the layout is another') : new NotABackup('the first line is not ours');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isSame(one: Counts, other: Counts): boolean {
  return SECTIONS.every((section) => one[section] === other[section]);
}
