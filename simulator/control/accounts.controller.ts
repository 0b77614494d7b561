import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Line } from '../world/lines.js';
import type { World } from '../world/world.js';
import { ControlError } from './manners.js';
import { phoneNumber } from './requests.js';

const id = z.string().regex(/^\d{1,32}$/);
const lineWish = z.strictObject({
  businessAccountId: id.optional(),
  serviceName: z.string().min(1).max(100).optional(),
  /** Of an app of its own, unless it is that of another account. */
  appId: id.optional(),
  appSecret: z.string().min(1).max(200).optional(),
  /** Made up where absent; not for an account that is there already. */
  accessToken: z.string().min(1).max(1_000).optional(),
  numbers: z
    .array(z.strictObject({ phoneNumberId: id.optional(), displayPhoneNumber: phoneNumber.optional() }))
    .min(1)
    .max(100),
});

/** Accounts of the service beside that of the settings, each with its numbers, its app and its token. */
export function accountsControl(app: FastifyInstance, { lines, tokens }: World): void {
  app.get('/sim/accounts', () => shown(lines.all()));
  app.post('/sim/accounts', ({ body }, reply) => {
    const { accessToken, ...wish } = lineWish.parse(body);
    const taken = wish.numbers.find(({ phoneNumberId }) => lines.ofNumber(phoneNumberId) !== undefined);
    if (taken) throw new ControlError(409, `There is a number ${taken.phoneNumberId ?? ''} already.`);
    const isNew = lines.ofAccount(wish.businessAccountId ?? '').length === 0;
    const [line] = lines.add(wish);
    const account = line?.settings.businessAccountId ?? '';
    const token = isNew ? tokens.make({ value: accessToken, account }, Date.now()).value : undefined;
    const [made] = shown(lines.ofAccount(account));
    return reply.code(201).send({ ...made, ...(token !== undefined && { accessToken: token }) });
  });
}

function shown(lines: readonly Line[]): object[] {
  const accounts = new Map<string, { settings: Line['settings']; numbers: object[] }>();
  for (const { settings } of lines) {
    const { businessAccountId, phoneNumberId, displayPhoneNumber } = settings;
    const known = accounts.get(businessAccountId) ?? { settings, numbers: [] };
    known.numbers.push({ phoneNumberId, displayPhoneNumber });
    accounts.set(businessAccountId, known);
  }
  return [...accounts.values()].map(({ settings, numbers }) => {
    const { businessAccountId, serviceName, appId, appSecret } = settings;
    return { businessAccountId, serviceName, appId, appSecret, numbers };
  });
}
