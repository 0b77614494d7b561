import { Secret } from '../../../kernel/secret.js';
import type { Tokens } from '../../../token/token.contract.js';
import type { NumberCheck, NumberKeeper, OwnNumber } from '../../../whatsapp/whatsapp.port.js';
import type { AccountOutcome } from '../api/account.client.js';
import type { Accounts } from '../api/accounts.js';
import { asList, asObject } from '../api/json.js';
import type { Answered } from '../api/twilio.client.js';
import { channelError, failureIn } from '../api/twilio.errors.js';
import { isAccountSid, TWILIO } from '../api/words.js';
import { AccountRefused } from './issuer.errors.js';

type Step = NumberCheck['steps'][number];

const NUMBER = /^[1-9]\d{6,14}$/;

/** Adds accounts at Twilio to those of the settings, and tries numbers out. */
export class TwilioNumberKeeper implements NumberKeeper {
  readonly channel = TWILIO;
  readonly secrets = {
    authToken: 'Le jeton principal (Auth Token) du compte, dans la console de Twilio.',
  };

  constructor(
    private readonly accounts: Accounts,
    private readonly tokens: Tokens,
    private readonly publicBaseUrl: string | undefined,
  ) {}

  async connect(
    { id, numbers }: { id: string; numbers: readonly string[] },
    { authToken }: Readonly<Record<string, string>>,
  ): Promise<void> {
    this.mustFit(id, numbers);
    await this.accounts.consider(id, async () => {
      if (authToken === undefined) {
        // The token in use opens the whole account: it has to be there.
        await this.tokens.use(id);
        return;
      }
      const token = new Secret(authToken);
      await this.tokens.replace(id, token, token);
    });
  }

  forget(accountId: string): Promise<void> {
    return this.tokens.forget(accountId);
  }

  async test(number: OwnNumber): Promise<NumberCheck> {
    const client = this.accounts.of(number.accountId);
    const account = accountStep(await client.account());
    const senders = account.step.ok ? await client.senders() : null;
    const sender = senders && senderStep(number, senders);
    const steps = [account.step, ...(sender ? [sender.step] : []), this.addressStep()];
    return {
      ok: steps.every(({ ok }) => ok),
      steps,
      facts: { ...account.facts, ...sender?.facts },
    };
  }

  private mustFit(id: string, numbers: readonly string[]): void {
    if (this.publicBaseUrl === undefined)
      throw new AccountRefused(
        'Donnez d’abord PUBLIC_BASE_URL : Twilio signe cette adresse, et y prend les fichiers.',
      );
    if (!isAccountSid(id))
      throw new AccountRefused('Un compte Twilio s’écrit AC suivi de 32 chiffres hexadécimaux.');
    if (numbers.some((number) => !NUMBER.test(number)))
      throw new AccountRefused(
        'Un numéro chez Twilio s’écrit en chiffres, avec l’indicatif du pays et sans +.',
      );
  }

  private addressStep(): Step {
    const name = 'Adresse publique';
    const url = this.publicBaseUrl;
    if (url === undefined)
      return { name, ok: false, message: 'PUBLIC_BASE_URL manque : les webhooks sont refusés.' };
    return {
      name,
      ok: true,
      message: `Dans la console de Twilio, le webhook doit être ${url}/twilio/webhook.`,
    };
  }
}

function accountStep(outcome: AccountOutcome): { step: Step; facts: Record<string, string> } {
  const name = 'Compte';
  const body = isSuccess(outcome) ? outcome.body : undefined;
  if (!body) return { step: { name, ok: false, message: reasonOf(outcome) }, facts: {} };
  const status = plain(body['status']);
  const isOpen = status === undefined || status === 'active';
  const message = isOpen ? 'Le jeton ouvre le compte.' : `Le compte n’est pas actif (${status}).`;
  const label = plain(body['friendly_name']);
  return {
    step: { name, ok: isOpen, message },
    facts: { ...(label && { account: label }), ...(status && { accountStatus: status }) },
  };
}

/** A list that cannot be read says nothing about the number. */
function senderStep(
  { id }: OwnNumber,
  outcome: AccountOutcome,
): { step: Step; facts: Record<string, string> } {
  const name = 'Expéditeur WhatsApp';
  const senders = isSuccess(outcome) ? outcome.body?.['senders'] : undefined;
  if (!Array.isArray(senders))
    return {
      step: { name, ok: true, message: 'La liste des expéditeurs n’a pas pu être lue : non vérifié.' },
      facts: {},
    };
  const found = asList(senders)
    .map(asObject)
    .find((sender) => sender?.['sender_id'] === `whatsapp:+${id}`);
  if (!found)
    return {
      step: { name, ok: false, message: 'Ce numéro n’est pas parmi les expéditeurs WhatsApp du compte.' },
      facts: {},
    };
  const status = plain(found['status']) ?? 'unknown';
  const isOnline = status.startsWith('ONLINE');
  const message = isOnline ? 'Le numéro est en ligne.' : `Le numéro n’est pas en ligne (${status}).`;
  return { step: { name, ok: isOnline, message }, facts: { senderStatus: status } };
}

function isSuccess(outcome: AccountOutcome): outcome is Answered {
  return outcome.end === 'answered' && outcome.status === 200;
}

function reasonOf(outcome: AccountOutcome): string {
  if (outcome.end === 'unsent' || outcome.end === 'unknown') return 'Twilio n’a pas répondu.';
  const body = outcome.end === 'tokenless' ? outcome.answer?.body : outcome.body;
  if (!body) return 'Aucun jeton de ce compte ne fonctionne, ou la réponse ne vient pas de Twilio.';
  const { meaning, advice } = channelError(failureIn(body));
  return `${meaning} ${advice}`;
}

function plain(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, 200) : undefined;
}
