import { createHash } from 'node:crypto';

/** A file that WhatsApp holds. */
export interface Medium {
  id: string;
  bytes: Buffer;
  mime: string;
  sha256: Buffer;
  filename?: string;
}

const MOST_BYTES = 256 * 1024 * 1024;

/** The files that were uploaded or sent by people; the oldest go when the room is full. */
export class Gallery {
  private readonly media = new Map<string, Medium>();
  private bytes = 0;
  private next = 300_000_000_000_101;

  add(file: { bytes: Buffer; mime: string; filename?: string }): Medium {
    const id = String(this.next);
    this.next += 1;
    const medium = { ...file, id, sha256: createHash('sha256').update(file.bytes).digest() };
    this.media.set(id, medium);
    this.bytes += file.bytes.length;
    while (this.bytes > MOST_BYTES && this.media.size > 1) {
      const [oldest] = this.media.keys();
      if (oldest !== undefined) this.remove(oldest);
    }
    return medium;
  }

  get(id: string): Medium | undefined {
    return this.media.get(id);
  }

  remove(id: string): boolean {
    this.bytes -= this.media.get(id)?.bytes.length ?? 0;
    return this.media.delete(id);
  }

  clear(): void {
    this.media.clear();
    this.bytes = 0;
  }
}
