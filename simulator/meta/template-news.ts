import { buttonsOf, textOf, type Component, type Template } from '../world/template.js';
import type { World } from '../world/world.js';
import type { Postman } from './postman.js';

/** What a webhook says beyond the new state. */
export interface Because {
  /** When it happened, in ms. */
  at: number;
  reason?: string | undefined;
  /** What the webhook calls it, where that is not the new state: `REINSTATED`, `FLAGGED`… */
  event?: string | undefined;
  /** Which pause it is; `UNPAUSE` ends one. */
  pause?: string | undefined;
}

const REFUSAL = {
  reason: 'The template has parameters next to each other, or words that are not allowed.',
  recommendation: 'Separate the parameters and name what the message is for.',
};
const PAUSE = 'Your WhatsApp message template has been paused because of its quality.';
const UNPAUSE = 'Your WhatsApp message template can be sent again.';
const WITHOUT_REASON = ['DISABLED', 'REINSTATED'];

/** Tells the service what happens to the templates of the account. */
export class TemplateNews {
  constructor(
    private readonly world: World,
    private readonly postman: Postman,
  ) {}

  status(template: Template, because: Because): Promise<boolean> {
    const { category, rejectedReason } = template;
    const { event = template.status, at, reason, pause = 'FIRST_PAUSE' } = because;
    const why = event === 'REJECTED' ? (reason ?? rejectedReason) : (reason ?? 'NONE');
    const description = pause === 'UNPAUSE' ? UNPAUSE : PAUSE;
    return this.tell('message_template_status_update', at, {
      event,
      ...named(template),
      reason: WITHOUT_REASON.includes(event) ? null : why,
      ...(event === 'APPROVED' && { message_template_category: category }),
      ...(event === 'REJECTED' && { rejection_info: REFUSAL }),
      ...(event === 'PAUSED' && { other_info: { title: pause, description } }),
      ...(event === 'DISABLED' && { disable_info: { disable_date: seconds(at) } }),
    });
  }

  quality(template: Template, before: string, { at }: Because): Promise<boolean> {
    return this.tell('message_template_quality_update', at, {
      previous_quality_score: before,
      new_quality_score: template.quality,
      ...named(template),
    });
  }

  /** The category has changed. */
  category(template: Template, before: string, { at }: Because): Promise<boolean> {
    return this.tell('template_category_update', at, {
      ...named(template),
      previous_category: before,
      new_category: template.category,
    });
  }

  /** The category will change: `new_category` is still the present one. */
  announceCategory(template: Template, correct: string, { at }: Because): Promise<boolean> {
    return this.tell('template_category_update', at, {
      ...named(template),
      new_category: template.category,
      correct_category: correct,
      category_update_timestamp: seconds(at),
    });
  }

  /** Flattened, and with an underscore in the language, as Meta tells this one. */
  components(template: Template, { at }: Because): Promise<boolean> {
    const [title, footer] = [textOf(template, 'HEADER'), textOf(template, 'FOOTER')];
    const buttons = buttonsOf(template).map(flatButton);
    return this.tell('message_template_components_update', at, {
      ...named(template),
      message_template_language: template.language,
      ...(title !== undefined && { message_template_title: title }),
      message_template_element: textOf(template, 'BODY') ?? '',
      ...(footer !== undefined && { message_template_footer: footer }),
      ...(buttons.length > 0 && { message_template_buttons: buttons }),
    });
  }

  private tell(field: string, at: number, data: object): Promise<boolean> {
    const { copies } = this.world.desk.options.webhooks;
    const what = field.replace(/^message_|_update$/g, '').replaceAll('_', ':');
    return this.postman.post([{ kind: 'account', what, field, at, data }], copies);
  }
}

function named({ id, name, language }: Template): object {
  return {
    message_template_id: Number(id),
    message_template_name: name,
    message_template_language: language.replace('_', '-'),
  };
}

function flatButton(button: Component): object {
  const { type, text, url, phone_number: phone } = button;
  return {
    message_template_button_type: type,
    message_template_button_text: text,
    ...(url !== undefined && { message_template_button_url: url }),
    ...(phone !== undefined && { message_template_button_phone_number: phone }),
  };
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
