import { Auth } from '../../auth/auth.contract.js';
import { Conversations } from '../../conversations/conversations.contract.js';
import { type Commands, type Get, WrongUse } from '../../platform/cli/commands.js';
import { readEnvironment, withDevelopmentKeys } from '../../platform/config/environment.js';
import { Settings } from '../../platform/config/settings.js';
import { Uic } from '../../uic/uic.contract.js';
import { WhatsApp } from '../../whatsapp/whatsapp.contract.js';
import { isProviderConfigured } from '../simulator.js';
import { DemoRefused } from './demo.errors.js';
import { ownPlace } from './own-server.js';
import { type DemoPerson, demoPhones, isDemoPhone, MOST_PEOPLE, peopleOf } from './people.js';
import { NOBODY, type Played, play } from './playing.js';
import { type Place, runningAddress, runningPlace } from './running.js';

interface Options {
  people: string;
  remove?: boolean;
  force: boolean;
  json?: boolean;
}

const NAME = 'demo:seed';
const USUAL_PEOPLE = '28';

const IN_PRODUCTION = 'Une démonstration n’a rien à faire en production. Si c’est bien voulu : --force.';
const AMONG_OTHERS =
  'Cette base contient déjà des personnes qui ne sont pas de la démonstration. Pour l’y ajouter quand même : --force.';
const PROVIDER =
  'Un fournisseur WhatsApp est configuré : cette base est peut-être la vraie. Si c’est bien voulu : --force ; rien ne part vers lui.';
const AMONG_OTHERS_ALONE =
  'Cette base contient de vraies personnes : la démonstration ne lance pas là son propre serveur, qui enverrait au simulateur ce qui les attend. Lancez-en un avec SIMULATOR=true, puis recommencez.';

/** `demo:seed`: fills an empty desk with people who do not exist, and takes them away again. */
export function demoCommands({ program, withApp, say }: Commands): void {
  program
    .command(NAME)
    .description('remplit un bureau vide de personnes inventées, avec leurs messages et leurs codes')
    .option('--people <nombre>', `combien de personnes, ${MOST_PEOPLE} au plus`, USUAL_PEOPLE)
    .option('--remove', 'efface ces personnes, avec tout ce qui les concerne')
    .option('--force', 'aussi en production, et à côté de vraies personnes', false)
    .option('--json', 'répond en JSON')
    .action(async ({ people, remove, force, json }: Options) => {
      const count = countIn(people);
      const tell = (result: object, words: string): void =>
        say(json === true ? JSON.stringify(result) : words);
      if (remove === true) {
        const removed = await withApp(NAME, (get) => takeAway(get));
        return tell(
          { removed },
          `${removed} personne(s) de la démonstration effacée(s), avec leurs messages et leurs codes.`,
        );
      }
      const tried = await withApp(NAME, (get) => playOnRunning(get, count, force));
      const played = tried.played ?? (await playAlone(tried, force));
      tell(played, wordsOf(played));
    });
}

interface Tried {
  /** `null`: no server runs here. */
  played: Played | null;
  people: readonly DemoPerson[];
  settings: Settings;
  amongOthers: boolean;
}

async function playOnRunning(get: Get, count: number, force: boolean): Promise<Tried> {
  const settings = get(Settings);
  if (settings.production && !force) throw new DemoRefused(IN_PRODUCTION);
  const amongOthers = await isAnybodyElseThere(get(WhatsApp));
  if (amongOthers && !force) throw new DemoRefused(AMONG_OTHERS);
  const people = await strangers(get(WhatsApp), peopleOf(count, get(Uic).questions));
  const tried = { people, settings, amongOthers };
  if (people.length === 0) return { ...tried, played: NOBODY };
  const address = await runningAddress(settings);
  if (address === null) return { ...tried, played: null };
  const played = await get(Auth).lend(NAME, async (key) => {
    const place = await runningPlace(address, settings.simulator.port, key);
    return place === null ? null : playAt(place, tried);
  });
  return { ...tried, played };
}

async function playAlone({ people, settings, amongOthers }: Tried, force: boolean): Promise<Played> {
  const env = withDevelopmentKeys(readEnvironment());
  if (amongOthers) throw new DemoRefused(AMONG_OTHERS_ALONE);
  if (isProviderConfigured(env) && !force) throw new DemoRefused(PROVIDER);
  return playAt(await ownPlace(env), { people, settings });
}

async function playAt(
  place: Place,
  { people, settings }: Pick<Tried, 'people' | 'settings'>,
): Promise<Played> {
  try {
    return await play(place, people, settings);
  } finally {
    await place.close();
  }
}

/** Those who are not there yet: whoever is has been played before. */
async function strangers(whatsapp: WhatsApp, people: readonly DemoPerson[]): Promise<DemoPerson[]> {
  const known = await Promise.all(people.map(({ phone }) => whatsapp.findContact(phone)));
  return people.filter((_, n) => known[n] === null);
}

const MOST_ACTIVITY = 20_000;
const AT_ONCE = 500;

async function isAnybodyElseThere(whatsapp: WhatsApp): Promise<boolean> {
  const activity = await whatsapp.activitySince(new Date(86_400_000), MOST_ACTIVITY);
  const ids = [...new Set(activity.map(({ contactId }) => contactId))];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const contacts = await whatsapp.contacts(ids.slice(from, from + AT_ONCE));
    if (contacts.some(({ phone }) => !isDemoPhone(phone))) return true;
  }
  return false;
}

async function takeAway(get: Get): Promise<number> {
  let removed = 0;
  for (const phone of demoPhones()) {
    if ((await get(WhatsApp).findContact(phone)) === null) continue;
    await get(Conversations).erase(phone);
    removed += 1;
  }
  return removed;
}

function countIn(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > MOST_PEOPLE)
    throw new WrongUse(`--people prend un nombre de 1 à ${MOST_PEOPLE}.`);
  return count;
}

function wordsOf({ people, codes, users, products }: Played): string {
  if (people === 0) return 'La démonstration est déjà là. Pour l’effacer : --remove.';
  const added = [
    `${people} personne(s) inventée(s)`,
    `${codes} code(s) demandé(s)`,
    ...(users > 0 ? [`${users} utilisateur(s), sans mot de passe`] : []),
    ...(products > 0 ? [`${products} produit(s)`] : []),
  ];
  return `Ajouté : ${added.join(', ')}.\nLeurs numéros commencent par +243 000, leurs noms finissent par « (démo) ». Pour les effacer : --remove.`;
}
