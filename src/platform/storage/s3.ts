import type { PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import type { Readable } from 'node:stream';
import type { Secret } from '../../kernel/secret.js';
import { checkKey, FileStorage, type StoredFile } from './storage.js';

export interface S3Place {
  bucket: string;
  region: string;
  /** Absent: Amazon's own. */
  endpoint?: string;
  accessKeyId: string;
  secretAccessKey: Secret;
  forcePathStyle: boolean;
}

type Library = typeof import('@aws-sdk/client-s3');

interface Ready {
  library: Library;
  client: S3Client;
}

/** What a part may not be smaller than is 5 MiB; so much of a file is held in memory while it is written. */
const PART_BYTES = 8 * 1024 * 1024;
const CONNECT_MS = 5_000;
const ANSWER_MS = 60_000;

/** Files in a bucket of an S3-compatible service. The library is loaded when the first file is touched. */
export class S3Storage extends FileStorage {
  private loading: Promise<Ready> | null = null;

  constructor(private readonly place: S3Place) {
    super();
  }

  async put(key: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const at = this.at(key);
    const parts = inParts(bytes, PART_BYTES);
    const first = await parts.next();
    const Body = first.done === true ? Buffer.alloc(0) : first.value;
    const { client, library } = await this.ready();
    if (Body.length === PART_BYTES) return this.putInParts(at, Body, parts);
    await client.send(new library.PutObjectCommand({ ...at, Body, ContentLength: Body.length }));
  }

  async get(key: string): Promise<Readable | null> {
    const { client, library } = await this.ready();
    try {
      const { Body } = await client.send(new library.GetObjectCommand(this.at(key)));
      return (Body as Readable | undefined) ?? null;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async remove(key: string): Promise<void> {
    const { client, library } = await this.ready();
    await client.send(new library.DeleteObjectCommand(this.at(key)));
  }

  async list(prefix: string, after: string | null, limit: number): Promise<StoredFile[]> {
    const { client, library } = await this.ready();
    const { Contents = [] } = await client.send(
      new library.ListObjectsCommand({
        Bucket: this.place.bucket,
        Prefix: prefix,
        MaxKeys: limit,
        ...(after !== null && { Marker: after }),
      }),
    );
    return Contents.flatMap(({ Key, LastModified }) =>
      Key === undefined || LastModified === undefined ? [] : [{ key: Key, storedAt: LastModified }],
    );
  }

  /** What was begun and is not ended would be kept, and paid for, for ever. */
  async tidy(before: Date): Promise<void> {
    const { client, library } = await this.ready();
    const { bucket: Bucket } = this.place;
    const asked = client.send(new library.ListMultipartUploadsCommand({ Bucket }));
    const { Uploads = [] } = await asked.catch((error: unknown) => {
      // Some compatible services cannot tell; theirs is a life-cycle rule.
      if (isNamed(error, 'NotImplemented')) return { Uploads: [] };
      throw error;
    });
    for (const { Key, UploadId, Initiated } of Uploads) {
      const isOld = Initiated !== undefined && Initiated < before;
      if (isOld) await client.send(new library.AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    }
  }

  async check(): Promise<void> {
    const { client, library } = await this.ready();
    await client.send(new library.HeadBucketCommand({ Bucket: this.place.bucket }));
  }

  /** The object appears when the last part is in, never before. */
  private async putInParts(
    at: Pick<PutObjectCommandInput, 'Bucket' | 'Key'> & { Bucket: string; Key: string },
    first: Buffer,
    rest: AsyncGenerator<Buffer>,
  ): Promise<void> {
    const { client, library } = await this.ready();
    const { UploadId } = await client.send(new library.CreateMultipartUploadCommand(at));
    const send = async (Body: Buffer, PartNumber: number) => {
      const part = { ...at, UploadId, Body, PartNumber, ContentLength: Body.length };
      const { ETag } = await client.send(new library.UploadPartCommand(part));
      return { ETag, PartNumber };
    };
    try {
      const Parts = [await send(first, 1)];
      for await (const part of rest) Parts.push(await send(part, Parts.length + 1));
      const done = { ...at, UploadId, MultipartUpload: { Parts } };
      await client.send(new library.CompleteMultipartUploadCommand(done));
    } catch (error) {
      await client.send(new library.AbortMultipartUploadCommand({ ...at, UploadId })).catch(() => undefined);
      throw error;
    }
  }

  private at(key: string): { Bucket: string; Key: string } {
    checkKey(key);
    return { Bucket: this.place.bucket, Key: key };
  }

  private ready(): Promise<Ready> {
    this.loading ??= import('@aws-sdk/client-s3').then((library) => ({
      library,
      client: this.client(library),
    }));
    return this.loading;
  }

  private client({ S3Client }: Library): S3Client {
    const { region, endpoint, accessKeyId, secretAccessKey, forcePathStyle } = this.place;
    return new S3Client({
      region,
      forcePathStyle,
      ...(endpoint !== undefined && { endpoint }),
      credentials: { accessKeyId, secretAccessKey: secretAccessKey.reveal() },
      requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: ANSWER_MS },
      // Many compatible services know no other check sums than those that are asked for; the files prove themselves.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }
}

/** The bytes in parts of one size; the last may be shorter. */
async function* inParts(bytes: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Buffer> {
  let part = Buffer.allocUnsafe(size);
  let filled = 0;
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length;) {
      const taken = chunk.subarray(at, at + size - filled);
      part.set(taken, filled);
      filled += taken.length;
      at += taken.length;
      if (filled < size) continue;
      yield part;
      part = Buffer.allocUnsafe(size);
      filled = 0;
    }
  }
  if (filled > 0) yield part.subarray(0, filled);
}

function isMissing(error: unknown): boolean {
  return isNamed(error, 'NoSuchKey') || isNamed(error, 'NotFound');
}

function isNamed(error: unknown, name: string): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === name;
}
