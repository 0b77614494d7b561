import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Medium } from '../world/gallery.js';
import type { World } from '../world/world.js';
import type { Settings } from '../settings.js';
import { answerCall } from './graph-call.js';
import { mustBeOurNumber, noSuchObject, VERSION, type ObjectParams } from './graph.controller.js';
import { GraphError } from './graph.errors.js';
import { checkUpload } from './mime.js';

const LARGEST_UPLOAD = 101 * 1024 * 1024;
const URL_VALID_SECONDS = 5 * 60;
const ATTACHMENT = '/whatsapp_business/attachments/';

interface Parts {
  world: World;
  settings: Settings;
  links: MediaLinks;
}

/** Addresses of files, valid for five minutes and only with the access token. */
export class MediaLinks {
  /** Known once the server listens. */
  origin = '';

  constructor(private readonly secret: string) {}

  to(id: string, now: number): string {
    const expires = Math.floor(now / 1000) + URL_VALID_SECONDS;
    return `${this.origin}${ATTACHMENT}?mid=${id}&ext=${expires}&hash=${this.hash(id, expires)}`;
  }

  opens(query: { mid?: string; ext?: string; hash?: string }, now: number): boolean {
    const { mid = '', ext = '', hash = '' } = query;
    const [given, right] = [Buffer.from(hash), Buffer.from(this.hash(mid, Number(ext)))];
    return given.length === right.length && timingSafeEqual(given, right) && Number(ext) * 1000 > now;
  }

  private hash(id: string, expires: number): string {
    return createHmac('sha256', this.secret).update(`${id}.${expires}`).digest('base64url');
  }
}

/** Upload, look up, download and removal of files. */
export function mediaController(app: FastifyInstance, parts: Parts): void {
  const { world, settings, links } = parts;
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer', bodyLimit: LARGEST_UPLOAD },
    (_request, body, done) => done(null, body),
  );
  app.post<{ Params: ObjectParams }>(
    `${VERSION}/:id/media`,
    { bodyLimit: LARGEST_UPLOAD },
    async (request, reply) => {
      const form = await readForm(request.body, request.headers['content-type'] ?? '');
      return answerCall(world, reply, { what: 'media', ...form.facts }, () => {
        mustBeOurNumber(request.params.id, settings, 'post');
        return { body: { id: upload(world, form).id } };
      });
    },
  );
  app.get<{ Params: ObjectParams }>(`${VERSION}/:id`, ({ params }) => {
    if (params.id === settings.phoneNumberId) return numberOf(settings);
    return describe(mediumOf(world, params.id, 'get'), links);
  });
  app.delete<{ Params: ObjectParams }>(`${VERSION}/:id`, ({ params }) => {
    world.gallery.remove(mediumOf(world, params.id, 'delete').id);
    return { success: true };
  });
  app.get<{ Querystring: { mid?: string; ext?: string; hash?: string } }>(ATTACHMENT, ({ query }, reply) => {
    const medium = links.opens(query, Date.now()) ? world.gallery.get(query.mid ?? '') : undefined;
    if (!medium) return reply.code(404).type('text/plain').send('Not Found');
    return reply.type(medium.mime).send(medium.bytes);
  });
}

interface Form {
  product: unknown;
  file: { bytes: Buffer; mime: string; filename: string } | undefined;
  facts: { type?: string; body: unknown };
}

async function readForm(body: unknown, contentType: string): Promise<Form> {
  if (!Buffer.isBuffer(body))
    throw new GraphError(100, { message: '(#100) The parameter file is required.' });
  const fields = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => {
      throw new GraphError(100, { details: 'The multipart body cannot be read.' });
    });
  const [part, type, product] = [fields.get('file'), fields.get('type'), fields.get('messaging_product')];
  const told = typeof type === 'string' ? type : undefined;
  const file =
    part === null || typeof part === 'string'
      ? undefined
      : {
          bytes: Buffer.from(await part.arrayBuffer()),
          mime: told ?? part.type,
          filename: part.name,
        };
  const about = { product, type: told, filename: file?.filename, bytes: file?.bytes.length };
  return { product, file, facts: { ...(told && { type: told }), body: about } };
}

function upload(world: World, { product, file }: Form): Medium {
  if (product !== 'whatsapp') {
    throw new GraphError(100, { message: '(#100) The parameter messaging_product is required.' });
  }
  if (!file) throw new GraphError(100, { message: '(#100) The parameter file is required.' });
  checkUpload(file);
  return world.gallery.add(file);
}

function mediumOf(world: World, id: string, verb: string): Medium {
  const medium = world.gallery.get(id);
  if (!medium) throw noSuchObject(id, verb);
  return medium;
}

function describe(medium: Medium, links: MediaLinks): object {
  return {
    messaging_product: 'whatsapp',
    url: links.to(medium.id, Date.now()),
    mime_type: medium.mime,
    sha256: medium.sha256.toString('hex'),
    file_size: medium.bytes.length,
    id: medium.id,
  };
}

function numberOf(settings: Settings): object {
  return {
    verified_name: settings.serviceName,
    display_phone_number: `+${settings.displayPhoneNumber}`,
    quality_rating: 'GREEN',
    platform_type: 'CLOUD_API',
    throughput: { level: 'STANDARD' },
    id: settings.phoneNumberId,
  };
}
