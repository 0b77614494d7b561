import { existsSync } from 'node:fs';
import jsqr from 'jsqr';
import { type Browser, chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { freePort } from './free-port.js';
import { ServerProcess } from './server-process.js';

const readQr = 'default' in jsqr ? jsqr.default : jsqr;
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = process.env['TEST_CHROMIUM'] ?? BROWSERS.find((path) => existsSync(path));
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
];

/** The phone page in front of a person. */
class Phone {
  constructor(private readonly page: Page) {}

  async write(text: string): Promise<void> {
    await this.page.getByTestId('composer').fill(text);
    await this.page.getByTestId('send').click();
  }

  /** Waits for a message in which this text stands. */
  async reads(text: string | RegExp): Promise<void> {
    await this.page.getByTestId('bubble-in').filter({ hasText: text }).last().waitFor();
  }

  async tap(title: string): Promise<void> {
    await this.page.getByTestId('reply-button').filter({ hasText: title }).last().click();
  }

  async choose(row: string): Promise<void> {
    await this.page.getByTestId('list-open').last().click();
    await this.page.getByTestId('list-row').filter({ hasText: row }).click();
    await this.page.getByTestId('list-send').click();
  }

  async picture(): Promise<Buffer> {
    const image = this.page.getByTestId('image').last();
    await image.waitFor();
    const source = await image.evaluate((element) =>
      (element.querySelector('img') ?? element).getAttribute('src'),
    );
    const response = await this.page.request.get(new URL(source ?? '', this.page.url()).href);
    return response.body();
  }
}

if (executablePath === undefined) {
  process.stdout.write('the phone page in a browser: not run, no Chromium found (set TEST_CHROMIUM)\n');
}

/** Without a browser there is still something to say: the page is served. */
const sizes =
  executablePath === undefined
    ? []
    : [
        { width: 390, height: 844 },
        { width: 1280, height: 800 },
      ];

describe('the phone page beside the server', () => {
  let server: ServerProcess;
  let browser: Browser;
  let address: string;

  beforeAll(async () => {
    const port = await freePort();
    address = `http://127.0.0.1:${port}`;
    server = new ServerProcess({
      SIMULATOR: 'true',
      SIMULATOR_PORT: String(port),
      ENABLE_QR_CODE: 'true',
      BOT_ENTRY_FLOW: 'menu',
    });
    await server.start();
    if (executablePath !== undefined) browser = await chromium.launch({ executablePath, args: QUIET });
  });
  afterAll(async () => {
    await browser?.close();
    await server.stop();
  });

  it('is there, and the server says where', async () => {
    expect(server.output).toContain(address);
    expect((await fetch(`${address}/`)).headers.get('content-type')).toContain('text/html');
  });

  for (const viewport of sizes) {
    it(`leads a newcomer from « Bonjour » to the code and its card at ${viewport.width} px`, async () => {
      const page = await browser.newPage({ viewport });
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(error.message));
      await page.goto(address);
      if (viewport.width > 1_000) await page.getByTestId('add-phone').click();
      const phone = new Phone(page);
      await phone.write('Bonjour');
      await phone.reads('Que voulez-vous faire ?');
      await phone.choose('Recevoir mon code');
      await phone.reads('Acceptez-vous');
      await phone.tap('J’accepte');
      await phone.reads('nom');
      await phone.write('MBE');
      await phone.reads('prénom');
      await phone.write('IBR');
      await phone.reads('année de naissance');
      await phone.write('7');
      await phone.reads('ville de naissance');
      await phone.write('DA');
      await phone.reads('genre');
      await phone.tap('Homme');
      await phone.reads('MBE');
      await phone.tap('C’est juste');
      await phone.reads('MBEIBR7DA1');
      const { data, info } = await sharp(await phone.picture())
        .ensureAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect(readQr(new Uint8ClampedArray(data), info.width, info.height)?.data).toBe('MBEIBR7DA1');
      expect(problems).toEqual([]);
      await page.close();
    });
  }
});
