import { Secret } from '../../kernel/secret.js';
import type { Values } from './declaration.js';
import type { Environment } from './environment.js';

/** Where files are kept: in a folder, or in a bucket where one is named. */
export interface StorageSettings {
  dir: string;
  s3?: {
    bucket: string;
    region: string;
    endpoint?: string;
    accessKeyId: string;
    secretAccessKey: Secret;
    forcePathStyle: boolean;
  };
}

export interface MediaSettings {
  fetch: Values['MEDIA_FETCH'];
  maxBytes: number;
  /** Days after which a message with a card that could not leave is erased. */
  cardDays: number;
}

const TOGETHER = ['STORAGE_S3_BUCKET', 'STORAGE_S3_ACCESS_KEY_ID', 'STORAGE_S3_SECRET_ACCESS_KEY'] as const;

export function storageOf(values: Values): StorageSettings {
  const { STORAGE_S3_BUCKET: bucket, STORAGE_S3_ACCESS_KEY_ID: accessKeyId } = values;
  const secret = values.STORAGE_S3_SECRET_ACCESS_KEY;
  const dir = values.STORAGE_DIR;
  if (bucket === undefined || accessKeyId === undefined || secret === undefined) return { dir };
  const s3 = {
    bucket,
    region: values.STORAGE_S3_REGION,
    endpoint: values.STORAGE_S3_ENDPOINT,
    accessKeyId,
    secretAccessKey: new Secret(secret),
    forcePathStyle: values.STORAGE_S3_FORCE_PATH_STYLE,
  };
  return { dir, s3 };
}

export function mediaOf(values: Values): MediaSettings {
  return {
    fetch: values.MEDIA_FETCH,
    maxBytes: values.MEDIA_MAX_BYTES,
    cardDays: values.QR_RETENTION_DAYS,
  };
}

/** Settings of the bucket that are missing where others of it are given. */
export function missingForStorage(env: Environment): (typeof TOGETHER)[number][] {
  const given = [...TOGETHER, 'STORAGE_S3_ENDPOINT' as const].some((name) => env[name] !== undefined);
  return given ? TOGETHER.filter((name) => env[name] === undefined) : [];
}
