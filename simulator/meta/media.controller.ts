import type { FastifyInstance } from 'fastify';
import type { Medium } from '../world/gallery.js';
import type { World } from '../world/world.js';
import { answerCall } from './graph-call.js';
import type { Gate } from './gate.js';
import { mustBeOurNumber, VERSION, type ObjectParams } from './graph.controller.js';
import { GraphError, missingParameter } from './graph.errors.js';
import { ATTACHMENT, type MediaLinks } from './media-links.js';
import { checkUpload } from './mime.js';

const LARGEST_UPLOAD = 101 * 1024 * 1024;

interface Parts {
  world: World;
  gate: Gate;
  links: MediaLinks;
}

/** Upload and download of files. */
export function mediaController(app: FastifyInstance, parts: Parts): void {
  const { world, gate, links } = parts;
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
      return answerCall(world, reply, { what: 'media', on: 'media', ...form.facts }, () => {
        gate.need(request, 'whatsapp_business_messaging', request.params.id);
        mustBeOurNumber(request.params.id, world, 'post');
        return { body: { id: upload(world, form).id } };
      });
    },
  );
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
  if (!Buffer.isBuffer(body)) throw missingParameter('file');
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
  if (product !== 'whatsapp') throw missingParameter('messaging_product');
  if (!file) throw missingParameter('file');
  checkUpload(file);
  return world.gallery.add(file);
}
