import { Injectable, Logger } from '@nestjs/common';
import { RelaisError } from '../../../kernel/error.js';
import { Secret } from '../../../kernel/secret.js';
import { Tokens } from '../../../token/token.contract.js';
import type { NumberCheck, NumberKeeper, OwnNumber } from '../../../whatsapp/whatsapp.port.js';
import { Doctor } from '../doctor/doctor.js';
import type { Finding } from '../doctor/finding.js';
import { Patient } from '../doctor/patient.js';
import { Accounts } from '../graph/accounts.js';
import { failureOf, textOf } from '../graph/failure.js';
import type { Credential } from '../graph/graph.client.js';
import { asList, asNumberId, asObject } from '../graph/json.js';
import { MetaTokenIssuer } from '../tokens/meta.issuer.js';
import { META } from '../webhook/arrival.js';
import { factsOf } from './facts.js';
import { NotConfirmed } from './keeper.errors.js';

const DIGITS = /^\d{1,32}$/;

interface Wanted {
  id: string;
  numbers: readonly string[];
}

/** Meta's accounts and numbers that the API adds. */
@Injectable()
export class MetaNumberKeeper implements NumberKeeper {
  readonly channel = META;
  readonly secrets = {
    accessToken: 'jeton d’accès d’un utilisateur système, avec les deux permissions WhatsApp',
    appSecret: 'secret de l’application qui reçoit les webhooks ; inutile si c’est celle des réglages',
  };
  private readonly logger = new Logger('Meta');

  constructor(
    private readonly accounts: Accounts,
    private readonly tokens: Tokens,
    private readonly issuer: MetaTokenIssuer,
    private readonly doctor: Doctor,
  ) {}

  async connect(wanted: Wanted, secrets: Readonly<Record<string, string>>): Promise<void> {
    const wrong = [wanted.id, ...wanted.numbers].find((id) => !DIGITS.test(id));
    if (wrong !== undefined)
      throw new NotConfirmed(`« ${wrong} » n’est pas un identifiant de Meta : ce ne sont que des chiffres.`);
    const { accessToken, appSecret } = secrets;
    if (accessToken !== undefined) await this.connectAccount(wanted, accessToken, appSecret);
    else if (appSecret === undefined) await this.connectNumbers(wanted);
    else throw new NotConfirmed('le jeton d’accès (accessToken) manque.');
  }

  async test({ accountId, id }: OwnNumber): Promise<NumberCheck> {
    try {
      const findings = await this.doctor.diagnoseNumber(accountId, id);
      const credential = await this.credentialOf(accountId).catch(() => null);
      const facts = credential === null ? {} : await factsOf(this.patient(accountId, credential), id);
      return { ok: findings.every(({ state }) => state !== 'fault'), steps: findings.map(stepOf), facts };
    } catch (error) {
      if (!(error instanceof RelaisError)) throw error;
      return { ok: false, steps: [{ name: 'reach', ok: false, message: error.publicText }], facts: {} };
    }
  }

  forget(accountId: string): Promise<void> {
    return this.tokens.forget(accountId);
  }

  private connectAccount(wanted: Wanted, accessToken: string, given: string | undefined): Promise<void> {
    const token = new Secret(accessToken);
    const appSecret = given === undefined ? undefined : new Secret(given);
    return this.accounts.consider(wanted, async () => {
      const secret = appSecret ?? this.accounts.get(wanted.id)?.appSecret;
      if (secret === undefined)
        throw new NotConfirmed('le secret de l’application (appSecret) manque, ici et dans les réglages.');
      const reason = await this.issuer.tryOut(wanted.id, token, secret);
      if (reason !== null) throw new NotConfirmed(reason);
      await this.mustOwn(wanted, { token, appSecret: secret });
      await this.tokens.replace(wanted.id, token, appSecret);
      await this.subscribe(wanted.id);
    });
  }

  /** Numbers of an account that is there already. */
  private async connectNumbers(wanted: Wanted): Promise<void> {
    const account = this.accounts.get(wanted.id);
    if (!account?.businessAccountId)
      throw new NotConfirmed('sans identifiant de compte WhatsApp Business, ce compte n’a qu’un numéro.');
    await this.mustOwn(wanted, await this.credentialOf(wanted.id));
  }

  private async mustOwn({ id, numbers }: Wanted, credential: Credential): Promise<void> {
    const patient = new Patient({ id, numbers, isSet: false }, undefined, credential, this.accounts.graph);
    const left = new Set(numbers);
    for (let after: string | undefined = ''; after !== undefined && left.size > 0;) {
      const page: Record<string, string> = after === '' ? {} : { after };
      const reply = await patient.ask(`${id}/phone_numbers`, { fields: 'id', limit: '100', ...page });
      if (!reply.ok)
        throw new NotConfirmed(`les numéros du compte n’ont pas pu être lus. ${textOf(reply.failure)}`);
      for (const item of asList(reply.body['data'])) left.delete(asNumberId(asObject(item)?.['id']) ?? '');
      after = nextIn(reply.body['paging']);
    }
    if (left.size > 0) throw new NotConfirmed(`le compte ${id} n’a pas de numéro ${[...left].join(', ')}.`);
  }

  /** Without it, nothing that people write to the account arrives. What goes wrong here, the test of the number shows. */
  private async subscribe(id: string): Promise<void> {
    const outcome = await this.accounts.client(id).call({ method: 'POST', path: `${id}/subscribed_apps` });
    const failure = outcome.end === 'answered' ? failureOf(outcome) : null;
    if (outcome.end === 'answered' && failure === null)
      this.logger.log(`the app is subscribed to account ${id}`);
    else this.logger.warn(`the app could not be subscribed to account ${id}: ${outcome.end}`);
  }

  private async credentialOf(accountId: string): Promise<Credential> {
    const [appSecret] = this.tokens.appSecrets(accountId);
    return { token: (await this.tokens.use(accountId)).secret, appSecret };
  }

  private patient(id: string, credential: Credential): Patient {
    return new Patient({ id, numbers: [], isSet: false }, undefined, credential, this.accounts.graph);
  }
}

function nextIn(paging: unknown): string | undefined {
  const seen = asObject(paging);
  const after = asObject(seen?.['cursors'])?.['after'];
  return typeof seen?.['next'] === 'string' && typeof after === 'string' && after !== '' ? after : undefined;
}

function stepOf({ check, state, says, advice }: Finding): NumberCheck['steps'][number] {
  return { name: check, ok: state !== 'fault', message: advice === undefined ? says : `${says} ${advice}` };
}
