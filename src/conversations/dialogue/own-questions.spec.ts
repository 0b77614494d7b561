import type { Question } from '../../uic/uic.contract.js';
import { Chat, type Circumstances, play } from './transcript.fake.js';

const texts = (ask: string, label: string, english?: { ask: string; label: string }) => ({
  fr: { ask, label, doubt: `${label} : c’est bien {shown} ?` },
  ...(english ? { en: english } : {}),
});

const mother: Question = {
  key: 'mother',
  kind: 'letters',
  options: [],
  texts: texts('*{n}/{total}* Le prénom de votre mère ?', 'Mère', {
    ask: '*{n}/{total}* Your mother’s first name?',
    label: 'Mother',
  }),
};
const month: Question = {
  key: 'month',
  kind: 'month',
  options: [],
  texts: texts('*{n}/{total}* Votre mois de naissance ?', 'Mois'),
};
const home: Question = {
  key: 'home',
  kind: 'town',
  options: [{ value: 'KI', name: 'Kinshasa' }],
  texts: texts('*{n}/{total}* Où habitez-vous ?', 'Domicile'),
};
const status: Question = {
  key: 'status',
  kind: 'choice',
  options: [
    { value: 'M', names: { fr: 'Marié', en: 'Married' } },
    { value: 'C', names: { fr: 'Célibataire', en: 'Single' } },
    { value: 'V', names: { fr: 'Veuf' } },
  ],
  texts: texts('*{n}/{total}* Votre situation ? {options}', 'Situation', {
    ask: '*{n}/{total}* Your status? {options}',
    label: 'Status',
  }),
};

const chat = (questions: readonly Question[], more: Circumstances = {}) =>
  new Chat({ consent: 'off', questions, ...more });

describe('a question with words of its own', () => {
  it('is asked, shown and corrected in them, up to the code', () => {
    const talk = chat([mother, month, status]);
    expect(talk).toGoLike(`
      person: Bonjour
      bot: *1/3* Le prénom de votre mère ?
      person: Marie
      bot: *2/3* Votre mois de naissance ?
      person: 3
      bot: *3/3* Votre situation ? M = marié, C = célibataire, V = veuf [Marié] [Célibataire] [Veuf]
      person: [tap Veuf]
      bot: *Vos réponses :* • Mère : MAR *2.* Mois : 03 *3.* Situation : Veuf …écrivez « Mère », ou un chiffre de 2 à 3. [C'est juste] [Corriger]
      person: situation
      bot: *3/3* Votre situation ? …
      person: célibataire
      bot: *Vos réponses :* … *3.* Situation : Célibataire …
      person: 2
      bot: *2/3* Votre mois de naissance ?
      person: 4
      bot: *Vos réponses :* … *2.* Mois : 04 …
      person: corriger
      bot: Que voulez-vous corriger ? {Mère | Mois | Situation}
      person: [tap Mère]
      bot: *1/3* …
      person: Anne
      bot: *Vos réponses :* • Mère : ANN …
      person: oui
      bot: Voici votre code … ANN04C …`);
    expect(talk.wishes.find(({ kind }) => kind === 'issue')).toMatchObject({
      answers: { mother: 'ANN', month: '04', status: 'C' },
    });
  });

  it('is asked in the language of the person, and in the default one where it has no words in it', () => {
    const talk = chat([mother, month, status]);
    expect(talk).toGoLike(`
      person: Bonjour
      bot: *1/3* Le prénom de votre mère ?
      person: english
      bot: …*1/3* Your mother's first name?
      person: Marie
      bot: *2/3* Votre mois de naissance ?
      person: 3
      bot: *3/3* Your status? M = married, C = single, V = veuf [Married] [Single] [Veuf]
      person: single
      bot: …• Mother: MAR *2.* Mois: 03 *3.* Status: Single …
      person: status
      bot: *3/3* Your status? …
      person: marié
      bot: …*3.* Status: Married …`);
  });

  it('is doubted in them', () => {
    expect(chat([mother, month])).toGoLike(`
      person: Bonjour
      bot: *1/2* …
      person: K
      bot: Mère : c'est bien KXX ? [Oui] [Non]
      person: oui
      bot: *2/2* …`);
  });

  it('is doubted in the usual words where it has none for that', () => {
    const plain: Question = { ...mother, texts: { fr: { ask: 'Sa mère ?', label: 'Mère' } } };
    expect(chat([plain])).toGoLike(`
      person: Bonjour
      bot: Sa mère ?
      person: K
      bot: Votre réponse est bien « KXX » ? [Oui] [Non]`);
  });

  it('about a town asks for the name of another in them', () => {
    expect(chat([home, month])).toGoLike(`
      person: Bonjour
      bot: *1/2* Où habitez-vous ? {Kinshasa | Autre ville}
      person: [tap Autre ville]
      bot: *1/2* Où habitez-vous ?
      person: Dakar
      bot: *2/2* …`);
  });

  it('says why an answer is none, and asks again', () => {
    expect(chat([month, status])).toGoLike(`
      person: Bonjour
      bot: *1/2* …
      person: hier
      bot: Écrivez un mois, comme mars ou 3. *1/2* Votre mois de naissance ?
      person: 3
      bot: *2/2* …
      person: bleu
      bot: Choisissez une des réponses proposées. *2/2* Votre situation ? M = marié, …`);
  });

  it('with a shipped name has its own words and options all the same', () => {
    const gender: Question = {
      ...status,
      key: 'gender',
      options: [
        { value: '1', names: { fr: 'Marié' } },
        { value: '2', names: { fr: 'Veuf' } },
      ],
    };
    expect(chat([gender])).toGoLike(`
      person: Bonjour
      bot: *1/1* Votre situation ? 1 = marié, 2 = veuf [Marié] [Veuf]
      person: 2
      bot: *Vos réponses :* • Situation : Veuf …`);
  });

  it('can be answered where nothing can be tapped', () => {
    const can = { buttons: 0, listRows: 0, media: false, products: false };
    expect(chat([status, home], { can })).toGoLike(`
      person: Bonjour
      bot: *1/2* Votre situation ? M = marié, C = célibataire, V = veuf
      person: m
      bot: *2/2* Où habitez-vous ? 1. Kinshasa 2. Autre ville
      person: 1
      bot: *Vos réponses :* • Situation : Marié *2.* Domicile : KI (Kinshasa) …`);
  });
});

describe('twelve questions', () => {
  const twelve = Array.from({ length: 12 }, (_, index): Question => {
    const n = index + 1;
    return {
      key: `q${n}`,
      kind: 'number',
      options: [],
      texts: texts(`*{n}/{total}* Nombre ?`, `Nombre ${n}`),
    };
  });
  const ASKED = `
    person: Bonjour
    ${twelve.map((_, index) => `bot: *${index + 1}/12* Nombre ?\nperson: ${index + 20}`).join('\n')}
    bot: *Vos réponses :* • Nombre 1 : 20 *2.* Nombre 2 : 21 … *12.* Nombre 12 : 31 …`;

  it.each([
    ['12', 12],
    ['7', 7],
    ['nombre 1', 1],
    ['Nombre 11', 11],
  ])('are corrected by number and by label: %s', (said, n) => {
    expect(play(ASKED, chat(twelve))).toGoLike(`
      person: ${said}
      bot: *${n}/12* Nombre ?
      person: 99
      bot: … Nombre ${n} : 99…`);
  });

  it('are more than a list holds, so that they are written with their numbers', () => {
    expect(play(ASKED, chat(twelve))).toGoLike(`
      person: corriger
      bot: Que voulez-vous corriger ? 1. Nombre 1 2. Nombre 2 … 12. Nombre 12
      person: 12
      bot: *12/12* Nombre ?`);
  });

  it('are counted where somebody leaves', () => {
    const talk = play(
      'person: Bonjour\nbot: *1/12* …\nperson: 5\nbot: *2/12* …\nperson: annuler\nbot: …',
      chat(twelve),
    );
    expect(talk.wishes).toContainEqual({ kind: 'drop-out', at: 'q2', how: 'cancelled' });
  });
});
