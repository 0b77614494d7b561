import { createHash, randomBytes } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Global, Logger, Module } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { TestingModule } from '@nestjs/testing';
import { AuthModule } from '../../src/auth/auth.module.js';
import { Keys } from '../../src/auth/keys/keys.service.js';
import { Clock } from '../../src/kernel/clock.js';
import { TracingModule } from '../../src/platform/tracing/tracing.module.js';
import { AlertsModule } from '../../src/platform/alerts/alerts.module.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import type { Settings } from '../../src/platform/config/settings.js';
import { EventsModule } from '../../src/platform/events/events.module.js';
import { JobsModule } from '../../src/platform/jobs/jobs.module.js';
import { MetricsModule } from '../../src/platform/metrics/metrics.module.js';
import { StorageModule } from '../../src/platform/storage/storage.module.js';
import { FileStorage } from '../../src/platform/storage/storage.js';
import { KeyRotation } from '../../src/platform/vault/key-rotation.js';
import { Vault } from '../../src/platform/vault/vault.js';
import { VaultModule } from '../../src/platform/vault/vault.module.js';
import { secureServer, serverOptions } from '../../src/platform/web/server.js';
import { WebModule } from '../../src/platform/web/web.module.js';
import { AttachmentRegistry } from '../../src/whatsapp/attachment-registry.js';
import { ChannelRegistry } from '../../src/whatsapp/channel-registry.js';
import { toInboxRow } from '../../src/whatsapp/inbox/inbox-rows.js';
import { InboundSeat } from '../../src/whatsapp/inbox/inbound-seat.js';
import { InboxRow } from '../../src/whatsapp/inbox/inbox.entity.js';
import { FetchJob } from '../../src/whatsapp/media/fetch.job.js';
import { MEDIA_CONTROLLERS, MEDIA_PROVIDERS } from '../../src/whatsapp/media/media-parts.js';
import { MediaFiles } from '../../src/whatsapp/media/media-files.js';
import { MediaRow } from '../../src/whatsapp/media/media.entity.js';
import {
  MediaGone,
  MediaLater,
  MediaNotFound,
  MediaOff,
  MediaRefused,
} from '../../src/whatsapp/media/media.errors.js';
import { Shelf } from '../../src/whatsapp/media/shelf.js';
import { OutboxRow } from '../../src/whatsapp/outbox/outbox.entity.js';
import type { InboundContent } from '../../src/whatsapp/whatsapp-content.contract.js';
import { MessageFiles } from '../../src/whatsapp/whatsapp.contract.js';
import type { AbsentFile, IncomingFile } from '../../src/whatsapp/whatsapp.port.js';
import { TestBucket } from '../bucket.js';
import { testSettings } from '../settings.js';
import { until } from '../until.js';
import { describeEachDatabase, expectNoDrift, type GroundUnderTest } from './databases.js';
import { message, RecordingChannel } from './whatsapp-ground.js';

const MIB = 1024 * 1024;
const DAY = 86_400_000;
const ADMIN_API_KEY = 'a-house-key-of-at-least-32-characters';
const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(100_000)]);
const HTML = Buffer.from('<html><script>alert(1)</script></html>');
const sha = (bytes: Buffer, as: 'hex' | 'base64' = 'hex') => createHash('sha256').update(bytes).digest(as);

const hand = { ms: Date.now() };
class Hand extends Clock {
  now(): Date {
    return new Date(hand.ms);
  }
}

/** A provider whose answers the test makes up, over files that it has. */
class Provider extends RecordingChannel {
  calls = 0;
  bytesGiven = 0;
  answer: (() => Promise<IncomingFile | AbsentFile>) | null = null;

  override async fetchMedia(number: string, id: string): Promise<IncomingFile | AbsentFile> {
    this.calls += 1;
    return this.answer === null ? super.fetchMedia(number, id) : this.answer();
  }

  /** So many bytes, made while they are asked for. */
  async *flood(size: number): AsyncGenerator<Buffer> {
    const piece = Buffer.alloc(64 * 1024, 7);
    for (let at = 0; at < size; at += piece.length) {
      const part = piece.subarray(0, Math.min(piece.length, size - at));
      this.bytesGiven += part.length;
      yield part;
    }
  }
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What is in use, without what was let go. V8 frees what one collection found beside the program, and is done with it when the next begins. */
function heldBytes(): number {
  collect();
  collect();
  return process.memoryUsage().arrayBuffers;
}

const provider = new Provider();

@Global()
@Module({ providers: [{ provide: Clock, useClass: Hand }], exports: [Clock] })
class WorldModule {}

const wanted = (settings: Settings) => ({
  imports: [
    ConfigModule.register(settings),
    VaultModule,
    WorldModule,
    MetricsModule,
    JobsModule.register('none'),
    EventsModule,
    WebModule,
    AlertsModule,
    TracingModule,
    StorageModule,
    AuthModule,
  ],
  providers: [
    ...MEDIA_PROVIDERS,
    AttachmentRegistry,
    InboundSeat,
    { provide: ChannelRegistry, useValue: { get: () => provider } },
  ],
  controllers: MEDIA_CONTROLLERS,
  entities: [MediaRow, InboxRow, OutboxRow],
  poolSize: 6,
});

beforeEach(() => {
  for (const level of ['log', 'warn', 'error'] as const)
    jest.spyOn(Logger.prototype, level).mockImplementation(() => undefined);
  hand.ms = Date.now();
  provider.files.clear();
  provider.calls = 0;
  provider.bytesGiven = 0;
  provider.answer = null;
});
afterEach(() => jest.restoreAllMocks());

const photo = (over: Partial<Extract<InboundContent, { kind: 'media' }>> = {}): InboundContent => ({
  kind: 'media',
  media: 'image',
  id: 'photo-1',
  mime: 'image/jpeg',
  ...over,
});

/** What the tests do to a ground. */
class Room {
  constructor(private readonly ground: GroundUnderTest) {}

  get files(): MessageFiles {
    return this.ground.get<MessageFiles>(MessageFiles);
  }
  get storage(): FileStorage {
    return this.ground.get<FileStorage>(FileStorage);
  }
  get manager() {
    return this.ground.database.manager;
  }

  /** A message that was received and answered; its id. */
  async received(content: InboundContent = photo(), contactId: string | null = 'contact-1'): Promise<string> {
    const row = toInboxRow(message('', { content }), new Date(hand.ms), () => true, this.ground.get(Vault));
    await this.manager.insert(InboxRow, { ...row, state: 'DONE', contactId });
    return row.id;
  }

  row(messageId: string): Promise<MediaRow> {
    return this.manager.findOneByOrFail(MediaRow, { messageId });
  }

  async stored(): Promise<string[]> {
    return (await this.storage.list('media/', null, 1_000)).map(({ key }) => key);
  }

  async clear(): Promise<void> {
    for (const key of await this.stored()) await this.storage.remove(key);
  }
}

const whole = async (bytes: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const round = (module: Pick<GroundUnderTest, 'get'>): Promise<boolean> =>
  (module.get(FetchJob) as unknown as { round(signal: AbortSignal): Promise<boolean> }).round(
    new AbortController().signal,
  );

describeEachDatabase('files of messages', (open) => {
  const settings = testSettings({ ADMIN_API_KEY, MEDIA_MAX_BYTES: String(100 * MIB) });
  const ground = open(wanted(settings));
  const room = new Room(ground);
  let app: NestFastifyApplication;
  let other: TestingModule;
  const keys = { viewer: '', agent: '', admin: ADMIN_API_KEY };
  beforeAll(async () => {
    app = ground.module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(serverOptions));
    secureServer(app);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    other = await ground.another();
  });
  afterAll(async () => {
    const server = app.getHttpAdapter().getInstance();
    server.server.closeAllConnections();
    await server.close();
  });
  beforeEach(async () => {
    await room.clear();
    for (const role of ['viewer', 'agent'] as const)
      keys[role] = (await ground.get(Keys).create(role, role)).key;
  });

  type Method = 'GET' | 'HEAD' | 'POST' | 'DELETE';
  const ask = (
    method: Method,
    url: string,
    {
      as = 'admin',
      headers = {},
      payload,
    }: { as?: keyof typeof keys | null; headers?: object; payload?: Buffer } = {},
  ) =>
    app.inject({
      method,
      url,
      headers: { ...(as && { authorization: `Bearer ${keys[as]}` }), ...headers },
      payload,
      remoteAddress: '203.0.113.9',
    });

  it('agree with their table', () => expectNoDrift(ground));

  it('are fetched when the first one asks, once however many ask at once on all instances, and never again', async () => {
    provider.files.set('photo-1', { bytes: JPEG });
    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    provider.answer = async () => {
      await gate;
      return { stream: provider.files.get('photo-1') ? cutUp(JPEG) : cutUp(HTML), size: JPEG.length };
    };
    const id = await room.received();
    expect(await room.manager.count(MediaRow)).toBe(0);
    const doors = [room.files, other.get<MessageFiles>(MessageFiles, { strict: false })];
    const asked = Array.from({ length: 10 }, (_, n) => doors[n % 2]!.open(id));
    await until('somebody fetches', () => provider.calls > 0);
    release();
    const files = await Promise.all(asked);
    const again = await room.files.open(id);
    expect(new Set([...files, again].map((file) => file.id)).size).toBe(1);
    expect((await whole(await again.bytes())).equals(JPEG)).toBe(true);
    expect(again).toMatchObject({ mime: 'image/jpeg', size: JPEG.length, sha256: sha(JPEG) });
    expect(provider.calls).toBe(1);
    expect(await room.stored()).toHaveLength(1);
  });

  it('are served with what makes them harmless, in parts where a part is asked for', async () => {
    provider.files.set('photo-1', { bytes: JPEG, sha256: sha(JPEG) });
    const id = await room.received(photo({ sha256: sha(JPEG, 'base64'), filename: 'chez moi – «été».jpg' }));
    const url = `/api/messages/${id}/media`;
    const reply = await ask('GET', url);
    expect(reply.statusCode).toBe(200);
    expect(reply.rawPayload.equals(JPEG)).toBe(true);
    expect(reply.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': String(JPEG.length),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, max-age=300',
      'accept-ranges': 'bytes',
    });
    expect(reply.headers['content-disposition']).toMatch(
      /^inline; filename="chez moi _ ._t__\.jpg"|^inline; filename=/,
    );
    expect(reply.headers['content-disposition']).toContain("filename*=UTF-8''chez%20moi%20%E2%80%93");
    const part = async (range: string) => {
      const { statusCode, rawPayload, headers } = await ask('GET', url, { headers: { range } });
      return [statusCode, rawPayload.toString('hex'), headers['content-range']];
    };
    const hex = (from: number, to?: number) => JPEG.subarray(from, to).toString('hex');
    const size = JPEG.length;
    expect(await part('bytes=0-9')).toEqual([206, hex(0, 10), `bytes 0-9/${size}`]);
    expect(await part(`bytes=70000-70009`)).toEqual([206, hex(70_000, 70_010), `bytes 70000-70009/${size}`]);
    expect(await part(`bytes=${size - 3}-`)).toEqual([206, hex(-3), `bytes ${size - 3}-${size - 1}/${size}`]);
    expect(await part('bytes=-4')).toEqual([206, hex(-4), `bytes ${size - 4}-${size - 1}/${size}`]);
    expect(await part(`bytes=${size}-`)).toEqual([416, '', `bytes */${size}`]);
    expect((await part('bytes=0-1,4-5'))[0]).toBe(200);
    const unchanged = await ask('GET', url, { headers: { 'if-none-match': String(reply.headers['etag']) } });
    expect([unchanged.statusCode, unchanged.rawPayload.length]).toEqual([304, 0]);
    expect((await ask('HEAD', url)).headers['content-length']).toBe(String(size));
    expect(provider.calls).toBe(1);
  });

  it('are never shown by a browser where they are not what they say', async () => {
    provider.files.set('photo-1', { bytes: HTML });
    const id = await room.received(photo({ filename: 'a"\r\nset-cookie: x.html' }));
    const { headers } = await ask('GET', `/api/messages/${id}/media`);
    expect(headers['content-type']).toBe('application/octet-stream');
    expect(headers['content-disposition']).toMatch(/^attachment; filename="a___set-cookie_ x\.html"/);
    expect(headers['set-cookie']).toBeUndefined();
  });

  it('are refused, and said to be, where they are not what was announced, in either way of writing it', async () => {
    provider.files.set('photo-1', { bytes: JPEG });
    const other = randomBytes(10);
    for (const sha256 of [sha(other), sha(other, 'base64')]) {
      const id = await room.received(photo({ sha256 }));
      await expect(room.files.open(id)).rejects.toThrow(MediaRefused);
      await expect(room.files.open(id)).rejects.toThrow('wrong-hash');
      expect(await room.row(id)).toMatchObject({ state: 'REFUSED', error: 'wrong-hash', storageKey: null });
    }
    provider.files.set('photo-1', { bytes: JPEG, sha256: sha(other) });
    const id = await room.received(photo({ sha256: sha(JPEG) }));
    const reply = await ask('GET', `/api/messages/${id}/media`);
    expect([reply.statusCode, reply.json().code]).toEqual([409, 'whatsapp.media-refused']);
    expect(provider.calls).toBe(3);
    expect(await room.stored()).toEqual([]);
  });

  it('are refused for good where the address of one leads elsewhere than to the provider', async () => {
    const id = await room.received();
    provider.answer = async () => 'refused';
    const calls = provider.calls;
    for (let i = 0; i < 2; i += 1) {
      const reply = await ask('GET', `/api/messages/${id}/media`);
      expect([reply.statusCode, reply.json().code]).toEqual([409, 'whatsapp.media-refused']);
      expect(reply.json().detail).toContain('réseau privé');
    }
    expect(provider.calls).toBe(calls + 1);
    expect(await room.row(id)).toMatchObject({ state: 'REFUSED', error: 'address' });
  });

  it('of more than is taken are refused while they come, with nothing kept and little held in memory', async () => {
    const id = await room.received();
    let most = 0;
    const before = heldBytes();
    async function* watched(): AsyncGenerator<Buffer> {
      for await (const part of provider.flood(100 * MIB + 1)) {
        if (provider.bytesGiven % (8 * MIB) === 0) most = Math.max(most, heldBytes() - before);
        yield part;
      }
    }
    provider.bytesGiven = 0;
    provider.answer = async () => ({ stream: watched() });
    await expect(room.files.open(id)).rejects.toThrow('too-large');
    expect(provider.bytesGiven).toBeGreaterThan(99 * MIB);
    expect(most).toBeLessThan(2 * MIB);
    expect(await room.row(id)).toMatchObject({ state: 'REFUSED', error: 'too-large' });
    expect(await room.stored()).toEqual([]);

    const announced = await room.received();
    provider.bytesGiven = 0;
    provider.answer = async () => ({ stream: provider.flood(MIB), size: 100 * MIB + 1 });
    await expect(room.files.open(announced)).rejects.toThrow('too-large');
    expect(provider.bytesGiven).toBe(0);
  });

  it('of a hundred megabytes are taken and come back', async () => {
    const id = await room.received();
    provider.answer = async () => ({ stream: provider.flood(100 * MIB) });
    const file = await room.files.open(id);
    let size = 0;
    for await (const chunk of await file.bytes()) size += chunk.length;
    expect([file.size, size]).toEqual([100 * MIB, 100 * MIB]);
  });

  it('that the provider has no more are gone for good', async () => {
    const id = await room.received();
    await expect(room.files.open(id)).rejects.toThrow(MediaGone);
    provider.files.set('photo-1', { bytes: JPEG });
    const reply = await ask('GET', `/api/messages/${id}/media`);
    expect([reply.statusCode, reply.json().code]).toEqual([404, 'whatsapp.media-gone']);
    expect(provider.calls).toBe(1);
  });

  it('that cannot come now come at the next try: of whoever asks, or of the house after growing pauses, and not for ever', async () => {
    const id = await room.received();
    provider.answer = async () => 'later';
    const reply = await ask('GET', `/api/messages/${id}/media`);
    expect([reply.statusCode, reply.json().code]).toEqual([503, 'whatsapp.media-later']);
    await round(ground);
    expect(provider.calls).toBe(1);
    for (const minutes of [1, 5, 30, 180, 600]) {
      hand.ms += minutes * 60_000;
      await round(ground);
    }
    expect(await room.row(id)).toMatchObject({ state: 'FAILED', attempts: 5, error: 'later' });
    provider.answer = null;
    provider.files.set('photo-1', { bytes: JPEG });
    await round(ground);
    expect(provider.calls).toBe(5);
    await room.files.open(id);
    expect(await room.row(id)).toMatchObject({ state: 'STORED', error: null });
  });

  it.each([
    [
      'breaks',
      async function* () {
        yield JPEG.subarray(0, 500);
        throw new Error('reset');
      },
    ],
    [
      'ends too early',
      async function* () {
        yield JPEG.subarray(0, 500);
      },
    ],
  ])('whose stream %s leave nothing and come at the next try', async (_how, stream) => {
    const id = await room.received();
    provider.answer = async () => ({ stream: stream(), size: JPEG.length });
    await expect(room.files.open(id)).rejects.toThrow(MediaLater);
    expect(await room.stored()).toEqual([]);
    provider.answer = async () => ({ stream: cutUp(JPEG), size: JPEG.length });
    expect((await room.files.open(id)).size).toBe(JPEG.length);
  });

  it('are fetched by another instance when the one that had begun died', async () => {
    const id = await room.received();
    provider.files.set('photo-1', { bytes: JPEG });
    await room.files.open(id);
    const { id: media } = await room.row(id);
    const lease = new Date(hand.ms + 60_000);
    await room.manager.update(
      MediaRow,
      { id: media },
      { state: 'WANTED', leasedUntil: lease, dueAt: new Date(0) },
    );
    await round(ground);
    expect(provider.calls).toBe(1);
    hand.ms += 60_001;
    await round(ground);
    expect(provider.calls).toBe(2);
    expect((await room.row(id)).state).toBe('STORED');
  });

  it('go with their person, also those that are on their way', async () => {
    provider.files.set('photo-1', { bytes: JPEG });
    const [here, coming, others] = [
      await room.received(),
      await room.received(),
      await room.received(photo(), 'contact-2'),
    ];
    await room.files.open(here);
    await room.files.open(others);
    let release = () => {};
    provider.answer = () => new Promise((resolve) => (release = () => resolve({ stream: cutUp(JPEG) })));
    const asked = room.files.open(coming);
    await until('it is on its way', () => provider.calls === 3);
    await ground.database.transaction(async () => {
      await room.manager.delete(InboxRow, { contactId: 'contact-1' });
      await ground.get(MediaFiles).forget('contact-1');
    });
    release();
    await expect(asked).rejects.toThrow(MediaGone);
    expect((await room.manager.find(MediaRow)).map(({ contactId }) => contactId)).toEqual(['contact-2']);
    await until('the bytes are gone', async () => (await room.stored()).length === 1);
    await expect(room.files.open(here)).rejects.toThrow(MediaNotFound);
  });

  it('whose message is erased while they are on their way are not kept, though nobody looked for them then', async () => {
    const id = await room.received();
    provider.answer = async () => {
      await room.manager.update(InboxRow, { id }, { body: null });
      return { stream: cutUp(JPEG) };
    };
    await expect(room.files.open(id)).rejects.toThrow(MediaGone);
    expect([await room.manager.count(MediaRow), await room.stored()]).toEqual([0, []]);
  });

  it('of a stretch of a conversation go with it, those before it stay; a transaction that fails takes nothing', async () => {
    provider.files.set('photo-1', { bytes: JPEG });
    const before = await room.received();
    await room.files.open(before);
    await tick();
    const since = new Date();
    const after = await room.received();
    await room.files.open(after);
    const failing = ground.database.transaction(async () => {
      await ground.get(MediaFiles).forget('contact-1');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await room.stored()).toHaveLength(2);
    await ground.get(MediaFiles).erase([{ contactId: 'contact-1', since }]);
    await until('one went', async () => (await room.stored()).length === 1);
    expect((await room.manager.find(MediaRow)).map(({ messageId }) => messageId)).toEqual([before]);
  });

  it('are not kept longer than the setting says, except those that are still used; what remains says only that there was one', async () => {
    provider.files.set('photo-1', { bytes: JPEG });
    const id = await room.received(photo({ filename: 'x.jpg' }));
    await room.files.open(id);
    const used = await upload(JPEG);
    const unused = await upload(JPEG);
    hand.ms += 20 * DAY;
    await ground.get(AttachmentRegistry).open(used);
    hand.ms += 15 * DAY;
    expect(await ground.get(MediaFiles).expire(0)).toBe(false);
    expect(await room.stored()).toHaveLength(3);
    await ground.get(MediaFiles).expire(30);
    await until('two went', async () => (await room.stored()).length === 1);
    const gone = await room.row(id);
    expect(gone).toMatchObject({
      state: 'GONE',
      error: 'expired',
      filename: null,
      storageKey: null,
      sha256: null,
    });
    expect((await room.manager.findOneByOrFail(MediaRow, { id: unused })).state).toBe('GONE');
    expect((await room.manager.findOneByOrFail(MediaRow, { id: used })).state).toBe('STORED');
    await expect(room.files.open(id)).rejects.toThrow(MediaGone);
  });

  it('that belong to nobody are swept, once they had the time to get an owner', async () => {
    const mine = await upload(JPEG);
    await room.storage.put('media/2026-01-01/orphan', cutUp(JPEG));
    const sweep = () => ground.get(Shelf).sweep(new AbortController().signal);
    expect(await sweep()).toBe(0);
    hand.ms += 2 * 3_600_000;
    expect(await sweep()).toBe(1);
    const { storageKey } = await room.manager.findOneByOrFail(MediaRow, { id: mine });
    expect(await room.stored()).toEqual([storageKey]);
  });

  it('show nothing in tables and folders', async () => {
    const plain = Buffer.concat([JPEG.subarray(0, 4), Buffer.from('le visage de Mbuyi'.repeat(50))]);
    provider.files.set('photo-1', { bytes: plain });
    const id = await room.received(photo({ filename: 'Mbuyi.jpg' }));
    await room.files.open(id);
    expect(JSON.stringify(await room.manager.find(MediaRow))).not.toContain('Mbuyi');
    const { storageKey } = await room.row(id);
    const path = join(settings.storage.dir, storageKey ?? '');
    const folder = await readdir(join(path, '..'));
    expect(folder).toHaveLength(1);
    await writeFile(path, 'something else');
    const reply = await ask('GET', `/api/messages/${id}/media`).catch(() => null);
    expect(reply?.rawPayload.includes('something else') ?? false).toBe(false);
  });

  it('are for those who may: a viewer sees that there are files, an agent sends some, an administrator reads them all', async () => {
    provider.files.set('photo-1', { bytes: JPEG });
    const id = await room.received();
    const url = `/api/messages/${id}/media`;
    expect((await ask('GET', url, { as: null })).statusCode).toBe(401);
    expect((await ask('GET', url, { as: 'viewer' })).statusCode).toBe(403);
    expect((await ask('GET', url, { as: 'agent' })).statusCode).toBe(403);
    expect((await ask('GET', url)).statusCode).toBe(200);
    const { id: media } = await room.row(id);
    expect((await ask('GET', `/api/media/${media}`, { as: 'agent' })).statusCode).toBe(404);
    expect((await ask('GET', `/api/media/${media}`)).rawPayload.equals(JPEG)).toBe(true);
    const list = await ask('GET', '/api/media?direction=in', { as: 'viewer' });
    expect(list.json().items).toMatchObject([{ id: media, state: 'stored', kind: 'image', messageId: id }]);
    expect(
      (
        await ask('POST', '/api/media', {
          as: 'viewer',
          payload: JPEG,
          headers: { 'content-type': 'image/jpeg' },
        })
      ).statusCode,
    ).toBe(403);
    expect((await ask('DELETE', `/api/media/${media}`, { as: 'agent' })).statusCode).toBe(403);
    expect((await ask('DELETE', `/api/media/${media}`)).statusCode).toBe(204);
    await until('the bytes are gone', async () => (await room.stored()).length === 0);
    expect((await ask('GET', url)).json().code).toBe('whatsapp.media-gone');
    const audit = (await ask('GET', '/api/audit?limit=200'))
      .json()
      .items.map(({ action }: { action: string }) => action);
    expect(audit).toEqual(expect.arrayContaining(['messages.file-opened', 'media.removed']));
  });

  it('of messages that are none, or have none, or whose person is not known yet, are not there', async () => {
    const text = await room.received({ kind: 'text', text: 'bonjour' });
    expect((await ask('GET', `/api/messages/${text}/media`)).json().code).toBe('whatsapp.media-not-found');
    const nobody = await ask('GET', '/api/messages/01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11/media');
    expect(nobody.json().code).toBe('whatsapp.media-not-found');
    expect((await ask('GET', '/api/messages/1/media')).statusCode).toBe(400);
    await expect(room.files.open(await room.received(photo(), null))).rejects.toThrow(MediaLater);
    expect(provider.calls).toBe(0);
  });

  it('are found inside an edited message', async () => {
    provider.files.set('photo-1', { bytes: JPEG });
    const id = await room.received({ kind: 'edit', target: 'x', content: photo() });
    expect((await room.files.open(id)).size).toBe(JPEG.length);
  });

  const upload = async (bytes: Buffer, type = 'image/jpeg', query = ''): Promise<string> => {
    const reply = await ask('POST', `/api/media${query}`, {
      as: 'agent',
      payload: bytes,
      headers: { 'content-type': type },
    });
    expect(reply.json()).toMatchObject({ mime: type.split(';')[0], size: bytes.length, sha256: sha(bytes) });
    return reply.json().id;
  };

  it('are handed over to be sent, read, opened by a channel with their name, and taken away', async () => {
    const id = await upload(
      Buffer.from('%PDF-1.7 …'),
      'application/pdf',
      '?filename=Horaires%20d’été.pdf&contactId=01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11',
    );
    const opened = await ground.get(AttachmentRegistry).open(id);
    expect({ ...opened, bytes: opened.bytes.toString() }).toEqual({
      bytes: '%PDF-1.7 …',
      mime: 'application/pdf',
      filename: 'Horaires d’été.pdf',
    });
    const reply = await ask('GET', `/api/media/${id}`, { as: 'agent' });
    expect(reply.headers['content-disposition']).toMatch(
      /^attachment; filename="Horaires d__t_\.pdf"; filename\*=UTF-8''Horaires%20d%E2%80%99/,
    );
    await ground.get(MediaFiles).forget('01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11');
    await until('it is gone', async () => (await room.stored()).length === 0);
    await expect(ground.get(AttachmentRegistry).open(id)).rejects.toThrow(MediaNotFound);
  });

  it.each([
    ['audio/ogg; codecs=opus', Buffer.from('OggS…')],
    ['text/plain', Buffer.from([...Buffer.from('caf'), 0xe9])],
    ['video/mp4', Buffer.from('\0\0\0\x18ftypisom')],
    ['audio/mpeg', Buffer.from([0xff, 0xfb, 0x90, 0])],
  ])('of the type %s are taken as they are', async (type, bytes) => {
    const id = await upload(bytes, type);
    expect((await ask('GET', `/api/media/${id}`)).rawPayload.equals(bytes)).toBe(true);
  });

  it('are refused with the reason where WhatsApp would not take them', async () => {
    const refused = async (type: string, payload: Buffer) => {
      const reply = await ask('POST', '/api/media', { payload, headers: { 'content-type': type } });
      const { code, detail, errors } = reply.json();
      if (reply.statusCode === 415) return [415, code, detail];
      return [reply.statusCode, code, errors?.[0]?.field, errors?.[0]?.message];
    };
    const invalid = (field: string, message: RegExp) => [
      400,
      'request.invalid',
      field,
      expect.stringMatching(message),
    ];
    for (const [type, body] of [
      ['image/svg+xml', '<svg/>'],
      ['application/json', '{}'],
    ] as const)
      expect(await refused(type, Buffer.from(body))).toEqual([
        415,
        'whatsapp.media-type',
        expect.stringMatching(/image\/jpeg.*application\/pdf/),
      ]);
    expect(await refused('image/jpeg', HTML)).toEqual(invalid('body', /contenu montre autre chose/));
    expect(await refused('image/jpeg', Buffer.concat([JPEG, Buffer.alloc(5 * MIB)]))).toEqual(
      invalid('body', /5242880 octets/),
    );
    expect(
      await refused('image/webp', Buffer.concat([Buffer.from('RIFFxxxxWEBP'), Buffer.alloc(500 * 1024)])),
    ).toEqual(invalid('body', /512000 octets/));
    expect(await refused('text/plain', Buffer.alloc(0))).toEqual(invalid('body', /vide/));
    expect(await room.stored()).toEqual([]);
    expect(await room.manager.count(MediaRow)).toBe(0);
  });

  it('learn over a real connection why they are refused, announced or not, and leave nothing when it breaks', async () => {
    const server = app.getHttpAdapter().getInstance();
    const base = await server.listen({ port: 0, host: '127.0.0.1' });
    const headers = { authorization: `Bearer ${ADMIN_API_KEY}`, 'content-type': 'image/jpeg' };
    const send = (body: RequestInit['body']) =>
      fetch(`${base}/api/media`, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
    const large = Buffer.concat([JPEG, Buffer.alloc(20 * MIB)]);
    const streamed = () => ReadableStream.from(cutUp(large, 64 * 1024)) as unknown as RequestInit['body'];
    for (const body of [
      new Uint8Array(large),
      streamed(),
      new Uint8Array(Buffer.concat([HTML, Buffer.alloc(4 * MIB)])),
    ]) {
      const reply = await send(body);
      expect([reply.status, ((await reply.json()) as { code: string }).code]).toEqual([
        400,
        'request.invalid',
      ]);
    }
    const breaking = ReadableStream.from(
      (async function* () {
        yield JPEG;
        throw new Error('gone');
      })(),
    ) as unknown as RequestInit['body'];
    await expect(send(breaking)).rejects.toThrow('fetch failed');
    await until(
      'nothing is left',
      async () => (await readdir(join(settings.storage.dir, '.parts'))).length === 0,
    );
    expect([await room.stored(), await room.manager.count(MediaRow)]).toEqual([[], 0]);
  });

  it('are taken where files are taken, nowhere else', async () => {
    const reply = await ask('POST', '/api/keys', {
      payload: JPEG,
      headers: { 'content-type': 'image/x-anything' },
    });
    expect([reply.statusCode, reply.json().code]).toEqual([415, 'request.media-type']);
    const text = await ask('POST', '/api/keys', {
      payload: Buffer.from('x'),
      headers: { 'content-type': 'text/plain' },
    });
    expect(text.statusCode).toBe(415);
  });

  describe('behind links', () => {
    const path = (url: string) => new URL(url).pathname;
    const get = (url: string) => ask('GET', path(url), { as: null });
    beforeAll(() =>
      ground
        .get(AttachmentRegistry)
        .add({ name: 'test.card', render: async (id) => Buffer.from(`PNG of ${id}`) }),
    );

    it('are fetched without a key for ten minutes, pictures as PNG and files as they are', async () => {
      const attachments = ground.get(AttachmentRegistry);
      const card = attachments.link({
        attachment: { source: 'test.card', id: '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11' },
      });
      const id = await upload(JPEG, 'image/jpeg', '?filename=photo.jpg');
      const file = attachments.link({ file: id });
      expect(card).toMatch(/\/qr\/[\w.-]+\.png$/);
      expect([card, file].join()).not.toMatch(/01998c1a|test\.card/);
      expect(attachments.link({ link: 'https://example.org/a.jpg' })).toBe('https://example.org/a.jpg');
      const picture = await get(card);
      expect([picture.statusCode, picture.headers['content-type'], picture.payload]).toEqual([
        200,
        'image/png',
        'PNG of 01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11',
      ]);
      expect((await get(file)).rawPayload.equals(JPEG)).toBe(true);
      hand.ms += 10 * 60_000 - 1;
      expect([(await get(card)).statusCode, (await get(file)).statusCode]).toEqual([200, 200]);
      hand.ms += 1;
      expect([(await get(card)).statusCode, (await get(file)).statusCode]).toEqual([404, 404]);
    });

    it('say the same of whatever is wrong with one', async () => {
      const attachments = ground.get(AttachmentRegistry);
      const id = await upload(JPEG);
      const file = path(attachments.link({ file: id }));
      const card = path(attachments.link({ attachment: { source: 'test.card', id: 'a' } }));
      const flipped = (url: string, at: number) =>
        url.slice(0, at) + (url[at] === 'A' ? 'B' : 'A') + url.slice(at + 1);
      const vault = ground.get(Vault);
      const wrong = [
        flipped(file, 30),
        flipped(card, 40),
        file.slice(0, -4),
        file.replace('/media/', '/qr/') + '.png',
        card.replace('/qr/', '/media/').replace('.png', ''),
        card.replace('.png', ''),
        card.replace('.png', '.jpg'),
        `/media/${id}`,
        '/qr/x.png',
        '/media/%00',
        `/media/${vault.seal('[]')}`,
        `/media/${vault.seal(id)}`,
        `/media/${'a'.repeat(200)}`,
      ];
      const answers = await Promise.all(
        wrong.map(async (url) => (await ask('GET', url, { as: null })).json()),
      );
      const told = new Set(answers.map(({ status, code }) => `${status} ${code}`));
      expect([...told]).toEqual(['404 whatsapp.media-not-found']);
    });

    it('of a file that went are not there', async () => {
      const id = await upload(JPEG);
      const link = ground.get(AttachmentRegistry).link({ file: id });
      await ground.get(MediaFiles).remove(id);
      expect((await get(link)).statusCode).toBe(404);
    });

    it('are refused where the part of the path would be too long for a route', () => {
      const id = 'a'.repeat(150);
      expect(() => ground.get(AttachmentRegistry).link({ attachment: { source: 'test.card', id } })).toThrow(
        'too long',
      );
    });
  });
});

async function* cutUp(bytes: Buffer, size = 10_000): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Until the next millisecond: ids tell times as exactly. */
async function tick(): Promise<void> {
  const now = Date.now();
  await until('the clock moved', () => Date.now() > now);
}

describeEachDatabase('files of messages in a bucket, all fetched at once', (open) => {
  const bucket = new TestBucket();
  const old = randomBytes(32).toString('base64');
  const settings = testSettings({ ADMIN_API_KEY, MEDIA_FETCH: 'always', DATA_ENCRYPTION_KEY: old });
  beforeAll(async () => {
    await bucket.open();
    Object.assign(settings.storage, testSettings(bucket.settings).storage);
  });
  afterAll(() => bucket.close());
  const ground = open({ ...wanted(settings), init: true });
  const room = new Room(ground);
  beforeAll(() => ground.get(InboundSeat).use({ handle: async () => undefined }));
  beforeEach(() => room.clear());

  const handled = async (content: InboundContent): Promise<string> => {
    const id = await room.received(content);
    const seen = { id, contactId: 'contact-1', channel: 'test', number: '1', at: new Date(), content };
    await ground.database.transaction(async () => ground.get(InboundSeat).occupant?.handle([seen, seen]));
    return id;
  };

  it('are wanted with the message that brings them, and fetched soon, several together', async () => {
    await handled({ kind: 'text', text: 'bonjour' });
    for (let n = 0; n < 6; n += 1) {
      provider.files.set(`photo-${n}`, { bytes: Buffer.concat([JPEG, Buffer.from([n])]) });
      await handled(photo({ id: `photo-${n}` }));
    }
    const lost = await handled(photo({ id: 'nowhere' }));
    expect(await room.manager.countBy(MediaRow, { state: 'WANTED' })).toBe(7);
    await round(ground);
    expect(await room.manager.countBy(MediaRow, { state: 'STORED' })).toBe(6);
    expect((await room.row(lost)).state).toBe('GONE');
    expect(await room.stored()).toHaveLength(6);
    expect(provider.calls).toBe(7);
  });

  it('are not wanted when the turn that handled them did not hold', async () => {
    const content = photo();
    const seen = { id: 'x', contactId: 'c', channel: 'test', number: '1', at: new Date(), content };
    const turn = ground.database.transaction(async () => {
      await ground.get(InboundSeat).occupant?.handle([seen]);
      throw new Error('the turn failed');
    });
    await expect(turn).rejects.toThrow('the turn failed');
    expect(await room.manager.count(MediaRow)).toBe(0);
  });

  it('wanted by a message that was erased since are forgotten', async () => {
    const id = await handled(photo());
    await room.manager.update(InboxRow, { id }, { body: null });
    await round(ground);
    expect(await room.row(id)).toMatchObject({ state: 'GONE', error: 'erased' });
    expect(provider.calls).toBe(0);
  });

  it('come back, are refused, go and are swept as from a folder', async () => {
    provider.files.set('photo-1', { bytes: JPEG });
    const id = await handled(photo());
    expect((await whole(await (await room.files.open(id)).bytes())).equals(JPEG)).toBe(true);
    const wrong = await handled(photo({ sha256: sha(HTML) }));
    await expect(room.files.open(wrong)).rejects.toThrow(MediaRefused);
    const large = await handled(photo());
    provider.answer = async () => ({ stream: provider.flood(100 * MIB + 1) });
    await expect(room.files.open(large)).rejects.toThrow('too-large');
    expect(await room.stored()).toHaveLength(1);
    await room.storage.put('media/2026-01-01/orphan', cutUp(JPEG));
    hand.ms += 2 * 3_600_000;
    expect(await ground.get(Shelf).sweep(new AbortController().signal)).toBe(1);
    await ground.get(MediaFiles).forget('contact-1');
    await until('all are gone', async () => (await room.stored()).length === 0);
  });

  it('are sealed anew after a rotation, with their names', async () => {
    provider.files.set('photo-1', { bytes: JPEG });
    const id = await handled(photo({ filename: 'chez moi.jpg' }));
    await room.files.open(id);
    const fresh = randomBytes(32).toString('base64');
    const keys = (data: string) => testSettings({ DATA_ENCRYPTION_KEY: data }).keys.data;
    const vault = ground.get(Vault);
    const only = new Vault(testSettings({ DATA_ENCRYPTION_KEY: fresh }));
    Object.assign(
      vault,
      new Vault({ ...settings, keys: { ...settings.keys, data: keys(`${fresh},${old}`) } }),
    );
    const report = await ground.get(KeyRotation).run();
    expect(report['whatsapp_media']).toBe(1);
    expect((await ground.get(KeyRotation).run())['whatsapp_media']).toBe(0);
    expect(only.open((await room.row(id)).filename ?? '')).toBe('chez moi.jpg');
    Object.assign(vault, only);
    expect((await whole(await (await room.files.open(id)).bytes())).equals(JPEG)).toBe(true);
  });
});

describeEachDatabase('files of messages that are not wanted', (open) => {
  const ground = open({ ...wanted(testSettings({ ADMIN_API_KEY, MEDIA_FETCH: 'never' })), init: true });
  const room = new Room(ground);

  it('are not fetched, not even when somebody asks', async () => {
    provider.files.set('photo-1', { bytes: JPEG });
    await expect(room.files.open(await room.received())).rejects.toThrow(MediaOff);
    expect([provider.calls, await room.manager.count(MediaRow)]).toEqual([0, 0]);
  });
});
