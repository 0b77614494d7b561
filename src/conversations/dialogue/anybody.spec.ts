import { product } from '../../catalog/catalog.fake.js';
import { Shop } from './shop.fake.js';
import type { InboundContent } from '../../whatsapp/whatsapp-content.contract.js';
import { revive } from './session.js';
import { Chat, type Circumstances, META } from './transcript.fake.js';

const WORDS = (
  'oui|oui|1|1|MBE|MBE|1997|Kinshasa|non|1|2|3|4|5|9|MBE|K|Ibrahim|1997|Kinshasa|DA|homme|trans|aide|?|recommencer|retour|annuler|stop|supprimer|' +
  'langue|english|français|code|bonjour|merci|nom|corriger|| |😀|محمد|a\nb|{code}|__proto__|%s|constructor|Ａ|\u202eabc|' +
  `\ud800|1️⃣|-1|0|١|${'x'.repeat(4096)}|${'é'.repeat(2000)}|${'﷽'.repeat(200)}`
).split('|');
const SHOP_WORDS =
  'produits|commander|menu|mes commandes|savon|moustiquaire|modifier|mon code|Avez-vous du riz ?'.split('|');
const TAPS = 'a.b.c|-.erase.yes|-.language.xx|m1.family.yes|m1.gender.more-99|...|m1.summary.fix-x'.split(
  '|',
);
const MEDIA = ['voice', 'audio', 'image', 'video', 'sticker', 'document'] as const;

/** Two products, one of which is sold out, and a question that is answered. */
function shop(): Shop {
  const made = new Shop();
  made.products = [
    product({ sku: 'MOUS', name: 'Moustiquaire', stock: 3 }),
    product({ sku: 'SAVO', name: 'Savon', stock: 0 }),
  ];
  made.answers = { bonjour: { outcome: 'answered', text: 'Oui.', products: made.products } };
  return made;
}

const CIRCUMSTANCES: readonly Circumstances[] = [
  {},
  { entry: 'menu' },
  { entry: 'assistant' },
  { confirm: false, card: true },
  { consent: 'notice', can: { buttons: 0, listRows: 0, media: false, products: true } },
  { consent: 'off', can: { buttons: 2, listRows: 3, media: true, products: true } },
  { card: true, can: { buttons: 1, listRows: 10, media: true, products: true } },
  { issue: () => ({ outcome: 'limited', until: new Date(0) }), can: META },
];

/** Somebody who writes and taps anything; the same number gives the same person. */
class Anybody {
  readonly chat: Chat;
  readonly faults: string[] = [];
  private readonly taps: InboundContent[] = [];
  private readonly words: readonly string[];
  private state: number;

  constructor(seed: number) {
    this.state = seed + 1;
    const circumstances = CIRCUMSTANCES[seed % CIRCUMSTANCES.length]!;
    const isSelling = circumstances.entry !== undefined;
    this.chat = new Chat({ ...circumstances, shop: isSelling ? shop() : new Shop() });
    this.words = isSelling ? [...WORDS, ...SHOP_WORDS] : WORDS;
  }

  act(): void {
    if (this.random() < 0.05) this.chat.now += 20 * 60_000;
    const said = this.anything();
    const before = this.runs;
    const wished = this.chat.wishes.length;
    const messages = this.chat.send(said);
    const wishes = this.chat.wishes.slice(wished).map(({ kind }) => kind);
    const isOver = before.some((id) => !this.runs.includes(id));
    if (isOver && !wishes.includes('erase')) this.faults.push(`words stay after ${JSON.stringify(said)}`);
    if (messages.length === 0 && !this.maySay(said, wishes))
      this.faults.push(`no answer to ${JSON.stringify(said)} at ${JSON.stringify(this.chat.state)}`);
    if (new Set(messages.map((each) => JSON.stringify(each))).size < messages.length)
      this.faults.push(`said twice after ${JSON.stringify(said)}`);
    if (messages.length > 3) this.faults.push(`${messages.length} messages after ${JSON.stringify(said)}`);
    for (const message of messages) {
      if ('text' in message && message.text?.trim() === '')
        this.faults.push(`nothing said after ${JSON.stringify(said)}`);
      const choices =
        message.kind === 'buttons' ? message.buttons : message.kind === 'list' ? message.rows : [];
      for (const { id, title } of choices) this.taps.push({ kind: 'tap', id, title, on: 'button' });
    }
    const left = JSON.stringify({ ...this.chat.state, place: null });
    if (this.runs.length === 0 && /MBE|IBR|KIN|KXX/.test(left)) this.faults.push(`left behind: ${left}`);
  }

  private get runs(): string[] {
    const { run, paused } = this.chat.state;
    return [run, paused].flatMap((each) => each?.id ?? []);
  }

  /** Whether nothing may be said: nobody asked for anything, wants to hear no more, or the answer comes later. */
  private maySay({ kind }: InboundContent, wishes: readonly string[]): boolean {
    const { optedOut } = this.chat.state;
    return (
      kind === 'reaction' || kind === 'other' || optedOut || wishes.includes('ask') || wishes.includes('mute')
    );
  }

  private random(): number {
    this.state = (this.state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return this.state / 4_294_967_296;
  }

  private one<T>(list: readonly T[]): T {
    return list[Math.floor(this.random() * list.length)]!;
  }

  private anything(): InboundContent {
    const dice = this.random();
    if (dice < 0.45) return { kind: 'text', text: this.one(this.words) };
    if (dice < 0.65 && this.taps.length > 0) return this.one(this.taps.slice(-3));
    if (dice < 0.8 && this.taps.length > 0) return this.one(this.taps);
    if (dice < 0.88) return { kind: 'media', media: this.one(MEDIA), id: 'm' };
    if (dice < 0.9) return { kind: 'location', latitude: 0, longitude: 0 };
    if (dice < 0.92) return { kind: 'reaction', target: 'x' };
    if (dice < 0.95)
      return { kind: 'other', type: this.one(['system', 'contacts', '__proto__', 'order']), data: null };
    const on = this.one(['button', 'list', 'template'] as const);
    return { kind: 'tap', id: this.one(TAPS), title: this.one(WORDS), on };
  }
}

describe('any conversation at all', () => {
  const everybody = Array.from({ length: 400 }, (_, seed) => new Anybody(seed));
  beforeAll(() => {
    for (const anybody of everybody) for (let n = 0; n < 40; n++) anybody.act();
  });

  it('never throws, gets at most three messages a time, and leaves no answer behind', () => {
    expect(everybody.flatMap(({ faults }) => faults)).toEqual([]);
  });

  it('asks for a code only with all five answers', () => {
    const issues = everybody.flatMap(({ chat }) => chat.wishes.filter((wish) => wish.kind === 'issue'));
    const keys = issues.map((wish) => (wish.kind === 'issue' ? Object.keys(wish.answers).sort().join() : ''));
    expect(issues.length).toBeGreaterThan(5);
    expect([...new Set(keys)]).toEqual(['family,gender,given,town,year']);
  });

  it('gets through the other ends as well', () => {
    const ends = new Set(everybody.flatMap(({ chat }) => chat.wishes.map(({ kind }) => kind)));
    expect([...ends].sort()).toEqual([
      'ask',
      'browse',
      'cancel-order',
      'change-order',
      'confirm',
      'consent',
      'drop-out',
      'erase',
      'forget',
      'handover',
      'issue',
      'mute',
      'offer',
      'opt',
      'orders',
      'price',
      'recall',
      'show',
    ]);
  });

  it.each(['', 'null', '{}', '[]', '{"run":{}}', '{"language":"fr"}', '\u0000', '{"__proto__":1}'])(
    'a saved state %j that nobody understands is lost, not an error',
    (json) => {
      expect(revive(json, 'fr')).toMatchObject({ language: 'fr', run: null, ended: 'lost' });
    },
  );
});
