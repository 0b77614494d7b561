/** What people write around an answer, or in its place; words folded, apostrophes gone. */

const GREETING =
  'bonjour|bonjou|(?:comment )?ca va(?: bien)?|bjr|bonsoir|bsr|salut|slt|salutations?|coucou|cc|hello|hi|hey|allo|mbote|jambo|habari|sango nini|na nga def|nanga def|hola|good (?:morning|afternoon|evening)|bonne (?:journee|soiree|nuit)';
const COURTESY =
  'monsieur|madame|mademoiselle|mr|mme|docteur|dr|chef|a (?:tous|toutes|vous|toi)|tous|tout le monde|la famille|(?:mon|mes) amie?s?|mon frere|ma soeur|(?:comment )?ca va(?: bien)?|comment allez vous|comment vas tu|svp|sil (?:vous|te) plait|there|na yo|yenu|nini|bot|et';
const ASSENT = 'oui|non|ok|okay|yes|no|daccord|d accord|dac|ndiyo|hapana|iyo|merci|thanks|thank you|svp';
const NOTHING =
  'aucune?|neant|rien|inconnue?|sans (?:nom|prenom)|pas de (?:nom|prenom)|je n ?ai pas(?: de (?:nom|prenom))?|j ?en ai pas|je n ?en ai pas|(?:je )?(?:ne )?sais pas|jsp|je (?:ne )?comprends pas|none|nothing|no name|unknown|i (?:do not|don ?t) know|quoi|comment|pourquoi|what|why|nom|prenom|mon nom|mon prenom|name|c ?est|je m ?appelle|mon nom (?:c ?)?est';

const GREETS = new RegExp(`^(?:(?:${GREETING})(?: (?:${COURTESY}))*(?: |$))+`);
const ASSENTS = new RegExp(`^(?:${ASSENT})(?: |$)`);
const SAYS_NOTHING = new RegExp(`^(?:${ASSENT}|${NOTHING})$`);
const NO_ANSWER = new RegExp(`^(?:${GREETING}|${ASSENT}|${NOTHING})$`);
const LEAD_IN =
  /^(?:(?:moi )?(?:je )?m ?appelle|moi c ?est|c ?est|je suis|mon (?:nom|prenom|post ?nom)(?: de famille)? (?:c ?)?est|je me nomme|my (?:first |last |family |sur)?name is|i am|im|n?kombo na ngai?(?: ezali)?|jina langu ni) (?=[a-z])/;

/** What is left of an answer: a greeting and an assent before a lead-in fall away with it (« bonjour, je m'appelle … »). */
export type Said = { kind: 'greeting' } | { kind: 'nothing' } | { kind: 'answer'; words: readonly string[] };

/** Tells a greeting and an evasion from an answer, and frees the answer of its lead-in. */
export function listen(words: readonly string[]): Said {
  const [only = ''] = words;
  // The most frequent answer by far: one word that is no set phrase.
  if (words.length === 1 && !NO_ANSWER.test(only)) return { kind: 'answer', words };
  const text = words.join(' ');
  const greeted = text.replace(GREETS, '');
  if (greeted === '') return { kind: 'greeting' };
  const told = greeted.replace(ASSENTS, '');
  const led = told.replace(LEAD_IN, '');
  if (led !== told) return SAYS_NOTHING.test(led) ? { kind: 'nothing' } : answer(led);
  if (greeted !== text) return { kind: 'greeting' };
  if (SAYS_NOTHING.test(text) || (told !== greeted && told !== '')) return { kind: 'nothing' };
  return answer(text);
}

/** Whether the words are a greeting and nothing else. */
export function isGreeting(words: readonly string[]): boolean {
  return words.length > 0 && words.join(' ').replace(GREETS, '') === '';
}

function answer(text: string): Said {
  return { kind: 'answer', words: text.split(' ') };
}
