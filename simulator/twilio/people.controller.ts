import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { faultWish } from '../control/fault-requests.js';
import { ControlError } from '../control/manners.js';
import { digitsOf } from '../world/phones.js';
import type { Said } from './person.js';
import type { Twilio } from './twilio.js';

const text = z.string().max(1_600);
const saidWish = z.object({
  text: text.optional(),
  files: z
    .array(z.object({ base64: z.base64(), mime: z.string().max(100) }))
    .max(10)
    .optional(),
  place: z
    .object({
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
      label: z.string().max(200).optional(),
      address: z.string().max(400).optional(),
    })
    .optional(),
  button: z.object({ text: z.string().min(1), payload: z.string().min(1) }).optional(),
  replyTo: z.string().optional(),
  /** To say the same message again. */
  sid: z
    .string()
    .regex(/^[SM]M[0-9a-f]{32}$/)
    .optional(),
  name: z.string().min(1).max(100).optional(),
  hidden: z.boolean().optional(),
});

const numeric = z.coerce.number().int().min(0);
const sentWish = z.object({
  to: z.string().optional(),
  after: numeric.optional(),
  atLeast: numeric.default(1),
  waitMs: numeric.max(60_000).default(0),
});

/** People who write to the number at Twilio, what they got, and what goes wrong. */
export function peopleController(app: FastifyInstance, twilio: Twilio): void {
  app.post<{ Params: { number: string } }>(
    '/sim/twilio/phones/:number/messages',
    async ({ params, body }, reply) => {
      const { name, hidden, files, ...said } = saidWish.parse(body);
      const number = digitsOf(params.number);
      if (number === undefined) throw new ControlError(400, `"${params.number}" is not a phone number.`);
      const phone = twilio.world.phones.create({ number, name, hidden });
      const kept = files?.map(({ base64, mime }) => {
        return twilio.world.gallery.add({ bytes: Buffer.from(base64, 'base64'), mime });
      });
      const whole: Said = { ...said, ...(kept && { files: kept }) };
      return reply.code(201).send(await twilio.people.say(phone, whole));
    },
  );
  app.get('/sim/twilio/sent', async ({ query }) => {
    const { to, after, atLeast, waitMs } = sentWish.parse(query);
    const filter = { to: to === undefined ? undefined : (digitsOf(to) ?? to), after };
    return { items: await twilio.book.wait(filter, { atLeast, ms: waitMs }) };
  });
  app.get('/sim/twilio/webhooks', () => ({ items: twilio.postman.list() }));
  app.post('/sim/twilio/faults', ({ body }, reply) => {
    const { on: _on, to, times, skip, ...trouble } = faultWish.parse(body);
    const whom = { on: 'messages' as const, left: times, ...(to && { to }), ...(skip > 0 && { skip }) };
    return reply.code(201).send(twilio.faults.add({ trouble, ...whom }));
  });
  app.get('/sim/twilio/faults', () => twilio.faults.list());
  app.delete('/sim/twilio/faults', () => ({ cleared: twilio.faults.clear() }));
}
