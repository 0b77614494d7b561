import type { ContactCard } from '../../../whatsapp/whatsapp-content.contract.js';
import type { Findings } from './findings.js';
import { LIMITS } from './limits.js';

const DAY = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** What WhatsApp would refuse in cards of people. */
export function faultsInCards(cards: readonly ContactCard[], found: Findings): void {
  found.count('contacts', cards.length, [1, LIMITS.cards], 'Il faut au moins une fiche, et au plus 257.');
  for (const [at, card] of cards.entries()) faultsInCard(card, `contacts[${at}]`, found);
}

function faultsInCard(
  { name, phones = [], emails = [], urls = [], birthday }: ContactCard,
  field: string,
  found: Findings,
): void {
  found.text(`${field}.name.formatted`, 'Le nom d’une fiche', name.formatted, LIMITS.cardText);
  for (const [at, { phone }] of phones.entries())
    found.text(`${field}.phones[${at}].phone`, 'Un numéro d’une fiche', phone, LIMITS.cardText);
  for (const [at, { email }] of emails.entries())
    found.text(`${field}.emails[${at}].email`, 'Une adresse e-mail d’une fiche', email, LIMITS.cardText);
  for (const [at, { url }] of urls.entries())
    found.text(`${field}.urls[${at}].url`, 'Une adresse d’une fiche', url, LIMITS.cardText);
  if (birthday !== undefined && !DAY.test(birthday))
    found.add(`${field}.birthday`, 'Une date de naissance s’écrit « 1990-01-31 ».');
}
