import type { Issued } from '../../uic/uic.contract.js';
import { Chat, type Circumstances, play } from './transcript.fake.js';

const WAY = `
  person: CODE
  bot: …Acceptez-vous ? [J'accepte] [Je refuse]
  person: oui
  bot: *Question 1/5* …
  person: MBE
  bot: *Question 2/5* …
  person: IBR
  bot: *Question 3/5* …
  person: 7
  bot: *Question 4/5* …
  person: KI
  bot: *Question 5/5* …
  person: 1
  bot: *Vos réponses :* …
  person: oui`;
const ISSUED = `${WAY}
  bot: Voici votre code …`;
const NEW: Issued = { outcome: 'issued', id: 'code-2', code: 'MBEIBR7KI1', repeat: false };
const LIKE_ANOTHER: Issued = { ...NEW, resembles: { id: 'code-1', key: 'town' } };

const codes = [{ id: 'code-1', code: 'MBEIBR7DA1' }];
/** A phone that has a code; the right answer is IBR. */
function known(more: Circumstances = {}): Chat {
  return new Chat({ recall: (value) => (value === 'IBR' ? codes : []), entry: 'menu', ...more });
}

const wished = (chat: Chat, kind: string) => chat.wishes.filter((wish) => wish.kind === kind);

describe('a code that was issued before', () => {
  it('is shown to who knows one answer of it, and the answer is erased', () => {
    const talk = play(
      `person: Mon code
      bot: Pour revoir votre code, une seule question, pour être sûr que c'est bien vous. Qu'aviez-vous répondu à « Prénom » ? [Pas encore de code]
      person: Ibrahim
      bot: Voici votre code d'identification (CIU) : MBEIBR7DA1 Gardez-le bien …`,
      known(),
    );
    expect(wished(talk, 'erase')).toEqual([{ kind: 'erase', since: Date.UTC(2026, 10, 2, 9) }]);
    expect(talk.replies.every(({ sensitive }) => sensitive)).toBe(true);
  });

  it('comes with its card where cards are sent', () => {
    expect(known({ card: true })).toGoLike(`
      person: j'ai perdu mon code
      bot: Pour revoir votre code, …
      person: IBR
      bot: Voici votre code …
      bot: (picture code-1) MBEIBR7DA1 …`);
  });

  it('is asked for in the same words where this phone has none', () => {
    const none = new Chat({ entry: 'menu' });
    expect(none).toGoLike(`
      person: MON CODE
      bot: Pour revoir votre code, une seule question, …« Prénom » ? [Pas encore de code]
      person: [tap Pas encore de code]
      bot: …Acceptez-vous ? …`);
  });

  it('stays closed to three wrong answers in a day, and opens again the day after', () => {
    const talk = known();
    const wrong = `
      person: mon code
      bot: Pour revoir …
      person: PAU
      bot: Je ne trouve pas de code avec cette réponse. …écrivez CODE…`;
    play(wrong.repeat(3), talk);
    expect(talk).toGoLike(`
      person: mon code
      bot: Pour protéger chacun, cette question n'est plus posée aujourd'hui. …`);
    talk.now += 86_400_000;
    expect(talk).toGoLike('person: mon code\nbot: Pour revoir votre code, …');
  });

  it('is not guessed among several that fit', () => {
    expect(known({ recall: () => [...codes, { id: 'code-9', code: 'KABIBR3LU2' }] })).toGoLike(`
      person: mon code
      bot: Pour revoir …
      person: IBR
      bot: Avec cette réponse seule, je ne peux pas être sûr. …`);
  });

  it('an answer that cannot be read is asked for again', () => {
    expect(known()).toGoLike(`
      person: mon code
      bot: Pour revoir …
      person: 1234
      bot: Écrivez seulement des lettres ici, sans chiffre. Pour revoir …
      person: [voice]
      bot: Ici, on ne peut pas écouter les messages vocaux. …Pour revoir …`);
  });

  it('is not in the way of whoever wants something else', () => {
    expect(known()).toGoLike(`
      person: mon code
      bot: Pour revoir …
      person: menu
      bot: *Centre Espoir* …`);
  });

  it('while another is under way leads back to that', () => {
    expect(known()).toGoLike(`
      person: CODE
      bot: …Acceptez-vous ? …
      person: oui
      bot: *Question 1/5* …
      person: mon code
      bot: Votre demande est en cours. …`);
  });
});

describe('a new code that looks like an earlier one of the same phone', () => {
  const chat = (replace = true) => new Chat({ issue: () => LIKE_ANOTHER, replace: () => replace });

  it('is given first; then the person says whether it is a correction, without seeing the earlier one', () => {
    const talk = play(
      `${ISSUED}
      bot: Ce code ressemble à un autre, demandé avec ce téléphone : seule la réponse « Ville » change. Est-ce que vous corrigez votre code, ou est-ce pour une autre personne ? [Je corrige mon code] [Une autre personne]
      person: [tap Je corrige mon code]
      bot: C'est noté : ce nouveau code remplace l'ancien. …`,
      chat(),
    );
    expect(wished(talk, 'replace')).toEqual([{ kind: 'replace', newerId: 'code-2', olderId: 'code-1' }]);
  });

  it.each(['2', 'non', 'une autre personne'])('stays beside it after « %s »', (words) => {
    const talk = play(
      `${ISSUED}
      bot: Ce code ressemble …
      person: ${words}
      bot: C'est noté : ce sont deux personnes, les deux codes restent valables.`,
      chat(),
    );
    expect(wished(talk, 'keep-apart')).toEqual([
      { kind: 'keep-apart', newerId: 'code-2', olderId: 'code-1' },
    ]);
  });

  it('changes nothing when the person goes on without an answer', () => {
    const talk = play(
      `${ISSUED}
      bot: Ce code ressemble …
      person: merci
      bot: Avec plaisir. …`,
      chat(),
    );
    expect(talk.wishes.some(({ kind }) => kind === 'replace' || kind === 'keep-apart')).toBe(false);
  });

  it('asks nothing about a code that the phone had already', () => {
    expect(new Chat({ issue: () => ({ ...LIKE_ANOTHER, repeat: true }) })).toGoLike(`${WAY}
      bot: C'est toujours votre code …`);
  });
});

describe('a correction that the person asks for', () => {
  it('goes through the questions again, and the new code takes the old one’s place', () => {
    const talk = play(
      `person: Corriger
      bot: D'accord, on reprend les questions. Le nouveau code remplacera l'ancien. …Acceptez-vous ? …
      ${WAY.replace(/person: CODE\n.*\n/, '')}
      bot: Voici votre code …
      bot: C'est noté : ce nouveau code remplace l'ancien. …`,
      known(),
    );
    expect(wished(talk, 'replace')).toEqual([{ kind: 'replace', newerId: 'code-1', olderId: null }]);
  });

  it('says what to do where it is not clear which code is meant', () => {
    expect(known({ replace: () => false })).toGoLike(`person: Corriger
      bot: D'accord, on reprend …
      ${WAY.replace(/person: CODE\n.*\n/, '')}
      bot: Voici votre code …
      bot: Le nouveau code est prêt. Si vous en aviez un autre, parlez au personnel …`);
  });

  it('in the summary corrects an answer', () => {
    expect(new Chat()).toGoLike(`${WAY.replace(/\n {2}person: oui$/, '')}
      person: corriger
      bot: Que voulez-vous corriger ? …`);
  });
});

describe('a code that the register decides on', () => {
  const until = new Date(Date.UTC(2026, 10, 2, 9, 0, 8));
  const chat = (more: Circumstances = {}) =>
    new Chat({ issue: () => ({ outcome: 'pending', id: 'code-2', until }), ...more });

  it('is promised, then given', () => {
    const talk = play(
      `${WAY}\nbot: Merci ! Votre code se prépare. Il arrive ici dans quelques secondes.`,
      chat(),
    );
    expect(talk.state.run).toBeNull();
    const [message] = talk.settle({ ...NEW, code: 'REMOTE0001' });
    expect(message?.kind === 'text' && message.text.split('\n')).toContain('REMOTE0001');
    expect(talk.state.waiting).toBeNull();
  });

  it('is waited for by whoever writes meanwhile', () => {
    expect(chat()).toGoLike(`${WAY}
      bot: Merci ! …
      person: alors ?
      bot: Votre code se prépare. Il arrive ici dans un instant.
      person: CODE
      bot: Votre code se prépare. …
      (2 minutes later)
      person: CODE
      bot: …Acceptez-vous ? …`);
  });

  it('of a correction takes the old one’s place when it comes', () => {
    const talk = play(
      `person: corriger
      bot: D'accord, …
      ${WAY.replace(/person: CODE\n.*\n/, '')}
      bot: Merci ! …`,
      chat(),
    );
    talk.settle(NEW);
    expect(wished(talk, 'replace')).toEqual([{ kind: 'replace', newerId: 'code-2', olderId: null }]);
  });

  it('ends nothing that the person has begun meanwhile', () => {
    const talk = play(`${WAY}\nbot: Merci ! …\nperson: supprimer\nbot: Voulez-vous tout effacer ? …`, chat());
    expect(talk.settle(LIKE_ANOTHER)).toHaveLength(1);
    expect(talk).toGoLike(`person: oui
      bot: C'est fait : vos codes et vos messages sont effacés. …`);
    const late = play(
      `${WAY}
      bot: Merci ! …
      (2 minutes later)
      ${WAY.replace(/\n {2}person: 7[^]*/, '')}`,
      chat(),
    );
    expect(late.settle(LIKE_ANOTHER)).toHaveLength(1);
    expect(late).toGoLike(`person: 7
      bot: *Question 4/5* …`);
  });

  it('is not asked for twice by starting again', () => {
    expect(chat()).toGoLike(`${WAY}
      bot: Merci ! …
      person: recommencer
      bot: Votre code se prépare. …`);
  });

  it('is not sent to somebody who wants no message any more', () => {
    const talk = play(`${WAY}\nbot: Merci ! …\nperson: stop\nbot: C'est noté : …`, chat());
    expect(talk.state.waiting).toBeNull();
  });
});

describe('« mes données »', () => {
  it('says what is kept and what can be done, the same to everybody', () => {
    const words = `
      person: mes données
      bot: *Ce que le service garde de vous* *Centre Espoir* garde, sous clé : …• vos messages, pendant 180 jours Les codes sont aussi dans le registre de santé (DHIS2). Vous pouvez écrire : • MON CODE …• SUPPRIMER : tout effacer …`;
    expect(known({ register: true })).toGoLike(words);
    expect(new Chat({ register: true })).toGoLike(words);
  });

  it('does not name a register where there is none', () => {
    const talk = play('person: mes données\nbot: *Ce que le service garde de vous* …', known());
    expect(JSON.stringify(talk.replies)).not.toContain('data.register');
  });

  it('in the middle of the questions goes on with them', () => {
    expect(known()).toGoLike(`
      person: CODE
      bot: …Acceptez-vous ? …
      person: oui
      bot: *Question 1/5* …
      person: mes données
      bot: *Ce que le service garde …*Question 1/5* …`);
  });
});
