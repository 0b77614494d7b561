import { Logger } from '@nestjs/common';
import { MirrorRepository } from '../../src/template-sync/mirror/mirror.repository.js';
import { remote, tokenRefused } from '../../src/template-sync/template-sync.fake.js';
import { type TemplateHint, TemplateHints } from '../../src/template-sync/template-sync.port.js';
import { describeEachDatabase } from './databases.js';
import { ACCOUNT, hand, Room, START, templates, wanted } from './template-sync-ground.js';

const MINUTE = 60_000;

beforeEach(() => {
  jest.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined);
  jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
});

describeEachDatabase('news of a template', (open) => {
  const ground = open(wanted);
  const room = new Room(ground);
  const take = (news: TemplateHint['news'], over: Partial<TemplateHint> = {}) =>
    ground.get<TemplateHints>(TemplateHints).take({
      accountId: ACCOUNT,
      remoteId: '100001',
      name: 'modele_00001',
      language: 'fr',
      at: new Date(START + MINUTE),
      news,
      ...over,
    });
  beforeEach(async () => {
    room.source.templates = templates(3);
    await room.door.syncTemplates();
    hand.ms = START + 2 * MINUTE;
  });

  it('changes its state, its quality and its category at once, a version each', async () => {
    await take({ kind: 'status', status: 'PAUSED', reason: null });
    await take({ kind: 'quality', quality: 'RED' });
    await take({ kind: 'category', category: 'MARKETING', previousCategory: 'UTILITY' });
    expect(await room.row('modele_00001')).toMatchObject({
      status: 'PAUSED',
      quality: 'RED',
      category: 'MARKETING',
      previousCategory: 'UTILITY',
      rejectedReason: 'NONE',
      revision: 4,
    });
    const versions = (await room.versions()).filter(({ revision }) => revision > 1);
    expect(versions.map(({ cause, actor }) => [cause, actor])).toEqual(
      Array.from({ length: 3 }, () => ['webhook', 'system:relais']),
    );
    expect(room.source.listings).toHaveLength(1);
  });

  it('is the same as what the next listing tells: nothing is written again', async () => {
    await take({ kind: 'status', status: 'PAUSED', reason: null });
    await take({ kind: 'quality', quality: 'RED' });
    room.source.put('100001', { status: 'PAUSED', quality: 'RED' });
    expect(await room.door.syncTemplates()).toMatchObject({ unchanged: 3, updated: 0 });
  });

  it('reads that one template again when its components changed', async () => {
    room.source.put('100001', { components: [{ type: 'BODY', text: 'Bonsoir' }] });
    room.source.put('100002', { components: [{ type: 'BODY', text: 'Bonne nuit' }] });
    await take({ kind: 'components' });
    expect(JSON.parse((await room.row('modele_00001')).components)).toEqual([
      { type: 'BODY', text: 'Bonsoir' },
    ]);
    expect(await room.row('modele_00002')).toMatchObject({ revision: 1 });
    expect(room.source.listings).toHaveLength(1);
  });

  it('finds it by name where the language is written with a hyphen and the id is new', async () => {
    room.source.templates.push(remote({ name: 'order', language: 'en_US', remoteId: '7' }));
    await room.door.syncTemplates();
    const later = new Date(hand.ms + MINUTE);
    const at = { remoteId: '8', name: 'order', language: 'en-US', at: later };
    await take({ kind: 'quality', quality: 'YELLOW' }, at);
    expect(await room.row('order')).toMatchObject({ quality: 'YELLOW', language: 'en_US' });
  });

  it('is dropped when it is older than the last complete listing', async () => {
    const before = await room.tables();
    await take({ kind: 'status', status: 'PAUSED', reason: null }, { at: new Date(START - 1) });
    await take({ kind: 'components' }, { at: new Date(START - 1) });
    expect(await room.tables()).toBe(before);
  });

  it('is dropped when it is older than other news of the same kind', async () => {
    await take({ kind: 'status', status: 'PAUSED', reason: null }, { at: new Date(START + 2 * MINUTE) });
    await take({ kind: 'status', status: 'REJECTED', reason: 'SCAM' }, { at: new Date(START + MINUTE) });
    await take({ kind: 'quality', quality: 'RED' }, { at: new Date(START + MINUTE) });
    expect(await room.row('modele_00001')).toMatchObject({ status: 'PAUSED', quality: 'RED' });
  });

  it('that repeats what is known writes nothing', async () => {
    const before = await room.tables();
    await take({ kind: 'status', status: 'APPROVED', reason: 'NONE' });
    expect(await room.tables()).toBe(before);
  });

  it('reads the template when the word says nothing of its state, and when it is not here yet or not any more', async () => {
    await take({ kind: 'status', status: 'REINSTATED', reason: null });
    expect(await room.row('modele_00001')).toMatchObject({ status: 'APPROVED', revision: 1 });
    room.source.templates.push(remote({ name: 'neuf', remoteId: '55', status: 'PENDING' }));
    await take({ kind: 'status', status: 'PENDING', reason: null }, { remoteId: '55', name: 'neuf' });
    expect(await room.row('neuf')).toMatchObject({ status: 'PENDING', active: true });
    const gone = room.source.templates.splice(0, 1);
    await room.door.fullSync();
    room.source.templates.push(...gone);
    const again = { remoteId: '100000', name: 'modele_00000', at: new Date(hand.ms + MINUTE) };
    await take({ kind: 'quality', quality: 'GREEN' }, again);
    expect(await room.row('modele_00000')).toMatchObject({ active: true });
  });

  it('never throws, whatever happens', async () => {
    room.source.refusal = tokenRefused();
    await take({ kind: 'components' });
    await take({ kind: 'status', status: 'PAUSED', reason: null }, { remoteId: '404', name: 'nobody' });
    jest.spyOn(ground.get(MirrorRepository), 'replace').mockRejectedValue(new Error('no database'));
    await take({ kind: 'quality', quality: 'RED' });
    expect(await room.row('modele_00001')).toMatchObject({ revision: 1 });
  });

  it('wins over a listing that was read before it', async () => {
    room.source.put('100001', { quality: 'YELLOW' });
    room.source.beforePage = () => take({ kind: 'status', status: 'PAUSED', reason: null });
    await room.door.syncTemplates();
    expect(await room.row('modele_00001')).toMatchObject({ status: 'PAUSED' });
    room.source.beforePage = async () => undefined;
    room.source.put('100001', { status: 'PAUSED' });
    await room.door.syncTemplates();
    expect(await room.row('modele_00001')).toMatchObject({ status: 'PAUSED', quality: 'YELLOW' });
  });

  it('loses nothing when many arrive at once', async () => {
    await Promise.all([
      take({ kind: 'status', status: 'PAUSED', reason: null }),
      take({ kind: 'quality', quality: 'RED' }),
      take({ kind: 'category', category: 'MARKETING', previousCategory: 'UTILITY' }),
    ]);
    expect(await room.row('modele_00001')).toMatchObject({
      status: 'PAUSED',
      quality: 'RED',
      category: 'MARKETING',
      revision: 4,
    });
  });
});
