import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { newId } from '../../src/platform/database/id.js';
import { Vault } from '../../src/platform/vault/vault.js';
import { secureServer, serverOptions } from '../../src/platform/web/server.js';
import { CodeRow } from '../../src/uic/uic.entity.js';
import type { GroundUnderTest } from './databases.js';
import { START } from './uic-ground.js';

export const TODAY = new Date(START);

/** The server of the API over this ground, not yet listening. */
export async function serverOf(ground: GroundUnderTest): Promise<NestFastifyApplication> {
  const app = ground.module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(serverOptions));
  secureServer(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

/** A row of a code with these characters. */
export function codeRow(ground: GroundUnderTest, code: string, over: Partial<CodeRow> = {}): CodeRow {
  const id = newId();
  return {
    id,
    code: ground.get(Vault).seal(code),
    codeIndex: id,
    sequence: 1,
    scheme: 'lllfffyccg-v1',
    rules: 'norm-v1 towns-v1',
    state: 'ACTIVE',
    successorId: null,
    pendingUntil: null,
    remoteCode: null,
    remoteIndex: null,
    remoteCounts: false,
    createdAt: TODAY,
    lastRequestedAt: TODAY,
    requestCount: 1,
    ...over,
  };
}
