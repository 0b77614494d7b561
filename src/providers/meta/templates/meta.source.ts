import type { Clock } from '../../../kernel/clock.js';
import {
  type RemoteTemplate,
  SourceError,
  type TemplateDraft,
  type TemplatePage,
  TemplateSource,
} from '../../../template-sync/template-sync.port.js';
import type { Accounts } from '../graph/accounts.js';
import { type GraphCall, jsonBody } from '../graph/graph.client.js';
import { asNumberId, asWord, type Json } from '../graph/json.js';
import { type Habits, newHabits, TemplateListing } from './listing.js';
import { pause, type Pause, PatientClient } from './patient.client.js';
import { sourceError } from './source-failure.js';
import { FIELDS, templateOf } from './template.translate.js';
import { upload, type UploadedFile } from './upload.js';

const NOT_THERE = 33;

/** The templates of WhatsApp Business Accounts. */
export class MetaTemplateSource extends TemplateSource {
  private readonly habits = new Map<string, Habits>();

  constructor(
    private readonly meta: Accounts,
    private readonly clock: Clock,
    private readonly wait: Pause = pause,
  ) {
    super();
  }

  get accounts(): readonly string[] {
    return this.meta.all.filter(({ businessAccountId }) => businessAccountId).map(({ id }) => id);
  }

  all(
    accountId: string,
    { since, signal }: { since?: Date; signal: AbortSignal },
  ): AsyncIterable<TemplatePage> {
    const habits = this.habits.get(accountId) ?? newHabits();
    this.habits.set(accountId, habits);
    return new TemplateListing(this.client(accountId), accountId, habits, this.wait).pages(since, signal);
  }

  async one(accountId: string, remoteId: string): Promise<RemoteTemplate | null> {
    const fields = (this.habits.get(accountId)?.fields ?? FIELDS).join(',');
    const path = idIn(remoteId);
    const asked = await this.client(accountId).ask({ method: 'GET', path, query: { fields } });
    if (!asked.ok) {
      if (asked.failure.error?.subcode === NOT_THERE) return null;
      throw sourceError(asked.failure);
    }
    const translated = templateOf(asked.answer.body);
    if (translated.ok) return translated.template;
    throw new SourceError('malformed-answer', translated.malformed.reason);
  }

  async create(
    accountId: string,
    draft: TemplateDraft,
  ): Promise<{ remoteId: string; status: string; category: string }> {
    const body = await this.done(accountId, {
      method: 'POST',
      path: `${accountId}/message_templates`,
      body: jsonBody({ name: draft.name, language: draft.language, ...changeWire(draft) }),
    });
    const remoteId = asNumberId(body['id']);
    if (!remoteId)
      throw new SourceError('malformed-answer', 'Meta a créé le modèle sans dire son identifiant.');
    const status = asWord(body['status'])?.toUpperCase() ?? 'PENDING';
    // Meta may have put it into another category than the one that was asked for.
    return { remoteId, status, category: asWord(body['category'])?.toUpperCase() ?? draft.category };
  }

  async edit(accountId: string, remoteId: string, change: Partial<TemplateDraft>): Promise<void> {
    await this.done(accountId, { method: 'POST', path: idIn(remoteId), body: jsonBody(changeWire(change)) });
  }

  async remove(accountId: string, name: string, remoteId?: string): Promise<void> {
    const query = { name, ...(remoteId !== undefined && { hsm_id: idIn(remoteId) }) };
    await this.done(accountId, { method: 'DELETE', path: `${accountId}/message_templates`, query });
  }

  async upload(accountId: string, file: UploadedFile): Promise<string> {
    const { appId } = this.meta;
    if (!appId)
      throw new SourceError('refused', 'WHATSAPP_APP_ID manque : sans lui, Meta ne prend aucun fichier.');
    return upload(this.client(accountId), appId, file);
  }

  private async done(accountId: string, call: GraphCall): Promise<Json> {
    const asked = await this.client(accountId).ask(call);
    if (!asked.ok) throw sourceError(asked.failure);
    const body = asked.answer.body ?? {};
    if (body['success'] === false)
      throw new SourceError('refused', 'Meta n’a pas fait ce changement, sans dire pourquoi.');
    return body;
  }

  private client(accountId: string): PatientClient {
    if (!this.accounts.includes(accountId)) throw new Error(`account ${accountId} has no templates`);
    return new PatientClient(this.meta.client(accountId), this.clock, this.wait);
  }
}

/** What can be set at creation and changed later. */
function changeWire({ category, components, parameterFormat, sendTtlSeconds }: Partial<TemplateDraft>): Json {
  return {
    ...(category !== undefined && { category }),
    ...(parameterFormat !== undefined && { parameter_format: parameterFormat }),
    ...(components !== undefined && { components }),
    ...(sendTtlSeconds !== undefined && { message_send_ttl_seconds: sendTtlSeconds }),
  };
}

function idIn(remoteId: string): string {
  const id = asNumberId(remoteId);
  if (!id) throw new SourceError('refused', 'L’identifiant du modèle est illisible.');
  return id;
}
