import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Chat } from '../../src/conversations/dialogue/transcript.fake.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { Interview } from '../../src/uic/answers/interview.js';
import { checkCharacter } from '../../src/uic/check-character.js';
import { composeCode, parseCode, partsOf } from '../../src/uic/code.js';

const examples = join(import.meta.dirname, '../../docs/examples/questions');
const secret = Buffer.from(Array.from({ length: 32 }, (_, n) => n * 7)).toString('base64');

/** The interview of an example of the documentation, and somebody who is led through it. */
function conversation(name: string): { interview: Interview; chat: Chat } {
  const file = join(examples, name);
  const settings = readSettings({
    DATA_ENCRYPTION_KEY: secret,
    UIC_SECRET: secret,
    UIC_QUESTIONS_FILE: file,
  });
  const interview = Interview.of(settings, { now: () => new Date('2026-06-30T00:00:00Z') });
  const { questions, scheme } = interview;
  const chat = new Chat({
    questions,
    read: (key, text) => interview.read(key, text),
    issue: (answers) => ({ outcome: 'issued', id: 'c', code: composeCode(scheme, answers), repeat: false }),
  });
  return { interview, chat };
}

describe('the example with six questions', () => {
  it('leads to the code that its own comment shows', () => {
    const { interview, chat } = conversation('six-questions.yaml');
    const code = `MBEI9703M1${checkCharacter('MBEI9703M1')}`;
    expect(chat).toGoLike(`
      person: Bonjour
      bot: *Centre Espoir* …Acceptez-vous ? [J'accepte] [Je refuse]
      person: oui
      bot: *Question 1/6* …nom…
      person: M
      bot: Est-ce bien MXX ? …[Oui] [Non]
      person: Mbengue
      bot: *Question 2/6* Quelle est la première lettre de votre *prénom* ? …
      person: Ibrahim
      bot: *Question 3/6* …2 derniers chiffres de votre *année de naissance* ? …
      person: 7
      bot: Écrivez un nombre, en chiffres. *Question 3/6* …
      person: 12/03/1997
      bot: *Question 4/6* Quel est votre *mois de naissance* ? …
      person: mars
      bot: *Question 5/6* Quelle est la première lettre du *prénom de votre mère* ? …
      person: Marie
      bot: *Question 6/6* Quel est votre *genre* ? 1 = homme, 2 = femme, 3 = trans, 4 = autre [Homme] [Femme] [Autre choix]
      person: femme trans
      bot: *Vos réponses :* • Nom : MBE *2.* Prénom : I *3.* Année : 97 *4.* Mois : 03 *5.* Prénom de la mère : M *6.* Genre : Trans …
      person: genre
      bot: *Question 6/6* …
      person: [tap Homme]
      bot: *Vos réponses :* …*6.* Genre : Homme …
      person: oui
      bot: Voici votre code d'identification (CIU) : ${code} …`);
    expect(readFileSync(join(examples, 'six-questions.yaml'), 'utf8')).toContain(code);
    expect(parseCode(interview.scheme, code.toLowerCase())).toBe(code);
    expect(parseCode(interview.scheme, code.replace('I', 'L'))).toBeNull();
    expect(partsOf(interview.scheme, code)).toEqual({
      family: 'MBE',
      given: 'I',
      year: '97',
      month: '03',
      mother: 'M',
      gender: '1',
    });
  });

  it('speaks English too', () => {
    const { chat } = conversation('six-questions.yaml');
    expect(chat).toGoLike(`
      person: Bonjour
      bot: …
      person: english
      bot: …
      person: yes
      bot: *Question 1/6* What are the first 3 letters of your *family name*? …`);
  });

  it('keeps its versions with each code', () => {
    const { interview } = conversation('six-questions.yaml');
    expect(interview.scheme.id).toBe('keto-v2');
    expect(interview.recallKey).toBe('year');
    expect(interview.rules).toMatch(/^norm-v1 towns-v1 questions-[0-9a-f]{8}$/);
  });
});

describe('the shortest example', () => {
  it('borrows the shipped words, and keeps more of an answer than its code shows', () => {
    const { interview, chat } = conversation('minimal.json');
    expect(chat).toGoLike(`
      person: Bonjour
      bot: …
      person: oui
      bot: *Question 1/4* …votre *nom*…
      person: Mbengue
      bot: *Question 2/4* …votre *prénom*…
      person: Ibrahim
      bot: *Question 3/4* …ville de naissance… {Kinshasa | … | Autre ville}
      person: Dakar
      bot: *Question 4/4* Quelle est votre *année de naissance* ? …
      person: 05
      bot: Votre réponse est bien « 2005 » ? [Oui] [Non]
      person: 1997
      bot: *Vos réponses :* …*4.* Année : 1997 …
      person: oui
      bot: Voici votre code d'identification (CIU) : CD-MBEIBR7DA …`);
    expect(chat.wishes.find(({ kind }) => kind === 'issue')).toMatchObject({ answers: { year: '1997' } });
    expect(parseCode(interview.scheme, 'cd mbe ibr 7 da')).toBe('CD-MBEIBR7DA');
  });
});
