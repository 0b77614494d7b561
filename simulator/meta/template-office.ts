import type { Template } from '../world/template.js';
import type { World } from '../world/world.js';
import { GraphError, missingParameter } from './graph.errors.js';
import type { MediaLinks } from './media-links.js';
import type { Taken } from './switchboard.js';
import { readChange, readDraft, type DraftTools, type TemplateDraft } from './template-draft.js';
import type { Query } from './template-list.js';
import type { TemplateNews } from './template-news.js';
import { alreadyThere, cannotChange, nameIsBlocked, notFound, tooMany } from './template.errors.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MONTH_MS = 30 * DAY_MS;
const MOST_AT_ONCE = 100;
const EDITABLE = ['APPROVED', 'REJECTED', 'PAUSED'];

/** Takes templates in, has them reviewed after a moment, changes and deletes them. */
export class TemplateOffice {
  private readonly reviews = new Set<NodeJS.Timeout>();
  /** When templates were created, the last hour. */
  private creations: number[] = [];

  constructor(
    private readonly world: World,
    private readonly links: MediaLinks,
    private readonly news: TemplateNews,
  ) {}

  create(body: unknown): Taken {
    const now = Date.now();
    this.creations = this.creations.filter((at) => at > now - HOUR_MS);
    if (this.creations.length >= this.options.creationsPerHour) throw new GraphError(80008);
    const draft = readDraft(body, this.tools);
    this.checkRoom(draft, now);
    const template = this.world.templates.add({ ...draft, ...this.filing(draft), ...fresh(now), edits: [] });
    if (!template) throw tooMany();
    this.creations.push(now);
    this.reviewLater(template.id);
    const { id, status, category } = template;
    return { id, body: { id, status, category } };
  }

  edit(template: Template, body: unknown): Taken {
    const now = Date.now();
    if (!EDITABLE.includes(template.status)) {
      throw cannotChange('Only an approved, rejected or paused message template can be edited.');
    }
    const change = readChange(body, template, this.tools);
    if (template.status === 'APPROVED') this.checkEdits(template, now);
    const isRefiled = change.category !== undefined && change.category !== template.category;
    if (template.status === 'APPROVED' && isRefiled) {
      throw cannotChange('The category of an approved message template cannot be changed.');
    }
    const edits = [...template.edits.filter((at) => at > now - MONTH_MS), now];
    this.world.templates.replace({ ...template, ...change, ...fresh(now), edits });
    this.reviewLater(template.id);
    return { id: template.id, body: { success: true } };
  }

  /** By `hsm_ids`, by `hsm_id` with `name`, or all languages of a `name`. */
  remove(query: Query): Taken {
    const doomed = this.doomedBy(query);
    if (doomed.length === 0) throw notFound();
    if (doomed.some(({ status }) => status === 'DISABLED')) {
      throw cannotChange('A disabled message template cannot be deleted.');
    }
    for (const template of doomed) this.world.templates.remove(template, Date.now());
    return { body: { success: true } };
  }

  reset(): void {
    for (const review of this.reviews) clearTimeout(review);
    this.reviews.clear();
    this.creations = [];
  }

  private get options(): World['desk']['options']['templates'] {
    return this.world.desk.options.templates;
  }

  private get tools(): DraftTools {
    const { uploads, gallery } = this.world;
    const show = (handle: string): string => {
      const file = uploads.handled(handle);
      return file ? this.links.open(gallery.add(file).id) : '';
    };
    return { uploads, show };
  }

  private checkRoom({ name, language }: TemplateDraft, now: number): void {
    const { templates } = this.world;
    if (templates.find(name, language)) throw alreadyThere(language);
    if (templates.isBlocked(name, now)) throw nameIsBlocked(language);
    if (templates.count >= this.options.most) throw tooMany();
  }

  private checkEdits({ edits }: Template, now: number): void {
    const { editsPerDay, editsPerMonth } = this.options;
    const since = (ms: number): number => edits.filter((at) => at > now - ms).length;
    if (since(DAY_MS) < editsPerDay && since(MONTH_MS) < editsPerMonth) return;
    const text = `An approved message template can be edited ${editsPerDay} time in 24 hours and ${editsPerMonth} times in 30 days.`;
    throw new GraphError(100, {
      message: 'Invalid parameter',
      forPeople: { title: 'Message template edit limit reached', text },
    });
  }

  /** A utility template that advertises is filed as marketing, whatever was asked. */
  private filing({ category, name, components }: TemplateDraft): Partial<Template> {
    const said = `${name} ${JSON.stringify(components)}`.toLowerCase();
    const advertises = this.options.marketingWords.some((word) => said.includes(word.toLowerCase()));
    if (category !== 'UTILITY' || !advertises) return {};
    return { category: 'MARKETING', previousCategory: 'UTILITY', correctCategory: 'MARKETING' };
  }

  private reviewLater(id: string): void {
    const timer = setTimeout(() => {
      this.reviews.delete(timer);
      this.review(id);
    }, this.options.reviewMs);
    timer.unref();
    this.reviews.add(timer);
  }

  private review(id: string): void {
    const template = this.world.templates.get(id);
    if (template?.status !== 'PENDING') return;
    const word = this.options.rejectNames;
    const isRefused = word !== '' && template.name.includes(word);
    const at = Date.now();
    const decided: Template = {
      ...template,
      status: isRefused ? 'REJECTED' : 'APPROVED',
      rejectedReason: isRefused ? 'INVALID_FORMAT' : 'NONE',
      updatedAt: at,
    };
    this.world.templates.replace(decided);
    void this.news.status(decided, { at });
  }

  private doomedBy(query: Query): Template[] {
    const { templates } = this.world;
    const { name, hsm_id: id, hsm_ids: ids } = query;
    if (typeof ids === 'string') {
      const found = idsIn(ids).map((each) => templates.get(each));
      return found.every((each) => each !== undefined) ? found : [];
    }
    if (typeof name !== 'string' || name === '') throw missingParameter('name');
    if (id === undefined) return templates.named(name);
    const template = templates.get(String(id));
    return template?.name === name ? [template] : [];
  }
}

function fresh(now: number): Pick<Template, 'status' | 'quality' | 'rejectedReason' | 'updatedAt'> {
  return { status: 'PENDING', quality: 'UNKNOWN', rejectedReason: 'NONE', updatedAt: now };
}

/** All or nothing, and not more than a hundred. */
function idsIn(text: string): string[] {
  const ids = text.match(/\d+/g) ?? [];
  if (ids.length > 0 && ids.length <= MOST_AT_ONCE) return ids;
  throw new GraphError(100, { message: `(#100) Param hsm_ids must have 1 to ${MOST_AT_ONCE} ids.` });
}
