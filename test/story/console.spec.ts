import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { until } from '../until.js';
import { GraphStub } from './graph-stub.js';
import { hindrancesOn, overhangOf, paleTextsOn } from './page-checks.mjs';
import { Person } from './person.js';
import { answersOf, RegistrationStory } from './registration-ground.js';
import { ADMIN_KEY, ServerProcess } from './server-process.js';

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = process.env['TEST_CHROMIUM'] ?? BROWSERS.find((path) => existsSync(path));
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
];
const SIZES = [
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];
const DEAD_TOKEN = {
  status: 400,
  body: JSON.stringify({ error: { message: 'x', type: 'OAuthException', code: 190, fbtrace_id: 'A' } }),
};

if (executablePath === undefined)
  process.stdout.write('the console in a browser: not run, no Chromium found (set TEST_CHROMIUM)\n');

describe('the console', () => {
  const graph = new GraphStub();
  let server: ServerProcess;
  let browser: Browser;
  let page: Page;
  let problems: string[] = [];

  beforeAll(async () => {
    server = new ServerProcess({ WHATSAPP_GRAPH_BASE_URL: await graph.start() });
    await server.start();
    const person = new Person('243810000041', server, graph);
    await person.write('Bonjour');
    await person.write('oui');
    for (const answer of ['MBE', 'IBR', '7', 'DA', '1']) await person.write(answer);
    // Messages are counted at every start and each minute: a start is sooner.
    await server.stop();
    await server.start();
    await until('the messages are counted', async () => (await received()) >= 7, 75_000);
    if (executablePath !== undefined) browser = await chromium.launch({ executablePath, args: QUIET });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server.stop();
    await graph.stop();
  });
  afterEach(async () => {
    await page?.context().close();
  });

  async function received(): Promise<number> {
    const { body } = await server.api('/api/metrics/summary');
    return (body as { figures: { received: { value: number } } }).figures.received.value;
  }

  async function open(viewport: { width: number; height: number }, path = ''): Promise<void> {
    const context = await browser.newContext({
      viewport,
      locale: 'fr-FR',
      timezoneId: 'Africa/Kinshasa',
      colorScheme: 'light',
    });
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    problems = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      // Who is not signed in is told so: the browser writes that down as an error.
      const isExpected = message.text().includes('status of 401');
      if (message.type() === 'error' && !isExpected) problems.push(message.text());
    });
    await page.goto(`${server.address}/${path}`);
  }

  async function signIn(key = ADMIN_KEY): Promise<void> {
    await page.locator('input[name=key]').fill(key);
    await page.getByRole('button', { name: /^(?:Entrer|Sign in)$/ }).click();
  }

  async function expectSound(): Promise<void> {
    expect(await hindrancesOn(page)).toEqual([]);
    expect(await paleTextsOn(page)).toEqual([]);
    expect(await overhangOf(page)).toBe(0);
  }

  async function keyOf(role: string): Promise<string> {
    const body = JSON.stringify({ name: `Console, ${role}`, role });
    const answer = await server.api('/api/keys', { method: 'POST', body });
    return (answer.body as { key: string }).key;
  }

  const valueOf = (name: string) => page.getByTestId(`figure-${name}`).getByTestId('value');

  it('is there, small, and the server says where', async () => {
    expect(server.output).toContain(`${server.address}/\n`);
    const answer = await fetch(`${server.address}/`);
    expect(answer.headers.get('content-type')).toContain('text/html');
    const html = await answer.text();
    expect(html).toContain('<div id="root">');
    const [, script] = /src="\.\/(assets\/[\w-]+\.js)"/.exec(html) ?? [];
    const loaded = await fetch(`${server.address}/${script}`, { headers: { 'accept-encoding': 'gzip' } });
    expect(loaded.headers.get('content-encoding')).toBe('gzip');
    expect(loaded.headers.get('content-type')).toContain('javascript');
    expect(loaded.headers.get('cache-control')).toContain('immutable');
    expect(Number(loaded.headers.get('content-length'))).toBeLessThan(200_000);
  });

  if (executablePath === undefined) return;

  for (const viewport of SIZES) {
    it(`shows how the service does at ${viewport.width} px, in both languages, light and dark`, async () => {
      await open(viewport);
      await page.getByRole('heading', { level: 1, name: /Connexion/ }).waitFor();
      await expectSound();
      await signIn('rk_wrong');
      await page.getByRole('alert').filter({ hasText: 'Cette clé n’ouvre pas' }).waitFor();
      await signIn();
      await page.getByRole('heading', { level: 1, name: 'Tableau de bord' }).waitFor();
      await page.getByTestId('curve').first().locator('canvas').waitFor();
      await page.getByTestId('recent-row').first().waitFor();
      expect(Number(await valueOf('received').textContent())).toBe(await received());
      expect(await valueOf('responseRate').textContent()).toMatch(/^\d+(?:,\d)?\s%$/);
      expect(await page.getByTestId('p95').textContent()).toMatch(/\d\s(?:ms|s)$/);
      expect(await page.getByTestId('number').textContent()).toContain('Connecté');
      expect(await page.getByTestId('faults').textContent()).toContain('Aucune erreur ouverte');
      expect(await page.content()).not.toContain('243810000041');
      await expectSound();

      await page.getByRole('button', { name: 'Switch to English' }).click();
      await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor();
      await page.getByRole('button', { name: 'Switch to dark mode' }).click();
      await page.reload();
      await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor();
      await page.getByTestId('recent-row').first().waitFor();
      expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark');
      await expectSound();
      expect(problems).toEqual([]);
    });
  }

  it('shows a message as it arrives, without its words, and says so once', async () => {
    await open({ width: 1280, height: 800 });
    await signIn();
    await page.getByTestId('live-state').filter({ hasText: 'En direct' }).waitFor();
    await page.getByTestId('recent-row').first().waitFor();
    await new Person('243810000042', server, graph).write('Mbote na yo');
    await page
      .getByTestId('recent-row')
      .filter({ hasText: /reçu/ })
      .filter({ hasText: /42/ })
      .first()
      .waitFor();
    expect(await page.getByTestId('announcer').textContent()).toBe('Un nouveau message reçu');
    expect(await page.content()).not.toMatch(/Mbote|243810000042/);
    expect(problems).toEqual([]);
  });

  it('follows the period that is chosen, also by keyboard', async () => {
    await open({ width: 1280, height: 800 });
    await signIn();
    await page.getByTestId('curve').first().locator('canvas').waitFor();
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Aller au contenu');
    await page.keyboard.press('Enter');
    expect(await page.locator(':focus').getAttribute('id')).toBe('main');
    await page.getByRole('radio', { name: /24/ }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByTestId('figure-received').getByText('par jour', { exact: true }).waitFor();
    const words = await page.getByTestId('figure-received').getByRole('img').getAttribute('aria-label');
    expect(words).toMatch(/^Messages reçus par jour\s: de \d+ à \d+/);
    await page.getByLabel('Parcours').selectOption('uic');
    await page.getByTestId('figure-responseRate').getByText('Non calculé').waitFor();
    expect(page.url()).not.toContain('uic');
  });

  it('keeps what it has when the server is out of reach, and says so', async () => {
    await open({ width: 390, height: 844 });
    await signIn();
    await page.getByTestId('recent-row').first().waitFor();
    await page.context().setOffline(true);
    await page.getByText('7\u00a0j', { exact: true }).click();
    await page.getByTestId('offline').waitFor();
    expect(await valueOf('received').textContent()).toMatch(/\d/);
    await page.context().setOffline(false);
    await page.getByTestId('offline').waitFor({ state: 'detached', timeout: 25_000 });
  });

  it('leads back to where one was when the session has ended', async () => {
    await open({ width: 1280, height: 800 }, '#/conversations');
    await signIn();
    await page.getByRole('heading', { level: 1, name: 'Conversations' }).waitFor();
    await page.getByTestId('talk-row').first().waitFor();
    await page.context().clearCookies();
    await page.getByText('Suivies', { exact: true }).click();
    await page.getByText('Votre session est terminée').waitFor();
    await signIn();
    await page.getByRole('heading', { level: 1, name: 'Conversations' }).waitFor();
    await page.getByRole('button', { name: /Votre session/ }).click();
    await page.getByRole('menuitem', { name: 'Se déconnecter' }).click();
    await page.getByRole('heading', { level: 1, name: /Connexion/ }).waitFor();
    expect(await page.getByText('Votre session est terminée').count()).toBe(0);
    expect((await page.request.get(`${server.address}/api/session`)).status()).toBe(401);
  });

  it('lets an agent read, answer and write notes, and shows others no words', async () => {
    const person = new Person('243810000043', server, graph);
    await person.write('Bonjour');
    await person.write('agent');
    await person.send({ type: 'text', text: { body: 'Nalingi kosolola' } });
    await open({ width: 390, height: 844 }, '#/conversations');
    await signIn(await keyOf('agent'));
    await page.getByTestId('talk-row').filter({ hasText: 'Nalingi' }).click();
    await page.getByTestId('bubble').filter({ hasText: 'Nalingi kosolola' }).waitFor();
    await expectSound();
    await page.getByLabel('Votre réponse').fill('Bonjour, je suis là.');
    await page.getByRole('button', { name: 'Envoyer' }).click();
    await until('the answer is out', () =>
      graph.for(person.waId).some(({ text }) => text?.body === 'Bonjour, je suis là.'),
    );
    await page.getByTestId('bubble').filter({ hasText: 'je suis là' }).waitFor();
    await page.getByText('Suivie par vous').waitFor();
    await page.getByRole('textbox', { name: 'Ajouter une note' }).fill('À rappeler');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByRole('listitem').filter({ hasText: 'À rappeler' }).waitFor();
    await page.getByRole('button', { name: 'Fermer', exact: true }).click();
    await page.getByTestId('talk').getByText('Fermée', { exact: true }).waitFor();
    expect(problems).toEqual([]);
    await page.context().close();

    await open({ width: 1280, height: 800 }, '#/conversations');
    await signIn(await keyOf('viewer'));
    await page.getByTestId('talk-row').filter({ hasText: '43' }).click();
    await page.getByTestId('bubble').first().waitFor();
    expect(await page.content()).not.toMatch(/Nalingi|243810000043|À rappeler/);
    expect(await page.getByLabel('Votre réponse').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Prendre' }).isDisabled()).toBe(true);
    await expectSound();
    // Where the list is longer than the screen is high, it scrolls.
    await page.setViewportSize({ width: 1280, height: 320 });
    await expectSound();
    expect(problems).toEqual([]);
  });

  it('shows what a person changed as changed, and what they took back to nobody', async () => {
    const person = new Person('243810000044', server, graph);
    await person.write('Bonjour');
    await person.write('agent');
    const text = (id: string, body: string) => person.send({ id, type: 'text', text: { body } });
    const about = (id: string) => ({ original_message_id: id });
    await text('wamid.changed', 'Rendez-vous à 8 h');
    await text('wamid.withdrawn', 'Mon adresse secrète');
    await open({ width: 390, height: 844 }, '#/conversations');
    await signIn(await keyOf('agent'));
    await page.getByTestId('talk-row').filter({ hasText: 'secrète' }).click();
    await page.getByTestId('bubble').filter({ hasText: 'Mon adresse secrète' }).waitFor();
    const edit = {
      ...about('wamid.changed'),
      message: { type: 'text', text: { body: 'Rendez-vous à 9 h' } },
    };
    await person.send({ type: 'edit', edit });
    await person.send({ type: 'revoke', revoke: about('wamid.withdrawn') });
    const bubbles = page.getByTestId('bubble');
    await bubbles.filter({ hasText: 'à 8 h' }).filter({ hasText: '· modifié' }).waitFor();
    await bubbles.filter({ hasText: 'Modification' }).filter({ hasText: 'à 9 h' }).waitFor();
    await bubbles.filter({ hasText: 'Supprimé par son auteur' }).filter({ hasText: '· supprimé' }).waitFor();
    expect(await bubbles.filter({ hasText: 'secrète' }).count()).toBe(0);
    await expectSound();
    expect(problems).toEqual([]);
  });

  it('names what is wrong and what to do about it', async () => {
    graph.strangeAnswer = DEAD_TOKEN;
    await server.api('/api/wallet/whatsapp-status?check=true');
    await open({ width: 1280, height: 800 });
    await signIn();
    const fault = page.getByTestId('fault').first();
    await fault.filter({ hasText: 'ne fonctionne plus' }).waitFor();
    expect(await fault.textContent()).toContain('Critique');
    expect(await page.getByTestId('number').textContent()).toContain('Jeton refusé');
    await expectSound();
  });
});

describe('the console of the programme', () => {
  const [narrow, wide] = [{ width: 390, height: 844 }, SIZES[1] ?? SIZES[0]];
  const INVENTORY_KEY = 'simulator-inventory-key';
  const nth = (n: number) => answersOf(4_000 + n);
  let story: RegistrationStory;
  let browser: Browser;
  let page: Page;
  let problems: string[] = [];
  let asked: string[] = [];

  if (executablePath === undefined) {
    it.todo('is looked at in a browser');
    return;
  }

  beforeAll(async () => {
    story = await RegistrationStory.open({}, { starts: false, simulated: { INVENTORY_KEY } });
    story.server.configure({
      INVENTORY_BASE_URL: `${story.simulator.address}/inventory/api`,
      INVENTORY_API_KEY: INVENTORY_KEY,
    });
    await story.server.start();
    for (const { answers } of [nth(8), nth(9)]) await story.newcomer().obtain(answers);
    await story.done(2);
    browser = await chromium.launch({ executablePath, args: QUIET });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await story?.close();
  });
  afterEach(async () => {
    await page?.context().close();
  });

  async function enter(path: string, viewport = wide, key = ADMIN_KEY): Promise<void> {
    const context = await browser.newContext({ viewport, locale: 'fr-FR', colorScheme: 'light' });
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    [problems, asked] = [[], []];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${story.server.address}/#${path}`);
    await page.locator('input[name=key]').fill(key);
    await page.getByRole('button', { name: 'Entrer' }).click();
    await page.getByRole('button', { name: /Votre session/ }).waitFor();
  }

  async function expectSound(): Promise<void> {
    expect(await hindrancesOn(page)).toEqual([]);
    expect(await paleTextsOn(page)).toEqual([]);
    expect(await overhangOf(page)).toBe(0);
    expect(problems).toEqual([]);
  }

  async function keyOf(role: string): Promise<string> {
    const { body } = await story.api<{ key: string }>('POST', 'keys', { name: `Programme, ${role}`, role });
    return body.key;
  }

  const tile = (name: string) => page.getByRole('button', { name: new RegExp(`^\\d+ ${name}$`) });
  const confirm = () => page.getByRole('button', { name: 'Confirmer' }).click();

  it('says why nothing goes to DHIS2, in its words, and sends what waited', async () => {
    await story.register({ faults: [{ kind: 'unauthorised', times: null }] });
    await story.newcomer().obtain(nth(0).answers);
    await story.registrations(1, ({ state }) => state === 'RETRY');
    await enter('/dhis2');
    await page.getByTestId('circuit').filter({ hasText: 'Le serveur refuse le compte' }).waitFor();
    await tile('À réessayer').filter({ hasText: '1' }).click();
    await page.getByTestId('registration').nth(1).waitFor({ state: 'detached' });
    await page.getByTestId('registration').click();
    await page.getByTestId('last-error').filter({ hasText: 'Unauthorized' }).waitFor();
    await page.getByTestId('attempt').filter({ hasText: 'HTTP 401' }).waitFor();
    await page.getByRole('button', { name: 'Vérifier' }).click();
    await page.getByTestId('findings').getByText('✗').first().waitFor();
    await page.getByTestId('findings').getByText('✓').first().waitFor();
    expect(await page.content()).not.toContain(nth(0).code);
    await expectSound();
    await story.register({ clearFaults: true });
    await page.getByRole('button', { name: 'Réessayer maintenant' }).click();
    await story.done(1);
    await page.getByTestId('registration-pane').getByText('Terminé').waitFor({ timeout: 15_000 });
    await page.getByTestId('circuit').waitFor({ state: 'detached', timeout: 15_000 });
    await expectSound();
  });

  it('lets an operator decide whose a code is, and a reader only look', async () => {
    await story.register({ clients: [{ code: nth(1).code }] });
    await story.newcomer().obtain(nth(1).answers);
    const [{ id } = { id: '' }] = await story.registrations(1, ({ state }) => state === 'NEEDS_REVIEW');
    await enter(`/dhis2/${id}`, narrow, await keyOf('viewer'));
    await page.getByText('Quelqu’un a déjà ce code dans DHIS2. Est-ce').waitFor();
    await page.getByText('La décision revient à un opérateur.').waitFor();
    expect(await page.getByRole('button', { name: 'La même personne' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Vérifier' }).count()).toBe(0);
    await expectSound();
    await page.context().close();
    await enter(`/dhis2/${id}`, narrow, await keyOf('operator'));
    await page.getByRole('button', { name: 'La même personne' }).focus();
    await page.keyboard.press('Enter');
    expect(await page.locator(':focus').textContent()).toBe('Confirmer');
    await page.keyboard.press('Escape');
    expect(await page.locator(':focus').textContent()).toBe('La même personne');
    await page.getByRole('button', { name: 'La même personne' }).click();
    await confirm();
    await page.getByTestId('registration-pane').getByText('Terminé').waitFor();
    await expectSound();
  });

  it('finds a code without writing it into an address, and sends it again', async () => {
    const { code, answers } = nth(2);
    await story.newcomer().obtain(answers);
    await enter('/uic');
    await page.getByTestId('code').nth(1).waitFor();
    await page.getByLabel('Chercher un code').fill(`${code.slice(0, 3)} ${code.slice(3).toLowerCase()}`);
    await page.getByRole('button', { name: 'Chercher' }).click();
    await page.getByTestId('code').nth(1).waitFor({ state: 'detached' });
    await page.getByTestId('code').filter({ hasText: code }).click();
    await page.getByRole('heading', { level: 2, name: code }).waitFor();
    const remind = page.getByRole('button', { name: 'Renvoyer son code à la personne' });
    await remind.click();
    await confirm();
    await page.getByText('Le code et sa carte partent.').waitFor();
    await remind.click();
    await confirm();
    await page.getByRole('alert').filter({ hasText: 'dans les dernières 24 heures' }).waitFor();
    await page.getByRole('button', { name: 'Voir combien de téléphones l’ont' }).click();
    await page.getByRole('heading', { name: '1 téléphone a ce code' }).waitFor();
    expect(await page.getByTestId('holder').count()).toBe(1);
    const addresses = [...asked, page.url()].join(' ').toUpperCase();
    expect(addresses.replaceAll(/%20|[^A-Z0-9 ]/g, '')).not.toContain(code);
    await expectSound();
  });

  it('shows the figures of a period, and hands them out as files', async () => {
    await enter('/uic/statistics', narrow);
    expect(Number(await page.getByTestId('issued').textContent())).toBeGreaterThan(1);
    await page.getByTestId('day-curve').locator('canvas').waitFor();
    await page.getByText('Kinshasa').waitFor();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Télécharger en XLSX' }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/\.xlsx$/);
    await expectSound();
    await page.getByRole('link', { name: 'Codes', exact: true }).click();
    await page.getByText('Exporter tous les codes').click();
    const [codes] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('codes-export').getByRole('button', { name: 'Télécharger en CSV' }).click(),
    ]);
    expect(codes.suggestedFilename()).toMatch(/\.csv$/);
    await page.context().close();
    await enter('/uic', narrow, await keyOf('operator'));
    await page.getByTestId('code').first().waitFor();
    expect(await page.getByText('Exporter tous les codes').count()).toBe(0);
    await expectSound();
  });

  it('puts two codes side by side, masked, for a decision that can be taken back', async () => {
    const { answers, code } = nth(3);
    await story.newcomer().obtain(answers);
    await story.newcomer().obtain(answers);
    await story.settled<{ items: unknown[] }>('uic/duplicates', ({ items }) => items.length === 1);
    await enter('/duplicates', narrow);
    const pair = page.getByTestId('pair');
    await pair.filter({ hasText: 'Même code, deux téléphones' }).waitFor();
    expect(await page.content()).not.toContain(code);
    await expectSound();
    await pair.getByRole('button', { name: /^Deux personnes/ }).click();
    await confirm();
    await page.getByText('Personne n’a de décision à prendre.').waitFor();
    await page.getByLabel('Décision').last().selectOption('DIFFERENT');
    await pair.getByText(/^Décidé par vous/).waitFor();
    await pair.getByRole('button', { name: /^Rouvrir/ }).click();
    await confirm();
    await page.getByText('Aucune paire n’a été séparée.').waitFor();
    await expectSound();
  });

  it('copies the inventory, and shows the products and what was not taken', async () => {
    await story.simulator.control('POST', 'inventory', {
      products: 120,
      override: [{ id: 3, values: { price: 'gratuit' } }],
    });
    await enter('/catalog/runs');
    await page.getByRole('button', { name: 'Copier maintenant – Catégories' }).click();
    await page.getByRole('button', { name: 'Copier maintenant – Produits' }).click();
    await page.getByTestId('copies-products').getByRole('link', { name: 'La copie a commencé.' }).click();
    await page.getByTestId('run-pane').getByText('Terminée').waitFor({ timeout: 20_000 });
    await page.getByTestId('run-fault').filter({ hasText: 'price' }).waitFor();
    await expectSound();
    await page.getByRole('link', { name: 'Produits', exact: true }).click();
    await page.getByLabel('Chercher un produit').fill('REF-000005');
    await page.getByRole('button', { name: 'Chercher' }).click();
    await page.getByTestId('product').filter({ hasText: 'REF-000005' }).click();
    await page.getByTestId('product-pane').getByText('Prix et stock au fil du temps').waitFor();
    await expectSound();
    await page.getByRole('link', { name: 'Catégories', exact: true }).click();
    await page
      .getByRole('button', { name: /^Voir les produits/ })
      .first()
      .click();
    await page.getByTestId('product').first().waitFor();
    await expectSound();
  });

  it('sends the products to the commerce catalogue, and says what became of each batch', async () => {
    await story.simulator.control('PATCH', 'catalogs', { workMs: 50 });
    const { body } = await story.server.api('/api/numbers');
    const [{ id } = { id: '' }] = (body as { items: { id: string }[] }).items;
    const change = { method: 'PATCH', body: JSON.stringify({ catalogId: '700000000000001' }) };
    expect((await story.server.api(`/api/numbers/${id}`, change)).status).toBe(200);
    await enter('/catalog/commerce', narrow);
    await page.getByRole('button', { name: /^Envoyer maintenant/ }).click();
    await page.getByTestId('commerce').getByText('Terminée').waitFor({ timeout: 20_000 });
    const batches = page.getByTestId('batches');
    await batches.locator('summary').click();
    await batches
      .getByText(/^\d{3} produits\s: \d+ pris, \d+ refusés\.$/)
      .first()
      .waitFor();
    await batches.getByText('Terminé').first().waitFor();
    await expectSound();
    expect(
      (await story.server.api(`/api/numbers/${id}`, { ...change, body: '{"catalogId":null}' })).status,
    ).toBe(200);
  });

  it('takes a key for the inventory, tries it, and never shows it', async () => {
    await enter('/catalog/keys', narrow);
    await page.getByLabel('Nom de la clé').fill('Entrepôt');
    await page.getByLabel('Clé', { exact: true }).fill('inv-wrong-key-0042');
    await page.getByRole('button', { name: 'Ajouter la clé' }).click();
    const key = page.getByTestId('key').filter({ hasText: 'Entrepôt' });
    await key.getByRole('button', { name: 'Essayer' }).click();
    await key.getByTestId('trial').filter({ hasText: 'Elle ne marche pas' }).waitFor();
    expect(await page.content()).not.toContain('inv-wrong-key');
    await key.getByRole('button', { name: 'Révoquer' }).click();
    await confirm();
    await key.getByText('Révoquée').first().waitFor();
    await expectSound();
    await page.context().close();
    await enter('/catalog/keys', narrow, await keyOf('operator'));
    await page.getByLabel('Chercher un produit').waitFor();
    expect(await page.getByRole('link', { name: 'Clés' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Vente sur WhatsApp' }).click();
    await page.getByText('Aucun catalogue de vente').waitFor();
    await expectSound();
  });
});
