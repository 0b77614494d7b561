/** The conversation in its shortest form: greeting, consent, five questions, summary, code. */
const QUESTIONS = [
  ['family', /^[a-z]{3,}$/i, 'Quelles sont les trois premières lettres de votre nom ?'],
  ['given', /^[a-z]{3,}$/i, 'Quelles sont les trois premières lettres de votre prénom ?'],
  ['year', /^\d$/, 'Quel est le dernier chiffre de votre année de naissance ?'],
  ['town', /^[a-z]{2}$/i, 'Quelles sont les deux lettres de votre ville de naissance ?'],
  ['gender', /^[1-4]$/, 'Votre sexe ? 1 homme, 2 femme, 3 trans, 4 autre'],
];

export const beginning = { step: 'start', answers: [] };

/** The next state and what to say. */
export function advance(state, said) {
  const text = said.trim();
  const yes = /^(oui|1)$/i.test(text);
  if (state.step === 'start')
    return next('consent', [], 'Bonjour. Acceptez-vous de répondre à cinq questions ?');
  if (state.step === 'consent')
    return yes ? next(0, [], QUESTIONS[0][2]) : next('start', [], 'Très bien. Au revoir.');
  if (state.step === 'summary') return yes ? next('start', [], codeOf(state)) : next(0, [], QUESTIONS[0][2]);
  const [, pattern, question] = QUESTIONS[state.step];
  if (!pattern.test(text)) return next(state.step, state.answers, `Je n’ai pas compris. ${question}`);
  const answers = [...state.answers, text.toUpperCase()];
  const following = QUESTIONS[state.step + 1];
  if (following === undefined)
    return next('summary', answers, `Vos réponses : ${answers.join(', ')}. Est-ce juste ?`);
  return next(state.step + 1, answers, following[2]);
}

function next(step, answers, reply) {
  return { state: { step, answers }, reply };
}

function codeOf({ answers: [family, given, ...others] }) {
  return [family.slice(0, 3), given.slice(0, 3), ...others].join('');
}
