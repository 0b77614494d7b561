import { Rig, type Json, type Received } from '../service.fake.js';

let rig: Rig;

beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(() => rig.stop());
beforeEach(async () => {
  await rig.reset();
  await rig.options({ templates: { reviewMs: 5 } });
});

const DRAFT = {
  name: 'rappel_visite',
  language: 'fr',
  category: 'UTILITY',
  components: [
    {
      type: 'BODY',
      text: 'Bonjour {{1}}, votre visite est prévue demain.',
      example: { body_text: [['Grâce']] },
    },
  ],
};
const create = (draft: object) => rig.templates({}, { method: 'POST', body: { ...DRAFT, ...draft } });
const read = async (id: unknown, fields = 'status,category,rejected_reason') =>
  (await rig.graph('GET', `/v25.0/${String(id)}?fields=${fields}`)).json;
const edit = (id: unknown, change: object) => rig.graph('POST', `/v25.0/${String(id)}`, change);
const seed = (count: number, changedPercent = 0) =>
  rig.control('POST', '/sim/templates/seed', { count, changedPercent });
const dataOf = (json: Json) => json['data'] as Json[];
const pagingOf = (json: Json) =>
  json['paging'] as { cursors: { before: string; after: string }; next?: string; previous?: string };
const errorOf = ({ json }: { json: Json }) => json['error'] as Json;
const changeOf = ({ body }: Received) =>
  (body['entry'] as { changes: { field: string; value: Json }[] }[])[0]!.changes[0]!;
const told = async (count: number, field: string) =>
  (await rig.service.wait(count, (webhook) => changeOf(webhook).field === field)).map(
    (webhook) => changeOf(webhook).value,
  );

async function readAll(query: Record<string, string> = {}): Promise<{ names: string[]; pages: number }> {
  const names: string[] = [];
  let after: string | undefined;
  for (let pages = 1; ; pages += 1) {
    const { json } = await rig.templates({ limit: '100', ...query, ...(after && { after }) });
    names.push(...dataOf(json).map(({ name }) => String(name)));
    if (pagingOf(json)?.next === undefined) return { names, pages };
    after = pagingOf(json).cursors.after;
  }
}

describe('the listing of templates', () => {
  it('gives 25 a page unless it is asked for more, and never more than 100', async () => {
    await seed(150);
    const sizes = [];
    for (const query of [{}, { limit: '60' }, { limit: '1000' }]) {
      sizes.push(dataOf((await rig.templates(query as Record<string, string>)).json).length);
    }
    expect(sizes).toEqual([25, 60, 100]);
  });

  it('leads through every template once, and the last page has cursors but no next', async () => {
    await seed(230);
    const { names, pages } = await readAll();
    expect([names.length, new Set(names).size, pages]).toEqual([243, 243, 3]);
    const { json } = await rig.templates({ limit: '100' });
    const last = await rig.templates({ limit: '200', after: 'MTAwMDEyOQZDZD' });
    expect(pagingOf(json).next).toContain(`access_token=${rig.settings.accessToken}`);
    expect(Object.keys(pagingOf(last.json))).toEqual(['cursors', 'previous']);
  });

  it('can be followed by its own links, in both directions', async () => {
    await seed(20);
    const { json: first } = await rig.templates({ limit: '10' });
    const next = (await (await fetch(pagingOf(first).next!)).json()) as Json;
    const back = (await (await fetch(pagingOf(next).previous!)).json()) as Json;
    expect(dataOf(back)).toEqual(dataOf(first));
    expect(pagingOf(back)).toMatchObject({ cursors: pagingOf(first).cursors });
    expect(pagingOf(back).previous).toBeUndefined();
  });

  it('shows what is asked for, and refuses a field that does not exist', async () => {
    const { json } = await rig.templates({ fields: 'name,quality_score{score}', limit: '1' });
    expect(Object.keys(dataOf(json)[0]!)).toEqual(['name', 'quality_score', 'id']);
    expect(errorOf(await rig.templates({ fields: 'name,colour' }))).toMatchObject({
      code: 100,
      message: expect.stringContaining('nonexisting field (colour)'),
    });
  });

  it('finds by name, status, language, category, quality and words', async () => {
    const found = async (query: Record<string, string>) => (await readAll(query)).names;
    expect(await found({ name: 'rappel' })).toEqual(['rappel_ciu', 'rappel_rendez_vous']);
    expect(await found({ status: 'PAUSED,REJECTED' })).toEqual(['campagne_vaccination', 'tirage_au_sort']);
    expect(await found({ language: '["en_US"]' })).toEqual(['hello_world', 'order_confirmation']);
    expect(await found({ category: 'AUTHENTICATION' })).toEqual(['code_verification']);
    expect(await found({ quality_score: 'YELLOW' })).toEqual(['promotion_rentree']);
    expect(await found({ content: 'vaccination' })).toEqual(['campagne_vaccination']);
    expect(await found({ name: 'nothing_like_it' })).toEqual([]);
  });

  it('counts when it is asked to', async () => {
    await seed(5_987);
    const { json } = await rig.templates({ summary: 'total_count,message_template_limit', limit: '1' });
    expect(json['summary']).toEqual({ total_count: 6_000, message_template_limit: 6_000 });
    const { json: some } = await rig.templates({ summary: 'total_count', name: 'rappel' });
    expect(some['summary']).toEqual({ total_count: 2 });
  });

  it('tells of those that changed since a time, exactly as many percent as were sown', async () => {
    await seed(6_000);
    const since = String(Math.floor(Date.now() / 1000));
    expect(await readAll({ since })).toEqual({ names: [], pages: 1 });
    expect((await rig.control('POST', '/sim/templates/seed', { changedPercent: 1 })).json).toMatchObject({
      changed: 60,
    });
    const { names, pages } = await readAll({ since });
    expect([names.length, pages]).toEqual([60, 1]);
    expect((await readAll({ until: String(Number(since) - 60) })).names).toHaveLength(5_953);
  });

  it('refuses a cursor that is none with 131059', async () => {
    expect(errorOf(await rig.templates({ after: 'not-a-cursor' }))).toMatchObject({ code: 131059 });
  });
});

describe('a new template', () => {
  it('is pending, and approved after a moment, which a webhook tells', async () => {
    await rig.options({ templates: { reviewMs: 60 } });
    const { json } = await create({});
    expect(json).toEqual({ id: expect.stringMatching(/^\d{16}$/), status: 'PENDING', category: 'UTILITY' });
    const [value] = await told(1, 'message_template_status_update');
    expect(value).toEqual({
      event: 'APPROVED',
      message_template_id: Number(json['id']),
      message_template_name: 'rappel_visite',
      message_template_language: 'fr',
      reason: 'NONE',
      message_template_category: 'UTILITY',
    });
    expect(await read(json['id'])).toMatchObject({ status: 'APPROVED' });
  });

  it('is refused when its name has the word for it', async () => {
    const { json } = await create({ name: 'rejet_certain' });
    const [value] = await told(1, 'message_template_status_update');
    expect(value).toMatchObject({ event: 'REJECTED', reason: 'INVALID_FORMAT', rejection_info: {} });
    expect(await read(json['id'])).toMatchObject({ status: 'REJECTED', rejected_reason: 'INVALID_FORMAT' });
  });

  it('is filed as marketing when it advertises', async () => {
    const components = [{ type: 'BODY', text: 'Nos soldes commencent demain.' }];
    expect((await create({ components })).json).toMatchObject({ category: 'MARKETING' });
  });

  it.each([
    ['the same name and language twice', { name: 'bienvenue' }, 2388024],
    ['a body that ends with a variable', { components: [body('Bonjour {{1}}')] }, 2388299],
    ['a body without an example', { components: [{ type: 'BODY', text: 'Bonjour {{1}}.' }] }, 2388043],
    ['variables with a gap', { components: [body('Bonjour {{2}}, à demain.')] }, 2388072],
    ['variables side by side', { components: [body('Bonjour {{1}} {{2}}, à demain.')] }, 2388072],
    ['more variables than words', { components: [body('Oui {{1}}, {{2}}, {{3}}.')] }, 2388293],
    ['a body that is too long', { components: [body('é'.repeat(1_025))] }, 2388040],
    ['a footer with a variable', { components: [body('Oui.'), { type: 'FOOTER', text: '{{1}}' }] }, 2388073],
    ['a header with a star', { components: [body('Oui.'), header('Bonjour *vous*')] }, 2388047],
    ['no body', { components: [header('Bonjour')] }, 2388043],
  ])('with %s is refused', async (_name, draft, subcode) => {
    expect(errorOf(await create(draft))).toMatchObject({
      code: 100,
      error_subcode: subcode,
      error_user_title: expect.any(String),
    });
  });

  it.each([
    ['capitals in its name', { name: 'Rappel' }],
    ['an unknown category', { category: 'NEWS' }],
    ['no language', { language: undefined }],
    ['three links', { components: [body('Oui.'), buttons('URL', 'URL', 'URL')] }],
    ['scattered replies', { components: [body('Oui.'), buttons('QUICK_REPLY', 'URL', 'QUICK_REPLY')] }],
  ])('with %s is refused as an invalid parameter', async (_name, draft) => {
    const answer = await create(draft);
    expect([answer.status, errorOf(answer)['code']]).toEqual([400, 100]);
  });

  it('is refused after a hundred in an hour', async () => {
    await rig.options({ templates: { creationsPerHour: 2 } });
    const codes = [];
    for (const name of ['un', 'deux', 'trois'])
      codes.push(((await create({ name })).json['error'] as Json)?.['code']);
    expect(codes).toEqual([undefined, undefined, 80008]);
  });

  it('with a picture keeps the address of the example', async () => {
    const handle = await uploaded();
    const { json } = await create({
      components: [
        { type: 'HEADER', format: 'IMAGE', example: { header_handle: [handle] } },
        ...DRAFT.components,
      ],
    });
    const { components } = await read(json['id'], 'components');
    const [url] = (components as { example: { header_handle: string[] } }[])[0]!.example.header_handle;
    expect(await (await fetch(url!)).text()).toBe('a picture');
    expect((await fetch(url!.replace('hash=', 'hash=x'))).status).toBe(404);
  });

  async function uploaded(): Promise<string> {
    const token = rig.settings.accessToken;
    const query = 'file_name=a.png&file_length=9&file_type=image/png';
    const { json } = await rig.ask(`/${rig.settings.appId}/uploads?${query}`, { method: 'POST', token });
    const answer = await fetch(`${rig.origin}/v25.0/${String(json['id'])}`, {
      method: 'POST',
      headers: { authorization: `OAuth ${token}`, file_offset: '0' },
      body: 'a picture',
    });
    return ((await answer.json()) as { h: string }).h;
  }
});

describe('a template that is edited', () => {
  it('is reviewed again, once a day', async () => {
    const { json } = await create({});
    await told(1, 'message_template_status_update');
    const change = { components: [body('Bonjour {{1}}, votre visite est prévue lundi.')] };
    expect(await edit(json['id'], change)).toEqual({ status: 200, json: { success: true } });
    await told(2, 'message_template_status_update');
    expect(errorOf(await edit(json['id'], change))).toMatchObject({ code: 100 });
  });

  it('is left alone while it is reviewed, and keeps its category once approved', async () => {
    await rig.options({ templates: { reviewMs: 60_000 } });
    const { json } = await create({});
    expect(errorOf(await edit(json['id'], {}))).toMatchObject({ error_subcode: 2388039 });
    const { id } = (await rig.control('GET', '/sim/templates/bienvenue/fr')).json;
    expect(errorOf(await edit(id, { category: 'UTILITY' }))).toMatchObject({ error_subcode: 2388039 });
  });
});

describe('a template that is deleted', () => {
  const remove = (query: Record<string, string>) => rig.templates(query, { method: 'DELETE' });
  const idOf = async (name: string) =>
    String((await rig.control('GET', `/sim/templates/${name}/fr`)).json['id']);

  it('is gone in all languages, and its name is blocked', async () => {
    await create({ name: 'bienvenue', language: 'ln' });
    await told(1, 'message_template_status_update');
    expect((await remove({ name: 'bienvenue' })).json).toEqual({ success: true });
    expect((await readAll({ name: 'bienvenue' })).names).toEqual([]);
    expect(errorOf(await create({ name: 'bienvenue' }))).toMatchObject({ error_subcode: 2388023 });
    expect(errorOf(await remove({ name: 'bienvenue' }))).toMatchObject({ error_subcode: 2593002 });
  });

  it('can be one language, by id and name together', async () => {
    const id = await idOf('rappel_ciu');
    expect(errorOf(await remove({ hsm_id: id }))).toMatchObject({ code: 100 });
    expect(errorOf(await remove({ hsm_id: id, name: 'bienvenue' }))).toMatchObject({
      error_subcode: 2593002,
    });
    expect((await remove({ hsm_id: id, name: 'rappel_ciu' })).status).toBe(200);
  });

  it('can be several at once: all or none', async () => {
    const ids = [await idOf('bienvenue'), await idOf('rappel_ciu')];
    expect((await remove({ hsm_ids: JSON.stringify([...ids, '1']) })).status).toBe(400);
    expect((await readAll({})).names).toHaveLength(13);
    expect((await remove({ hsm_ids: JSON.stringify(ids) })).status).toBe(200);
    expect((await readAll({})).names).toHaveLength(11);
  });

  it('can be one that was sown', async () => {
    await seed(10);
    expect((await remove({ name: 'modele_00003' })).status).toBe(200);
    expect((await readAll({})).names).toHaveLength(22);
  });
});

describe('news of a template', () => {
  const change = (name: string, wish: object) => rig.control('PATCH', `/sim/templates/${name}`, wish);

  it('tells the language with a hyphen, except with new components', async () => {
    await change('hello_world/en_US', { quality: 'RED' });
    await change('hello_world/en_US', { body: 'Hello again' });
    expect(await told(1, 'message_template_quality_update')).toMatchObject([
      { previous_quality_score: 'GREEN', new_quality_score: 'RED', message_template_language: 'en-US' },
    ]);
    expect(await told(1, 'message_template_components_update')).toMatchObject([
      { message_template_language: 'en_US', message_template_element: 'Hello again' },
    ]);
  });

  it('announces a category before it changes it', async () => {
    await change('rappel_ciu/fr', { announce: 'MARKETING' });
    await change('rappel_ciu/fr', { category: 'MARKETING' });
    expect(await told(2, 'template_category_update')).toMatchObject([
      { new_category: 'UTILITY', correct_category: 'MARKETING' },
      { new_category: 'MARKETING', previous_category: 'UTILITY' },
    ]);
  });

  it('is dated, and can be lost', async () => {
    await change('bienvenue/fr', { status: 'PAUSED', tell: false });
    await change('bienvenue/fr', { status: 'DISABLED', at: '2026-02-01T10:00:00Z' });
    const [webhook] = await rig.service.wait(1);
    expect(webhook!.body).toMatchObject({ entry: [{ time: 1_769_940_000 }] });
    expect(changeOf(webhook!).value).toMatchObject({ event: 'DISABLED', disable_info: {} });
    expect(rig.service.received).toHaveLength(1);
  });
});

function body(text: string): object {
  return { type: 'BODY', text, example: { body_text: [['Grâce', 'lundi', 'midi']] } };
}

function header(text: string): object {
  return { type: 'HEADER', format: 'TEXT', text };
}

function buttons(...types: string[]): object {
  const url = 'https://exemple.cd';
  return { type: 'BUTTONS', buttons: types.map((type) => ({ type, text: 'Oui', url })) };
}
