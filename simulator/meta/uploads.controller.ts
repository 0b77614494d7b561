import type { FastifyInstance } from 'fastify';
import type { Gate } from './gate.js';
import { VERSION, type ObjectParams } from './graph.controller.js';
import { noSuchObject } from './graph.errors.js';
import type { Management } from './management.js';
import type { UploadDesk } from './upload-desk.js';

const LARGEST_PART = 101 * 1024 * 1024;

interface Parts {
  management: Management;
  uploadDesk: UploadDesk;
  gate: Gate;
}

/** `POST /{app}/uploads`: the beginning of a file; its parts go to the id that this gives. */
export function uploadsController(app: FastifyInstance, { management, uploadDesk, gate }: Parts): void {
  app.removeContentTypeParser('text/plain');
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: LARGEST_PART }, (_request, body, done) =>
    done(null, body),
  );
  app.post<{ Params: ObjectParams }>(`${VERSION}/:id/uploads`, (request, reply) => {
    const { id } = request.params;
    gate.need(request, 'whatsapp_business_management', id);
    if (management.world.lines.ofApp(id).length === 0) throw noSuchObject(id, 'post');
    return uploadDesk.begin(request, reply);
  });
}
