import type { Choice, OutboundContent } from '../../../whatsapp/whatsapp-content.contract.js';
import type { Findings } from './findings.js';
import { LIMITS } from './limits.js';

type Form = Extract<OutboundContent, { kind: 'form' }>;
type ProductSections = Extract<OutboundContent, { kind: 'products' }>['sections'];

/** The texts that all interactive messages have in common. */
export function faultsInFrame(
  { text, header, footer }: { text: string; header?: string; footer?: string },
  found: Findings,
): void {
  found.text('text', 'Le texte', text, LIMITS.interactiveText);
  found.optional('header', 'Le titre', header, LIMITS.header);
  found.optional('footer', 'Le pied de page', footer, LIMITS.footer);
}

export function faultsInButtons(buttons: readonly Choice[], found: Findings): void {
  found.count('buttons', buttons.length, [1, LIMITS.buttons], 'Il faut un à trois boutons.');
  for (const [at, { id, title }] of buttons.entries()) {
    found.text(`buttons[${at}].title`, 'Un bouton', title, LIMITS.buttonTitle);
    found.text(`buttons[${at}].id`, 'L’identifiant d’un bouton', id, LIMITS.buttonId);
  }
  for (const key of ['title', 'id'] as const) {
    const values = buttons.map((button) => button[key]);
    found.twins(values, (at) => `buttons[${at}].${key}`, 'Deux boutons sont les mêmes.');
  }
}

export function faultsInRows(rows: readonly Choice[], found: Findings): void {
  found.count('rows', rows.length, [1, LIMITS.listRows], 'Il faut une à dix lignes dans la liste.');
  for (const [at, { id, title, description }] of rows.entries()) {
    found.text(`rows[${at}].title`, 'Une ligne de la liste', title, LIMITS.rowTitle);
    found.text(`rows[${at}].id`, 'L’identifiant d’une ligne', id, LIMITS.rowId);
    found.optional(
      `rows[${at}].description`,
      'La description d’une ligne',
      description,
      LIMITS.rowDescription,
    );
  }
  const ids = rows.map(({ id }) => id);
  found.twins(ids, (at) => `rows[${at}].id`, 'Deux lignes de la liste sont les mêmes.');
  faultsInHeadings(rows, found);
}

/** Headings of rows: all or none, each one once. */
function faultsInHeadings(rows: readonly Choice[], found: Findings): void {
  const starts = rows
    .map(({ section = '' }, at) => ({ section, at }))
    .filter(({ section, at }) => at === 0 || section !== (rows[at - 1]?.section ?? ''));
  const fieldOf = (nth: number) => `rows[${starts[nth]?.at ?? 0}].section`;
  for (const [nth, { section }] of starts.entries()) {
    found.optional(fieldOf(nth), 'Le titre d’une section', section, LIMITS.sectionTitle);
    if (starts.length > 1 && section.trim() === '')
      found.add(fieldOf(nth), 'Quand il y a plusieurs sections, chacune a un titre.');
  }
  const titles = starts.map(({ section }) => section);
  found.twins(titles, fieldOf, 'Les lignes d’une même section doivent se suivre.');
}

export function faultsInProductSections(sections: ProductSections, found: Findings): void {
  found.count('sections', sections.length, [1, LIMITS.sections], 'Il faut une à dix sections.');
  for (const [at, { title, productIds }] of sections.entries()) {
    const field = `sections[${at}]`;
    if (sections.length > 1)
      found.text(`${field}.title`, 'Le titre d’une section', title, LIMITS.sectionTitle);
    else found.optional(`${field}.title`, 'Le titre d’une section', title, LIMITS.sectionTitle);
    if (productIds.length === 0) found.add(`${field}.productIds`, 'Une section n’a pas de produit.');
    for (const [nth, id] of productIds.entries())
      found.text(`${field}.productIds[${nth}]`, 'Un produit', id, LIMITS.productId);
  }
  const all = sections.flatMap(({ productIds }) => productIds);
  found.count('sections', all.length, [0, LIMITS.products], 'Il faut au plus trente produits en tout.');
  const titles = sections.map(({ title }) => title);
  found.twins(titles, (at) => `sections[${at}].title`, 'Deux sections ont le même titre.');
}

export function faultsInForm({ button, form, token, screen, data, exchange }: Form, found: Findings): void {
  found.text('button', 'Le titre du bouton', button, LIMITS.formButton);
  if ('id' in form) found.text('form.id', 'L’identifiant du formulaire', form.id, LIMITS.productId);
  else found.text('form.name', 'Le nom du formulaire', form.name, LIMITS.formToken);
  found.optional('token', 'Le jeton du formulaire', token, LIMITS.formToken);
  found.optional('screen', 'L’écran du formulaire', screen, LIMITS.formToken);
  if (exchange && screen)
    found.add('screen', 'Avec « data_exchange », c’est le serveur du formulaire qui choisit l’écran.');
  if (data === undefined) return;
  if (!screen) found.add('data', 'Des données demandent aussi l’écran du formulaire qui les reçoit.');
  found.optional('data', 'Le contenu du formulaire', JSON.stringify(data), LIMITS.formData);
}
