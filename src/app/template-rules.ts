import { Injectable } from '@nestjs/common';
import { type TemplateFault, TemplateSync } from '../template-sync/template-sync.contract.js';
import type { ContentFault } from '../whatsapp/whatsapp-content.contract.js';
import { TemplateRules } from '../whatsapp/whatsapp.port.js';

type Call = Parameters<TemplateRules['check']>[1];

/** Stands in for a picture that is made when the message leaves. */
const PICTURE = { type: 'header', parameters: [{ type: 'image', image: { id: 'picture' } }] };

/** A component of a call, as far as it says which one it is. */
type Part = Readonly<Record<'type' | 'index', unknown>>;

/** Judges a call of a template by the local copy. Of an account that is not mirrored, or not yet, it says nothing: the provider judges. */
@Injectable()
export class MirroredTemplateRules extends TemplateRules {
  constructor(private readonly templates: TemplateSync) {
    super();
  }

  async check(accountId: string, call: Call): Promise<{ faults: ContentFault[]; category: string | null }> {
    if (!(await this.templates.mirrors(accountId))) return { faults: [], category: null };
    const { name, language, components, picture } = call;
    const all = picture === undefined ? components : [PICTURE, ...components];
    const wire = { name, language: { code: language }, components: all };
    const faults = await this.templates.check(accountId, wire);
    return {
      faults: faults.map((fault) => ({ field: pathOf(fault, components), message: fault.message })),
      category: await this.templates.categoryOf(accountId, name, language),
    };
  }
}

/** Where in the content a fault is; the list of components where the faulty one is absent, the name where it is the whole. */
export function pathOf({ component, index }: TemplateFault, components: readonly unknown[]): string {
  if (component === 'template') return 'name';
  if (component === 'name' || component === 'language') return component;
  const [kind = ''] = component.split('.');
  const at = components.findIndex((part) => isKind(part, kind, index));
  if (at < 0) return 'components';
  const path = `components[${at}]`;
  if (index === undefined || kind === 'button') return path;
  return kind === 'carousel' ? `${path}.cards[${index}]` : `${path}.parameters[${index}]`;
}

/** Of the buttons, the one of this place. */
function isKind(part: unknown, kind: string, index: number | undefined): boolean {
  const { type, index: place } = (part ?? {}) as Partial<Part>;
  if (typeof type !== 'string' || type.toLowerCase() !== kind) return false;
  return kind !== 'button' || index === undefined || Number(place) === index;
}
