import type { FastifyInstance } from 'fastify';
import type { Said } from '../meta/inbound.js';
import type { Mouth, Stamp } from '../meta/mouth.js';
import { idNews, marketingNews, numberNews } from '../meta/person-news.js';
import type { Postman } from '../meta/postman.js';
import type { Tray } from '../meta/tray.js';
import type { Update } from '../meta/wire.js';
import type { Settings } from '../settings.js';
import type { Bubble } from '../world/chats.js';
import { digitsOf, type Phone } from '../world/phones.js';
import type { World } from '../world/world.js';
import { ControlError } from './manners.js';
import {
  batchWish,
  type ChangeWish,
  changeWish,
  type FileWish,
  type MessageWish,
  messageWish,
  phoneWish,
} from './requests.js';
import type { Samples } from './samples.js';

interface Parts {
  world: World;
  mouth: Mouth;
  postman: Postman;
  samples: Samples;
  tray: Tray;
  settings: Settings;
}

interface NumberParams {
  number: string;
}

const SHOWN = 50;

/** Phones, what they show, and what their people say. */
export function phonesController(app: FastifyInstance, parts: Parts): void {
  const { world } = parts;
  app.get('/sim/phones', () => world.phones.latest(SHOWN).map((phone) => withChat(world, phone)));
  app.post('/sim/phones', ({ body }, reply) => {
    return reply.code(201).send(world.phones.create(phoneWish.parse(body ?? {})));
  });
  app.get<{ Params: NumberParams }>('/sim/phones/:number', ({ params }) => {
    return withChat(world, phoneOf(world, params.number));
  });
  app.delete<{ Params: NumberParams }>('/sim/phones/:number', ({ params }, reply) => {
    world.phones.remove(phoneOf(world, params.number).number);
    return reply.code(204).send();
  });
  app.delete<{ Params: NumberParams }>('/sim/phones/:number/window', ({ params }, reply) => {
    world.phones.closeWindow(phoneOf(world, params.number).number);
    return reply.code(204).send();
  });
  speaking(app, parts);
  app.post<{ Params: NumberParams }>('/sim/phones/:number/changes', ({ params, body }, reply) => {
    const updates = changed(parts, phoneOf(world, params.number), changeWish.parse(body));
    for (const update of updates) void parts.tray.put(update);
    return reply.code(201).send({ told: updates.map(({ what }) => what) });
  });
}

/** The person is changed, and what WhatsApp tells of it is made. */
function changed({ world, settings }: Parts, phone: Phone, wish: ChangeWish): Update[] {
  const now = Date.now();
  if (wish.type === 'marketing') return [marketingNews(settings, phone, wish.value, now)];
  if (wish.type === 'user-id')
    return idNews(settings, phone, world.phones.reidentify(phone.number) ?? phone, now);
  const after = world.phones.renumber(phone.number, wish.number) ?? phone;
  world.chats.move(phone.number, after.number);
  world.news.publish({ kind: 'phone-gone', number: phone.number });
  return [numberNews(phone, after, now)];
}

function speaking(app: FastifyInstance, parts: Parts): void {
  app.post<{ Params: NumberParams }>('/sim/phones/:number/messages', async ({ params, body }, reply) => {
    const wish = messageWish.parse(body);
    const number = mustBeNumber(params.number);
    const { phone, said } = await understand(parts, number, wish);
    const { id } = parts.mouth.say(phone, said, stampOf(wish));
    return reply.code(201).send({ id });
  });
  app.post('/sim/messages', async ({ body }, reply) => {
    const { messages, as, order, copies } = batchWish.parse(body);
    const updates = [];
    for (const wish of messages) {
      const { phone, said } = await understand(parts, wish.from, wish);
      updates.push(parts.mouth.utter(phone, said, stampOf(wish)));
    }
    const sent = order === 'reversed' ? updates.toReversed() : updates;
    for (const parcel of as === 'batch' ? [sent] : sent.map((update) => [update])) {
      void parts.postman.post(parcel, copies).then((taken) => {
        for (const { id } of parcel) parts.mouth.arrived(id, taken);
      });
    }
    return reply.code(201).send({ ids: updates.map(({ id }) => id) });
  });
}

/** Finds or makes the phone, and turns the wish into something said. */
async function understand(
  parts: Parts,
  number: string,
  wish: MessageWish,
): Promise<{ phone: Phone; said: Said }> {
  const { phones } = parts.world;
  if (wish.to !== undefined && !parts.world.lines.ofNumber(wish.to))
    throw new ControlError(404, `The service has no number ${wish.to}.`);
  const known = phones.get(number);
  const renamed = wish.name !== undefined && wish.name !== known?.name;
  const phone = known && !renamed ? known : phones.create({ number, name: wish.name });
  return { phone, said: await saidOf(parts, phone, wish) };
}

async function saidOf({ mouth, samples }: Parts, phone: Phone, wish: MessageWish): Promise<Said> {
  switch (wish.type) {
    case 'tap':
      return mouth.findTap(phone, wish);
    case 'text': {
      const { type, text, replyTo, forwarded, product, referral } = wish;
      return { type, text, replyTo, forwarded, product, referral };
    }
    case 'form': {
      const { messageId, token } = mouth.findForm(phone, wish.messageId);
      const fields = { ...(token !== undefined && { flow_token: token }), ...wish.fields };
      return { type: 'form', name: wish.form, fields, ...(messageId && { messageId }) };
    }
    case 'order':
      return { type: 'order', catalog: wish.catalog, items: wish.items, text: wish.text };
    case 'edit':
      return { type: 'edit', messageId: wish.messageId, text: wish.text };
    case 'revoke':
      return { type: 'revoke', messageId: wish.messageId };
    case 'unsupported':
      return { type: 'unsupported', what: wish.what };
    case 'location': {
      const { type, latitude, longitude, label, address } = wish;
      return { type, latitude, longitude, ...(label && { name: label }), ...(address && { address }) };
    }
    case 'contacts':
      return { type: 'contacts', people: wish.people };
    case 'reaction':
      return { type: 'reaction', messageId: wish.messageId, emoji: wish.emoji };
    default:
      return mediaSaid(samples, wish);
  }
}

async function mediaSaid(samples: Samples, wish: FileWish): Promise<Said> {
  const medium = await samples.take(wish);
  if (!medium)
    throw new ControlError(422, `There is no file for "${wish.type}": give base64 or a known mediaId.`);
  const type = wish.type === 'voice' ? 'audio' : wish.type;
  return { type, medium, caption: wish.caption, voice: wish.type === 'voice' };
}

function stampOf({ id, at, to }: MessageWish): Stamp {
  return { ...(id && { id }), ...(at && { at: Date.parse(at) }), ...(to && { to }) };
}

function withChat(world: World, phone: Phone): Phone & { chat: Bubble[] } {
  return { ...phone, chat: world.chats.of(phone.number) };
}

function mustBeNumber(text: string): string {
  const number = digitsOf(text);
  if (number === undefined) throw new ControlError(400, `"${text}" is not a phone number.`);
  return number;
}

function phoneOf(world: World, text: string): Phone {
  const phone = world.phones.get(mustBeNumber(text));
  if (!phone) throw new ControlError(404, `There is no phone ${text}.`);
  return phone;
}
