import type { Template } from './template.js';

const FIRST_ID = 1_500_000_000_000_000;
const FIRST_DAY = Date.UTC(2026, 0, 5, 8);
const MOST_ROUNDS = 200;

const SUBJECTS = [
  'Bonjour {{1}}, votre rendez-vous est prévu le {{2}} au centre de santé.',
  'Bonjour {{1}}, la commande {{2}} est prête à notre comptoir.',
  'Bonjour {{1}}, le résultat du {{2}} vous attend au laboratoire.',
  'Bonjour {{1}}, la livraison du {{2}} est en route vers chez vous.',
  'Bonjour {{1}}, la séance de vaccination du {{2}} a lieu au quartier.',
];
const LANGUAGES = ['fr', 'fr', 'fr', 'en_US', 'fr', 'pt_BR', 'fr', 'sw'];
const PLACES = ['Kinshasa', 'Goma', 'Bukavu', 'Lubumbashi', 'Kisangani', 'Matadi', 'Mbandaka'];

/**
 * As many templates as are asked for, without keeping any: each is made from its number when it is looked at, the same
 * every time.
 */
export class TemplateSeeds {
  private total = 0;
  private rounds: { percent: number; at: number }[] = [];

  get count(): number {
    return this.total;
  }

  plant(count: number): void {
    this.total = count;
    this.rounds = [];
  }

  /** So many percent of them, the same ones each time, say something else from now on. How many. */
  change(percent: number, at: number): number {
    if (percent > 0) this.rounds = [...this.rounds.slice(1 - MOST_ROUNDS), { percent, at }];
    return Math.floor((this.total * percent) / 100);
  }

  updatedAt(index: number): number {
    return this.lastRound(index)?.at ?? FIRST_DAY + index * 1_000;
  }

  make(index: number): Template {
    const round = this.lastRound(index);
    const said = `${pick(SUBJECTS, index)} Repère ${pick(PLACES, index)}-${index}.`;
    const revised = round ? ` Mis à jour (${this.rounds.indexOf(round) + 1}).` : '';
    return {
      id: idOf(index),
      name: `modele_${String(index).padStart(5, '0')}`,
      language: pick(LANGUAGES, index),
      status: statusOf(index),
      category: index % 5 === 4 ? 'MARKETING' : 'UTILITY',
      components: [
        { type: 'BODY', text: `${said}${revised}`, example: { body_text: [['Grâce', '12 janvier']] } },
        { type: 'FOOTER', text: 'Répondez STOP pour ne plus recevoir ces messages' },
        { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'J’ai compris' }] },
      ],
      parameterFormat: 'POSITIONAL',
      quality: index % 31 === 7 ? 'YELLOW' : 'GREEN',
      rejectedReason: index % 97 === 42 ? 'INVALID_FORMAT' : 'NONE',
      updatedAt: this.updatedAt(index),
      edits: [],
    };
  }

  /** The number in an id, when it is the id of one of these. */
  indexOf(id: string): number | undefined {
    const index = Number(id) - FIRST_ID;
    return Number.isInteger(index) && index >= 0 && index < this.total ? index : undefined;
  }

  find(name: string, language: string): number | undefined {
    const [index = -1] = this.named(name);
    return index >= 0 && pick(LANGUAGES, index) === language ? index : undefined;
  }

  /** The number in a name, when it is the name of one of these. */
  named(name: string): number[] {
    const index = Number(/^modele_(\d{5,})$/.exec(name)?.[1] ?? -1);
    return index >= 0 && index < this.total ? [index] : [];
  }

  private lastRound(index: number): { percent: number; at: number } | undefined {
    return this.rounds.findLast(({ percent }) => isStruck(index, percent));
  }
}

/** Evenly spread, and exactly so many percent. */
function isStruck(index: number, percent: number): boolean {
  return Math.floor(((index + 1) * percent) / 100) > Math.floor((index * percent) / 100);
}

function idOf(index: number): string {
  return String(FIRST_ID + index);
}

function statusOf(index: number): string {
  if (index % 97 === 42) return 'REJECTED';
  return index % 89 === 17 ? 'PAUSED' : 'APPROVED';
}

function pick(values: readonly string[], index: number): string {
  return values[index % values.length] ?? '';
}
