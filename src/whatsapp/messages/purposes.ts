import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { FieldError } from '../../platform/web/problem.dto.js';
import { InvalidRequest } from '../../platform/web/web.errors.js';
import { type TemplateCall, templateContent } from '../outbox/kept.js';
import { Routes } from '../outbox/routes.js';
import { TemplateCheck } from '../outbox/template-check.js';
import type { Submission } from '../whatsapp.contract.js';
import { filled, PLACEHOLDERS, unknownPlaces } from './placeholders.js';
import type { PurposeRow } from './purpose.entity.js';
import { PurposesRepository } from './purposes.repository.js';
import { PurposeUnknown } from './purposes.errors.js';
import { NumberUnknown, TemplateFaulty } from './submit.errors.js';

/** Which template stands in for messages of which purpose when the window is closed. */
@Injectable()
export class Purposes {
  constructor(
    private readonly repository: PurposesRepository,
    private readonly templates: TemplateCheck,
    private readonly routes: Routes,
    private readonly clock: Clock,
  ) {}

  all(): Promise<PurposeRow[]> {
    return this.repository.all();
  }

  async find(id: string): Promise<PurposeRow> {
    const row = await this.repository.find(id);
    if (row === null) throw new PurposeUnknown(id);
    return row;
  }

  /** Sets it after the template was checked with an example, on the account of the number given or of the usual one. */
  async put(id: string, call: TemplateCall, number?: string): Promise<PurposeRow> {
    const unknown = unknownPlaces(call.components);
    if (unknown.length > 0) throw new InvalidRequest(unknown.map(strange));
    const route = number === undefined ? this.routes.usual() : this.routes.of(number);
    if (route === undefined) throw new NumberUnknown(this.routes.all().map((each) => each.number));
    const example = templateContent(inPlace(call, { kind: 'text', text: 'Exemple de message.' }));
    const { faults } = await this.templates.of(route.number, example);
    const all = [...route.channel.faultsIn(example), ...faults];
    if (all.length > 0) throw new TemplateFaulty(all);
    const { name: template, language, components } = call;
    const row = { id, template, language, components: [...components], updatedAt: this.clock.now() };
    await this.repository.put(row);
    return row;
  }

  async remove(id: string): Promise<void> {
    if (!(await this.repository.remove(id))) throw new PurposeUnknown(id);
  }

  /** The template that stands in for this message, with its words in it; nothing where none is set. */
  async callFor({ purpose, content }: Submission): Promise<TemplateCall | undefined> {
    const row = purpose === undefined ? null : await this.repository.find(purpose);
    if (row === null) return undefined;
    const { template: name, language, components } = row;
    return inPlace({ name, language, components }, content);
  }
}

function inPlace(call: TemplateCall, content: Submission['content']): TemplateCall {
  return { ...call, components: filled(call.components, content) };
}

function strange(name: string): FieldError {
  const known = PLACEHOLDERS.map((each) => `{{${each}}}`).join(', ');
  return {
    field: 'components',
    message: `contient {{${name}}}, que rien ne remplit ; sont connus : ${known}`,
  };
}
