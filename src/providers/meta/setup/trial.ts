import { Secret } from '../../../kernel/secret.js';
import { textOf } from '../graph/failure.js';
import type { GraphClient } from '../graph/graph.client.js';
import { Patient, type Reply } from '../doctor/patient.js';
import { asList, asNumberId, asObject } from '../graph/json.js';
import { type Examination, Examiner } from '../tokens/examination.js';
import { IssuerUnreachable } from '../tokens/issuer.errors.js';

/** The values so far. */
export type Answers = Readonly<Record<string, string | undefined>>;

/** `works`, or what does not, and from which question on it has to be asked again; `untried` when Meta could not be asked. */
export type Verdict =
  | { state: 'works'; says: string }
  | { state: 'fails'; says: string; from: string }
  | { state: 'untried'; says: string };

/** Tries values at Meta as soon as they can be tried. */
export class Trial {
  constructor(private readonly graph: GraphClient) {}

  /** What can be said after this question; `null` when nothing can. */
  async after(name: string, answers: Answers): Promise<Verdict | null> {
    const {
      WHATSAPP_ACCESS_TOKEN: token,
      WHATSAPP_PHONE_NUMBER_ID: number,
      WHATSAPP_BUSINESS_ACCOUNT_ID: account,
    } = answers;
    if (!token) return null;
    if (name === 'WHATSAPP_ACCESS_TOKEN') return this.token(token, answers);
    if (name === 'WHATSAPP_BUSINESS_ACCOUNT_ID' && account)
      return this.account(this.patient(answers), account);
    if (name === 'WHATSAPP_PHONE_NUMBER_ID' && number)
      return this.number(this.patient(answers), number, account);
    return null;
  }

  private async token(token: string, answers: Answers): Promise<Verdict> {
    const { WHATSAPP_APP_ID: appId, WHATSAPP_APP_SECRET: appSecret } = answers;
    const subject = { token: new Secret(token), appId, appSecret: secret(appSecret), probe: 'me' };
    try {
      return verdictOn(await new Examiner(this.graph).examine(subject));
    } catch (error) {
      if (!(error instanceof IssuerUnreachable)) throw error;
      return { state: 'untried', says: error.publicText };
    }
  }

  private async account(patient: Patient, account: string): Promise<Verdict> {
    const reply = await patient.ask(account, { fields: 'id' });
    return opened(reply, 'WHATSAPP_BUSINESS_ACCOUNT_ID', 'le compte');
  }

  private async number(patient: Patient, number: string, account: string | undefined): Promise<Verdict> {
    const own = opened(await patient.ask(number, { fields: 'id' }), 'WHATSAPP_PHONE_NUMBER_ID', 'le numéro');
    if (own.state !== 'works' || !account) return own;
    const reply = await patient.ask(`${account}/phone_numbers`, { fields: 'id', limit: '100' });
    if (!reply.ok || asObject(reply.body['paging'])?.['next'] !== undefined) return own;
    const isOurs = asList(reply.body['data']).some((item) => asNumberId(asObject(item)?.['id']) === number);
    if (isOurs) return own;
    const says = 'Ce numéro n’appartient pas au compte donné avant.';
    return { state: 'fails', says, from: 'WHATSAPP_BUSINESS_ACCOUNT_ID' };
  }

  private patient({
    WHATSAPP_ACCESS_TOKEN: token = '',
    WHATSAPP_APP_SECRET,
    WHATSAPP_APP_ID: appId,
  }: Answers): Patient {
    const credential = { token: new Secret(token), appSecret: secret(WHATSAPP_APP_SECRET) };
    return new Patient({ id: '', numbers: [], isSet: true }, appId, credential, this.graph);
  }
}

function verdictOn({ appIsKnown, ofAnotherApp, valid, reason, missingScopes, kind }: Examination): Verdict {
  const fails = (says: string, from: string): Verdict => ({ state: 'fails', says, from });
  if (appIsKnown === false)
    return fails(
      'Meta ne reconnaît pas l’application : son identifiant ou son secret est faux.',
      'WHATSAPP_APP_ID',
    );
  if (ofAnotherApp) return fails('Ce jeton appartient à une autre application.', 'WHATSAPP_APP_ID');
  if (!valid) return fails(reason ?? 'Ce jeton n’est pas valable.', 'WHATSAPP_ACCESS_TOKEN');
  if (missingScopes.length > 0)
    return fails(`Il manque à ce jeton : ${missingScopes.join(', ')}.`, 'WHATSAPP_ACCESS_TOKEN');
  const lasting = kind === 'never-expiring' ? ' et n’expire jamais' : '';
  return { state: 'works', says: `L’application est reconnue ; le jeton est valable${lasting}.` };
}

function opened(reply: Reply, from: string, what: string): Verdict {
  if (reply.ok) return { state: 'works', says: `Le jeton ouvre ${what}.` };
  const { cause } = reply.failure;
  if (cause === 'passing' || cause === 'quota' || cause === 'malformed')
    return { state: 'untried', says: textOf(reply.failure) };
  return {
    state: 'fails',
    says: `Le jeton n’ouvre pas ${what}. Vérifiez l’identifiant et les droits de l’utilisateur système.`,
    from,
  };
}

function secret(value: string | undefined): Secret | undefined {
  return value === undefined ? undefined : new Secret(value);
}
