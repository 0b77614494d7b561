import type { FastifyInstance } from 'fastify';
import type { ObjectParams } from './graph.controller.js';
import { VERSION } from './graph.controller.js';
import { numberView } from './account-view.js';
import { GraphError } from './graph.errors.js';
import type { Handshake } from './handshake.js';
import type { Management } from './management.js';

interface Parts {
  management: Management;
  handshake: Handshake;
}

interface Call {
  Params: ObjectParams;
  Querystring: { fields?: string };
}

const LONGEST_ADDRESS = 200;

/** What belongs to the account: its number, and the app that hears of it. */
export function accountController(app: FastifyInstance, { management, handshake }: Parts): void {
  app.get<Call>(`${VERSION}/:id/phone_numbers`, (request, reply) => {
    return management.answer(request, reply, { on: 'account', what: 'account:numbers' }, () => {
      const { lines, account } = management.mustBeOurAccount(request);
      const data = lines.map(({ settings }) => numberView(settings, account.read(), request.query.fields));
      const cursors = { before: 'MAZDZD', after: 'MAZDZD' };
      return { body: { data, paging: { cursors } } };
    });
  });
  const path = `${VERSION}/:id/subscribed_apps`;
  app.get<Call>(path, (request, reply) => {
    return management.answer(request, reply, { on: 'account', what: 'account:subscriptions' }, () => {
      return { body: { data: subscriptions(management.mustBeOurAccount(request)) } };
    });
  });
  app.post<Call>(path, async (request, reply) => {
    const override = await overrideIn(request.body, handshake);
    const facts = { on: 'account', what: 'account:subscribe', body: { override } } as const;
    return management.answer(request, reply, facts, () => {
      const { account } = management.mustBeOurAccount(request);
      if (override instanceof GraphError) throw override;
      account.change({ subscribed: true, override });
      return { body: { success: true } };
    });
  });
  app.delete<Call>(path, (request, reply) => {
    return management.answer(request, reply, { on: 'account', what: 'account:unsubscribe' }, () => {
      management.mustBeOurAccount(request).account.change({ subscribed: false, override: null });
      return { body: { success: true } };
    });
  });
}

function subscriptions({ lines: [line], account }: ReturnType<Management['mustBeOurAccount']>): object[] {
  const { subscribed, override } = account.read();
  if (!subscribed || !line) return [];
  const { appId, serviceName } = line.settings;
  const app = { id: appId, link: `https://www.facebook.com/games/?app_id=${appId}`, name: serviceName };
  return [{ whatsapp_business_api_data: app, ...(override && { override_callback_uri: override }) }];
}

/** The other address for messages, once it has proved that it knows its token; without one there is no override. */
async function overrideIn(body: unknown, handshake: Handshake): Promise<string | null | GraphError> {
  const { override_callback_uri: url, verify_token: token } = (body ?? {}) as Record<string, unknown>;
  if (url === undefined) return null;
  const isAddress = typeof url === 'string' && url.length <= LONGEST_ADDRESS && URL.canParse(url);
  if (!isAddress || typeof token !== 'string') {
    return new GraphError(100, { message: '(#100) Param override_callback_uri must be a valid URI' });
  }
  const { verified } = await handshake.ask(url, token);
  if (verified) return url;
  return new GraphError(2200, {
    message:
      '(#2200) Callback verification failed with the following errors: HTTP status or challenge is wrong',
  });
}
