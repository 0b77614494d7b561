import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerCall } from './graph-call.js';
import { GraphError, missingParameter, noSuchObject } from './graph.errors.js';
import type { Upload } from '../world/uploads.js';
import type { World } from '../world/world.js';

const TYPES = ['application/pdf', 'image/jpeg', 'image/jpg', 'image/png', 'video/mp4'];
const LARGEST = 100 * 1024 * 1024;

/** Takes files in parts: begun, continued after a break, and at the end named by a handle. */
export class UploadDesk {
  constructor(private readonly world: World) {}

  begin(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const query = request.query as Record<string, unknown>;
    const { file_name: name, file_length: length, file_type: mime } = query;
    const body = { name, length, mime };
    return answerCall(this.world, reply, { what: 'upload:begin', on: 'uploads', body }, () => {
      if (length === undefined) throw missingParameter('file_length');
      if (!TYPES.includes(String(mime))) {
        throw new GraphError(100, {
          message: `(#100) Param file_type must be one of {${TYPES.join(', ')}}.`,
        });
      }
      const bytes = Number(length);
      if (!Number.isInteger(bytes) || bytes < 1 || bytes > LARGEST) {
        throw new GraphError(100, { message: '(#100) Param file_length is not valid.' });
      }
      const file = { name: typeof name === 'string' ? name : 'file', mime: String(mime), length: bytes };
      return { body: { id: addressOf(this.world.uploads.begin(file)) } };
    });
  }

  /** The next part; it begins where the last one ended, or everything begins anew. A call that is cut leaves half of it. */
  receive(request: FastifyRequest, reply: FastifyReply, id: string): Promise<FastifyReply> {
    const offset = Number(request.headers['file_offset'] ?? 0);
    const { body } = request;
    const facts = { what: 'upload:part', on: 'uploads', body: { id, offset, bytes: sizeOf(body) } } as const;
    return answerCall(this.world, reply, facts, (fate) => {
      const upload = this.find(request, id);
      if (!Buffer.isBuffer(body) || body.length === 0) {
        throw new GraphError(100, { message: '(#100) The body must be the bytes of the file.' });
      }
      const fits = offset === 0 || offset === upload.bytes.length;
      if (!fits || offset + body.length > upload.length) {
        throw new GraphError(100, {
          message: `(#100) The part from ${offset} to ${offset + body.length} does not fit: ${upload.bytes.length} of ${upload.length} bytes are there.`,
        });
      }
      const part = fate.cut ? body.subarray(0, Math.floor(body.length / 2)) : body;
      const { upload: grown, handle } = this.world.uploads.append(upload, offset, part);
      return { body: handle === undefined ? progressOf(grown) : { h: handle } };
    });
  }

  /** How much of it is there. */
  tell(request: FastifyRequest, reply: FastifyReply, id: string): Promise<FastifyReply> {
    return answerCall(this.world, reply, { what: 'upload:offset', on: 'uploads', body: { id } }, () => {
      return { body: progressOf(this.find(request, id)) };
    });
  }

  /** These calls want the token behind `OAuth`, not behind `Bearer`. */
  private find(request: FastifyRequest, id: string): Upload {
    if (!request.headers.authorization?.startsWith('OAuth ')) throw new GraphError(190);
    const upload = this.world.uploads.get(id);
    if (!upload) throw noSuchObject(id, request.method.toLowerCase());
    return upload;
  }
}

function progressOf(upload: Upload): object {
  return { id: addressOf(upload), file_offset: upload.bytes.length };
}

function addressOf({ id, signature }: Upload): string {
  return `${id}?sig=${signature}`;
}

function sizeOf(body: unknown): number {
  return Buffer.isBuffer(body) ? body.length : 0;
}
