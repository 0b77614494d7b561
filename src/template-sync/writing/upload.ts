import type { Readable } from 'node:stream';
import type { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { InvalidRequest } from '../../platform/web/web.errors.js';

/** Media that a header can show, and how large they may be, in bytes. */
const LARGEST: Readonly<Record<string, number>> = {
  'image/jpeg': 5_242_880,
  'image/png': 5_242_880,
  'video/mp4': 16_777_216,
  'application/pdf': 104_857_600,
};

export const MEDIA_TYPES = Object.keys(LARGEST);

/** Lets media in as streams: nothing of them is read before the caller's right to send them is known. */
export function takeMedia({ httpAdapter }: HttpAdapterHost): void {
  const server = httpAdapter?.getInstance?.() as Partial<FastifyInstance> | undefined;
  if (server?.addContentTypeParser === undefined) return;
  server.addContentTypeParser(MEDIA_TYPES, (_request, payload, done) => done(null, payload));
}

/** The bytes of a medium; refused when it is of another kind, empty or too large. */
export async function mediaOf(
  type: string | undefined,
  body: unknown,
): Promise<{ mime: string; bytes: Buffer }> {
  const mime = (type ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const most = LARGEST[mime];
  if (most === undefined || !isStream(body)) throw refused(`doit être ${MEDIA_TYPES.join(', ')}`);
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body) {
    const bytes = part as Buffer;
    size += bytes.length;
    if (size > most) throw refused(`doit avoir au plus ${most} octets`);
    parts.push(bytes);
  }
  if (size === 0) throw refused('ne doit pas être vide');
  return { mime, bytes: Buffer.concat(parts) };
}

function isStream(body: unknown): body is Readable {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

function refused(message: string): InvalidRequest {
  return new InvalidRequest([{ field: 'body', message }]);
}
