import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { RelaisError } from '../../../kernel/error.js';
import type { Secret } from '../../../kernel/secret.js';
import { Settings } from '../../../platform/config/settings.js';
import { Tokens } from '../../../token/token.contract.js';
import { Accounts, type MetaAccount } from '../graph/accounts.js';
import { type Examination, Examiner } from '../tokens/examination.js';
import { IssuerUnreachable } from '../tokens/issuer.errors.js';
import { accountFindings, numberFindings, templateFindings } from './account-checks.js';
import { answerFindings } from './answer-checks.js';
import { type Diagnosis, diagnosisOf, type Finding, fault, ok } from './finding.js';
import { Patient } from './patient.js';
import { settingsFindings } from './settings-checks.js';
import { tokenFindings } from './token-checks.js';
import { webhookFindings } from './webhook-checks.js';

/** What the settings say of their own account is nothing to one that was added. */
const OF_THE_FIRST = new Set(['settings.number', 'settings.secret', 'settings.account', 'settings.app']);

/** Looks at everything that WhatsApp needs in order to work, and says of each thing what it means and what to do. */
@Injectable()
export class Doctor {
  constructor(
    private readonly settings: Settings,
    private readonly accounts: Accounts,
    private readonly tokens: Tokens,
    private readonly clock: Clock,
  ) {}

  async diagnose(): Promise<Diagnosis[]> {
    const settings = settingsFindings(this.settings);
    if (this.accounts.all.length === 0) return [diagnosisOf(null, settings)];
    const diagnoses: Diagnosis[] = [];
    for (const account of this.accounts.all) {
      const general = settings.filter(({ check }) => account.isSet || !OF_THE_FIRST.has(check));
      diagnoses.push(diagnosisOf(account.id, [...general, ...(await this.examine(account))]));
    }
    return diagnoses;
  }

  /** All of it, for one number of an account. */
  async diagnoseNumber(accountId: string, number: string): Promise<Finding[]> {
    const account = this.accounts.get(accountId);
    if (!account) throw new Error(`no account ${accountId} is configured`);
    return this.examine({ ...account, numbers: [number] });
  }

  private async examine(account: MetaAccount): Promise<Finding[]> {
    const secret = await this.tokenOf(account);
    if (secret instanceof RelaisError) {
      const advice =
        'Donnez-en un : « npm run relais -- token:setup », ou POST /api/wallet/update-whatsapp-token.';
      return [fault('token', secret.publicText, advice)];
    }
    const [appSecret] = this.tokens.appSecrets(account.id);
    const { graph } = this.accounts;
    const { businessAccountId, isSet } = account;
    const appId = this.accounts.appIdOf(account, appSecret);
    try {
      const subject = { token: secret, appSecret, appId, businessAccountId, probe: account.id };
      const seen = await new Examiner(graph).examine(subject);
      const app = isSet ? appId : (appId ?? seen.appId ?? undefined);
      const patient = new Patient(account, app, { token: secret, appSecret }, graph);
      return [...tokenFindings(seen, this.clock.now()), ...(await this.reach(patient, seen))];
    } catch (error) {
      if (!(error instanceof IssuerUnreachable)) throw error;
      return [fault('reach', error.publicText, 'Rien d’autre n’a pu être vérifié.')];
    }
  }

  /** What only a token that lives can show. */
  private async reach(patient: Patient, { valid }: Examination): Promise<Finding[]> {
    if (!valid) return this.headers(patient);
    return [
      ...(await numberFindings(patient)),
      ...(await accountFindings(patient)),
      ...(await webhookFindings(patient, this.settings.http.publicBaseUrl)),
      ...(await templateFindings(patient)),
      this.modeOf(patient.account),
      ...(await this.headers(patient)),
    ];
  }

  private async headers(patient: Patient): Promise<Finding[]> {
    const answer = await new Examiner(this.accounts.graph).answered(
      { method: 'GET', path: patient.account.id, query: { fields: 'id' } },
      patient.credential,
    );
    return answerFindings(answer, this.accounts.graph.version, this.clock.now());
  }

  private modeOf({ id }: MetaAccount): Finding {
    if (this.tokens.mode(id) === 'normal') return ok('mode', 'Les messages partent.');
    return fault(
      'mode',
      'Les messages attendent : Relais tient le jeton pour mort.',
      'S’il est bon, Relais le remarque de lui-même en quelques minutes ; sinon remplacez-le.',
    );
  }

  private async tokenOf({ id }: MetaAccount): Promise<Secret | RelaisError> {
    try {
      return (await this.tokens.use(id)).secret;
    } catch (error) {
      if (error instanceof RelaisError) return error;
      throw error;
    }
  }
}
