import { randomBytes } from 'node:crypto';

/** A file on its way in, in as many parts as it takes. */
export interface Upload {
  /** As it stands in the address; the signature comes behind a question mark. */
  id: string;
  signature: string;
  name: string;
  mime: string;
  length: number;
  bytes: Buffer;
}

/** A file that arrived, to be named by its handle. */
export interface Handled {
  mime: string;
  bytes: Buffer;
}

const MOST = 100;
const MOST_HANDLES = 500;

/** Files that are uploaded in parts; the oldest go when there are too many. */
export class Uploads {
  private readonly open = new Map<string, Upload>();
  private readonly handles = new Map<string, Handled>();

  begin(file: Pick<Upload, 'name' | 'mime' | 'length'>): Upload {
    const id = `upload:${randomBytes(24).toString('base64url')}`;
    const upload = { ...file, id, signature: randomBytes(12).toString('base64url'), bytes: Buffer.alloc(0) };
    keep(this.open, id, upload, MOST);
    return upload;
  }

  get(id: string): Upload | undefined {
    return this.open.get(id);
  }

  /** Adds a part behind so many bytes; with the last one the file gets its handle. */
  append(upload: Upload, offset: number, bytes: Buffer): { upload: Upload; handle?: string } {
    const grown = { ...upload, bytes: Buffer.concat([upload.bytes.subarray(0, offset), bytes]) };
    this.open.set(upload.id, grown);
    if (grown.bytes.length < grown.length) return { upload: grown };
    const type = Buffer.from(grown.mime).toString('base64').replaceAll('=', '');
    const handle = `4::${type}:${randomBytes(32).toString('base64url')}`;
    keep(this.handles, handle, { mime: grown.mime, bytes: grown.bytes }, MOST_HANDLES);
    return { upload: grown, handle };
  }

  handled(handle: string): Handled | undefined {
    return this.handles.get(handle);
  }

  clear(): void {
    this.open.clear();
    this.handles.clear();
  }
}

function keep<T>(all: Map<string, T>, key: string, value: T, most: number): void {
  all.set(key, value);
  const [oldest] = all.keys();
  if (all.size > most && oldest !== undefined) all.delete(oldest);
}
