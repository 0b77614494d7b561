import type { ChannelError, Choice, OutboundContent } from '../../../whatsapp/whatsapp.contract.js';
import { lengthOf } from '../graph/text.js';

/** Most that WhatsApp takes, in characters where it is a text. */
export const LIMITS = {
  text: 4096,
  interactiveText: 1024,
  caption: 1024,
  buttons: 3,
  buttonTitle: 20,
  buttonId: 256,
  listRows: 10,
  listButton: 20,
  rowTitle: 24,
  rowId: 200,
  rowDescription: 72,
  imageBytes: 5 * 1024 * 1024,
} as const;

/** Why WhatsApp would refuse this content, told before it is asked; `null` when nothing speaks against it. */
export function faultIn(content: OutboundContent): ChannelError | null {
  const fault = faultOf(content);
  return fault === null ? null : tooMuch(fault);
}

/** Why WhatsApp would refuse this picture. */
export function faultInImage(bytes: Buffer): ChannelError | null {
  if (bytes.length > 0 && bytes.length <= LIMITS.imageBytes) return null;
  return tooMuch('L’image est vide ou dépasse 5 Mo');
}

function faultOf(content: OutboundContent): string | null {
  switch (content.kind) {
    case 'text':
      return unfit('Le texte', content.text, LIMITS.text);
    case 'image':
      return content.caption === undefined ? null : unfit('La légende', content.caption, LIMITS.caption);
    case 'buttons':
      return unfit('Le texte', content.text, LIMITS.interactiveText) ?? faultInButtons(content.buttons);
    case 'list':
      return (
        unfit('Le texte', content.text, LIMITS.interactiveText) ??
        unfit('Le titre de la liste', content.button, LIMITS.listButton) ??
        faultInRows(content.rows)
      );
  }
}

function faultInButtons(buttons: readonly Choice[]): string | null {
  if (buttons.length < 1 || buttons.length > LIMITS.buttons) return 'Il faut un à trois boutons';
  if (hasTwins(buttons, 'title') || hasTwins(buttons, 'id')) return 'Deux boutons sont les mêmes';
  return first(buttons, ({ id, title }) => {
    return (
      unfit('Un bouton', title, LIMITS.buttonTitle) ?? unfit('L’identifiant d’un bouton', id, LIMITS.buttonId)
    );
  });
}

function faultInRows(rows: readonly Choice[]): string | null {
  if (rows.length < 1 || rows.length > LIMITS.listRows) return 'Il faut une à dix lignes dans la liste';
  if (hasTwins(rows, 'id')) return 'Deux lignes de la liste sont les mêmes';
  return first(rows, ({ id, title, description }) => {
    return (
      unfit('Une ligne de la liste', title, LIMITS.rowTitle) ??
      unfit('L’identifiant d’une ligne', id, LIMITS.rowId) ??
      (description ? unfit('La description d’une ligne', description, LIMITS.rowDescription) : null)
    );
  });
}

function unfit(what: string, text: string, max: number): string | null {
  if (text.trim() === '') return `${what} est vide`;
  const length = lengthOf(text);
  return length > max ? `${what} compte ${length} caractères, WhatsApp en accepte ${max}` : null;
}

function hasTwins(choices: readonly Choice[], key: 'id' | 'title'): boolean {
  return new Set(choices.map((choice) => choice[key])).size < choices.length;
}

function first(choices: readonly Choice[], faultOfOne: (choice: Choice) => string | null): string | null {
  for (const choice of choices) {
    const fault = faultOfOne(choice);
    if (fault !== null) return fault;
  }
  return null;
}

function tooMuch(fault: string): ChannelError {
  return {
    code: 'limits',
    meaning: `${fault}.`,
    advice: 'Raccourcissez ou corrigez le message, puis renvoyez-le.',
  };
}
