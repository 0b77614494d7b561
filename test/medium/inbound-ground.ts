import { runInContext } from '../../src/platform/web/request-context.js';
import type { OwnAccountRow } from '../../src/whatsapp/numbers/account.entity.js';
import { NumberBook } from '../../src/whatsapp/numbers/number-book.js';
import type { OwnNumberRow } from '../../src/whatsapp/numbers/number.entity.js';
import type { InboundMessage, WhatsApp } from '../../src/whatsapp/whatsapp.contract.js';
import type {
  EchoUpdate,
  PersonUpdate,
  PreferenceUpdate,
} from '../../src/whatsapp/whatsapp-updates.contract.js';
import { InboundHandler, type OwnNumber } from '../../src/whatsapp/whatsapp.port.js';

/** Remembers every message whole and answers a text with a word of its own, as an answer to it. */
export class Answerer extends InboundHandler {
  readonly heard: InboundMessage[] = [];
  /** Thrown instead of an answer, as long as it is there. */
  fault: Error | null = null;

  constructor(private readonly whatsapp: WhatsApp) {
    super();
  }

  async handle(messages: readonly InboundMessage[]): Promise<void> {
    if (this.fault !== null) throw this.fault;
    this.heard.push(...messages);
    const texts = messages.filter(({ content }) => content.kind === 'text');
    await this.whatsapp.send(
      texts.map(({ id: causeId, contactId, channel, number, content }) => {
        const said = content.kind === 'text' ? content.text : '';
        const sensitive = said.startsWith('secret');
        const answer = { kind: 'text', text: `vu ${said}` } as const;
        return { contactId, channel, number, content: answer, sensitive, causeId, flow: 'uic' };
      }),
    );
  }
}

let serial = 0;

/** A person is somewhere else now. */
export function moved(
  previous: PersonUpdate['previous'],
  current: PersonUpdate['current'],
  over: Partial<PersonUpdate> = {},
): PersonUpdate {
  serial += 1;
  const providerId = `moved-${serial}`;
  return {
    kind: 'person',
    channel: 'test',
    number: '1',
    providerId,
    at: new Date(),
    previous,
    current,
    ...over,
  };
}

export function preference(
  from: PreferenceUpdate['from'],
  marketing: PreferenceUpdate['marketing'],
): PreferenceUpdate {
  serial += 1;
  const providerId = `preference-${serial}`;
  return { kind: 'preference', channel: 'test', number: '1', providerId, at: new Date(), from, marketing };
}

/** Somebody of the team wrote on the phone that shares our number. */
export function echo(text: string, over: Partial<EchoUpdate> = {}): EchoUpdate {
  serial += 1;
  return {
    kind: 'echo',
    channel: 'test',
    number: '1',
    providerId: `echo-${serial}`,
    to: { waId: '243810000001' },
    at: new Date(),
    content: { kind: 'text', text },
    ...over,
  };
}

/** Sets how numbers are, as the API would. Those that are named are added where they are not there yet. */
export function setNumbers(book: NumberBook, states: Readonly<Record<string, OwnNumber['state']>>): void {
  const account: OwnAccountRow = Object.assign({} as OwnAccountRow, {
    id: 'added',
    channel: 'test',
    label: null,
    source: 'api',
    createdAt: new Date(),
  });
  const nothing = { label: null, phone: null, perSecond: null, entryFlow: null, catalogId: null };
  const numbers = Object.entries(states).map(([id, state]): OwnNumberRow => ({
    ...nothing,
    id,
    channel: 'test',
    accountId: 'added',
    state,
    source: 'api',
    createdAt: new Date(),
  }));
  book.take({ accounts: [account], numbers });
}

/** Does something on behalf of a caller who holds these permissions only. */
export function asCaller<T>(permissions: readonly string[], work: () => Promise<T>): Promise<T> {
  const context = {
    requestId: 'test-request',
    may: (permission: string) => permissions.includes(permission),
  };
  return runInContext(context, work);
}
