import type { Desk } from './desk.js';
import type { Part } from './people.js';
import type { Player } from './player.js';

/** Those who are at work, and what a person of the demonstration meets. */
export interface Stage {
  desk: Desk;
  /** Whether the questions begin with a consent, and end with a summary. */
  asksConsent: boolean;
  asksConfirmation: boolean;
  /** Id of the user who answers people. */
  agentId: string;
  /** What can be bought. */
  goods: readonly Good[];
}

export interface Good {
  sku: string;
  price: string;
  currency: string;
}

type Scene = (player: Player, stage: Stage) => Promise<unknown>;

/** What each part is. Each person stands alone: scenes are played side by side. */
export const SCENES: Readonly<Record<Part, Scene>> = {
  registers,
  'has-the-same-code': registers,

  async thanks(player, stage) {
    await registers(player, stage);
    await player.says('Merci beaucoup');
    await player.says('mon code');
    // Whoever asks again is asked one answer, to be sure; this one does not know it any more.
    await player.says('menu');
  },

  async buys(player, { desk, goods }) {
    await player.says('Bonjour');
    const n = Number(player.person.phone.slice(-3));
    const [good = goods[0]] = goods.slice(n % Math.max(1, goods.length));
    if (good === undefined) return;
    const item = {
      product: good.sku,
      quantity: 1 + (n % 3),
      price: Number(good.price),
      currency: good.currency,
    };
    await player.does({ type: 'order', catalog: '1', items: [item] });
    await player.says('oui');
    const contactId = await contactOf(player, desk);
    const { items } = await desk.get<Listed>(`api/orders?contactId=${contactId}&limit=1`);
    for (const { id } of items) await desk.post(`api/orders/${id}/state`, { state: 'preparing' });
  },

  async leaves(player, stage) {
    await begins(player, stage);
    for (const answer of player.person.answers.slice(0, 2)) await player.says(answer);
    await player.says('annuler');
  },

  async refuses(player, { asksConsent }) {
    await player.says('Bonjour');
    await player.says('code');
    await player.says(asksConsent ? 'non' : 'annuler');
  },

  async waits(player) {
    await player.says('Bonsoir');
    await player.says('Parler à quelqu’un');
    await player.adds('Le centre est-il ouvert samedi matin ?');
  },

  'is-answered': isAnswered,

  async 'is-done'(player, stage) {
    const conversation = await isAnswered(player, stage);
    await player.adds('Merci, à demain.');
    const { desk } = stage;
    await desk.post(`${conversation}/notes`, {
      text: 'Démonstration : horaires donnés, rien d’autre à faire.',
    });
    await desk.call('PUT', `${conversation}/labels`, { labels: ['horaires'] });
    await desk.post(`${conversation}/close`);
  },

  async 'is-out-of-reach'(player, stage) {
    await registers(player, stage);
    await player.disappears();
    const text = { body: 'Bonjour, ceci est une démonstration : votre rendez-vous est demain à 9 heures.' };
    await stage.desk.post('api/messages', { to: player.person.phone, type: 'text', text });
  },

  async stops(player) {
    await player.says('Bonjour');
    await player.says('stop');
  },
};

interface Listed {
  items: { id: string }[];
}

async function begins(player: Player, { asksConsent }: Stage): Promise<void> {
  await player.says('Bonjour');
  await player.says('code');
  if (asksConsent) await player.says('oui');
}

async function registers(player: Player, stage: Stage): Promise<void> {
  await begins(player, stage);
  for (const answer of player.person.answers) await player.says(answer);
  if (stage.asksConfirmation) await player.says('oui');
}

/** Somebody of the team takes over; resolves with the address of the conversation. */
async function isAnswered(player: Player, { desk, agentId }: Stage): Promise<string> {
  await player.says('Bonjour');
  await player.says('Parler à quelqu’un');
  await player.adds('À quelle heure ouvre le centre demain ?');
  const { items } = await desk.get<Listed>(`api/conversations?q=${player.person.phone}`);
  const conversation = `api/conversations/${items[0]?.id}`;
  await desk.post(`${conversation}/assign`, { userId: agentId });
  await desk.post(`${conversation}/messages`, { text: 'Bonjour, nous ouvrons à 8 heures. À demain !' });
  return conversation;
}

async function contactOf({ person }: Player, desk: Desk): Promise<string> {
  const { items } = await desk.get<Listed>(`api/contacts?phone=${person.phone}`);
  return items[0]?.id ?? '';
}
