import { Chat, type Circumstances, play } from './transcript.fake.js';

/** As far as the first question. */
const ACCEPTED = `
  person: Bonjour
  bot: *Centre Espoir* Bonjour ! …Acceptez-vous ? [J'accepte] [Je refuse]
  person: [tap J'accepte]
  bot: *Question 1/5* …nom… Exemple : Mbengue → MBE. Le nom entier marche aussi.
`;

/** As far as the summary. */
const ANSWERED = `
  ${ACCEPTED}
  person: MBE
  bot: *Question 2/5* …prénom…
  person: IBR
  bot: *Question 3/5* …année de naissance…
  person: 7
  bot: *Question 4/5* …ville de naissance… {Kinshasa | Lubumbashi | … | Autre ville}
  person: DA
  bot: *Question 5/5* Quel est votre *genre* ? 1 = homme, 2 = femme, 3 = trans, 4 = autre [Homme] [Femme] [Autre choix]
  person: 1
  bot: *Vos réponses :* • Nom : MBE *2.* Prénom : IBR *3.* Année : 7 *4.* Ville : DA (Dakar) *5.* Genre : Homme …Répondez OUI… [C'est juste] [Corriger]
`;

const ISSUED = `
  ${ANSWERED}
  person: oui
  bot: Voici votre code d'identification (CIU) : MBEIBR7DA1 Gardez-le bien …
`;

function chat(circumstances: Circumstances = {}): Chat {
  return new Chat(circumstances);
}

function wished(chat: Chat, kind: string): unknown[] {
  return chat.wishes.filter((wish) => wish.kind === kind);
}

describe('the way to a code', () => {
  it('goes from hello over consent, five questions and a summary to the ten characters', () => {
    const done = play(ISSUED);
    expect(wished(done, 'issue')).toEqual([
      {
        kind: 'issue',
        answers: { family: 'MBE', given: 'IBR', year: '7', town: 'DA', gender: '1' },
        language: 'fr',
        startedAt: done.now,
      },
    ]);
    expect(done.state.run).toBeNull();
    expect(done.state.ended).toBe('issued');
  });

  it('writes the code alone on its line', () => {
    const talk = play(ANSWERED);
    const [message] = talk.send({ kind: 'text', text: '1' });
    expect(message?.kind === 'text' && message.text.split('\n')).toContain('MBEIBR7DA1');
  });

  it('says so when the same phone had this code before', () => {
    expect(chat({ issue: () => ({ outcome: 'issued', id: 'c', code: 'MBEIBR7DA1', repeat: true }) }))
      .toGoLike(`${ANSWERED}
      person: [tap C'est juste]
      bot: C'est toujours votre code d'identification (CIU) : MBEIBR7DA1 …`);
  });

  it('sends the card after the code, with the code in groups under it', () => {
    expect(chat({ card: true })).toGoLike(`${ANSWERED}
      person: oui
      bot: Voici votre code …
      bot: (picture code-1) MBE IBR 7 DA 1 Vous pouvez montrer cette image à chaque visite.`);
  });

  it('groups nothing when the code is not made of the answers one after the other', () => {
    expect(
      chat({ card: true, issue: () => ({ outcome: 'issued', id: 'c', code: 'ABCDEFGHIJ', repeat: false }) }),
    ).toGoLike(`${ANSWERED}
      person: oui
      bot: Voici votre code …
      bot: (picture c) ABCDEFGHIJ …`);
  });

  it('says when to come back to a phone that asked for too many codes', () => {
    const talk = chat({
      issue: () => ({ outcome: 'limited', until: new Date(Date.UTC(2026, 10, 2, 13, 30)) }),
    });
    expect(talk).toGoLike(`${ANSWERED}
      person: oui
      bot: Plusieurs codes ont déjà été demandés … Revenez dans 5 h …`);
    expect(talk.state.run).toBeNull();
    expect(wished(talk, 'erase')).toHaveLength(1);
  });

  it('issues right after the fifth answer where no summary is wanted', () => {
    expect(chat({ confirm: false })).toGoLike(`${ACCEPTED}
      person: Mbengue
      bot: *Question 2/5* …
      person: Ibrahim
      bot: *Question 3/5* …
      person: 1997
      bot: *Question 4/5* …
      person: Dakar
      bot: *Question 5/5* …
      person: homme
      bot: Voici votre code d'identification (CIU) : MBEIBR7DA1 …`);
  });

  it('handles answers that come in a burst one after the other', () => {
    const talk = play(ACCEPTED);
    talk.send({ kind: 'text', text: 'MBE' });
    talk.send({ kind: 'text', text: 'IBR' });
    expect(talk.state.run?.answers).toMatchObject({ family: { value: 'MBE' }, given: { value: 'IBR' } });
  });

  it.each(['[voice]', '[image]', '[sticker]', '[location]', '[contacts]', '😀', 'MBE', 'oui', '?', 'aide'])(
    'begins with any first message: %s',
    (first) => {
      expect(chat()).toGoLike(`person: ${first}\nbot: …Acceptez-vous ? [J'accepte] [Je refuse]`);
    },
  );

  it.each(['[reaction]', '[other system]', '[other revoke]'])('is not begun by %s', (first) => {
    const talk = chat();
    const { state } = talk;
    expect(talk).toGoLike(`person: ${first}\nbot: (nothing)`);
    expect(talk.state).toEqual(state);
  });
});

describe('consent', () => {
  it.each(['oui', '1', "j'accepte", 'J’ACCEPTE !', 'd’accord', 'OK', 'yes', 'I accept', "[tap J'accepte]"])(
    'is given by %s',
    (words) => {
      const talk = play(`person: Bonjour\nbot: …\nperson: ${words}\nbot: *Question 1/5* …`);
      expect(wished(talk, 'consent')).toEqual([{ kind: 'consent', language: 'fr' }]);
    },
  );

  it.each(['non', '2', 'Je refuse', 'Non merci', 'Je veux pas', 'no', '[tap Je refuse]'])(
    'is refused by %s, and nothing is kept',
    (words) => {
      const talk = play(
        `person: Bonjour\nbot: …\nperson: ${words}\nbot: D'accord, on s'arrête là. Ce que vous avez …`,
      );
      expect(talk.state).toMatchObject({ run: null, ended: 'refused' });
      expect(talk.wishes).toEqual([
        { kind: 'drop-out', at: 'consent', how: 'refused' },
        { kind: 'erase', since: talk.now },
      ]);
    },
  );

  it('is asked for again, shortly, by anything else', () => {
    expect(chat()).toGoLike(`
      person: Bonjour
      bot: …
      person: Mbengue
      bot: Pour continuer, il faut votre accord. … [J'accepte] [Je refuse]
      person: [voice]
      bot: Ici, on ne peut pas écouter les messages vocaux. … Pour continuer, il faut votre accord. … [J'accepte] [Je refuse]
      person: Bonsoir
      bot: Bonjour ! Pour continuer, …
    `);
  });

  it('is asked for anew in each run, and a tap of an earlier run gives none', () => {
    const talk = play(`${ISSUED}
      person: code
      bot: *Centre Espoir* …Acceptez-vous ? …
      person: [old J'accepte]
      bot: Ce choix ne sert plus. … Pour continuer, il faut votre accord. …
      person: [tap J'accepte]
      bot: *Question 1/5* …
    `);
    expect(wished(talk, 'consent')).toHaveLength(2);
  });

  it('is only announced in notice mode', () => {
    const talk = play(
      `person: Bonjour
       bot: *Centre Espoir* Bonjour ! …écrivez SUPPRIMER. *Question 1/5* …`,
      chat({ consent: 'notice' }),
    );
    expect(wished(talk, 'consent')).toEqual([]);
  });

  it('is left out when it is off', () => {
    expect(chat({ consent: 'off' })).toGoLike('person: Bonjour\nbot: *Question 1/5* …');
  });
});

describe('an answer that cannot be taken', () => {
  it.each([
    ['aucun', 'Il faut cette réponse pour créer le code. …'],
    ['Mb3', 'Écrivez seulement des lettres ici, sans chiffre. …'],
    ['محمد', "Écrivez avec les lettres A, B, C… s'il vous plaît. …"],
    ['...', 'Votre message est vide. …'],
    ['😀', 'Un dessin seul ne suffit pas. …'],
    ['[voice]', 'Ici, on ne peut pas écouter les messages vocaux. …'],
    ['[image]', 'Ici, on ne peut pas voir les photos. …'],
    ['[sticker]', 'Joli ! …'],
    ['[document]', 'Ici, on ne peut pas ouvrir les documents. …'],
    ['[video]', 'Ici, on ne peut pas voir les vidéos. …'],
    ['[location]', 'Ici, on ne peut pas lire une position sur la carte. …'],
    ['[contacts]', 'Ici, on ne peut pas lire une fiche de contact. …'],
    ['[other hologram]', 'Ici, on ne peut pas lire ce genre de message. …'],
    ['Bonjour', 'Bonjour ! …'],
    ['Bonjour docteur papa', 'Bonjour ! …'],
  ])('%s gets its own words and the question again', (said, words) => {
    const talk = play(`${ACCEPTED}
      person: ${said}
      bot: ${words}*Question 1/5* …`);
    expect(talk.state.run?.answers).toEqual({});
  });

  it('gets nothing when it is a reaction', () => {
    expect(chat()).toGoLike(`${ACCEPTED}
      person: [reaction]
      bot: (nothing)`);
  });
});

describe('a single letter', () => {
  const DOUBT = `${ACCEPTED}
    person: K
    bot: Votre nom commence bien par K seul ? [Oui] [Non]`;

  it.each(['oui', '1', '[tap Oui]'])('is taken after %s', (yes) => {
    const talk = play(`${DOUBT}
      person: ${yes}
      bot: *Question 2/5* …`);
    expect(talk.state.run?.answers).toEqual({ family: { value: 'KXX', shown: 'KXX' } });
  });

  it.each(['non', '2', '[tap Non]', 'retour'])('is asked anew after %s', (no) => {
    expect(chat()).toGoLike(`${DOUBT}
      person: ${no}
      bot: *Question 1/5* …`);
  });

  it('is replaced by a name that is written instead', () => {
    const talk = play(`${DOUBT}
      person: Kabila
      bot: *Question 2/5* …`);
    expect(talk.state.run?.answers).toMatchObject({ family: { value: 'KAB' } });
  });

  it('is not confirmed by the button of an earlier one', () => {
    expect(chat()).toGoLike(`${DOUBT}
      person: L
      bot: Votre nom commence bien par L seul ? [Oui] [Non]
      person: [old Oui]
      bot: Ce choix ne sert plus. … Votre nom commence bien par L seul ? …`);
  });
});

describe('taps', () => {
  it('equal typed answers for town and gender', () => {
    expect(chat()).toGoLike(`${ACCEPTED}
      person: MBE
      bot: …
      person: IBR
      bot: …
      person: 7
      bot: …
      person: [tap Lubumbashi]
      bot: *Question 5/5* …
      person: [tap Femme]
      bot: *Vos réponses :* … *4.* Ville : LU (Lubumbashi) *5.* Genre : Femme …`);
  });

  it('lead to the rest of the genders, four being more than three buttons', () => {
    expect(chat()).toGoLike(`${ACCEPTED}
      person: MBE
      bot: …
      person: IBR
      bot: …
      person: 7
      bot: …
      person: KI
      bot: … [Homme] [Femme] [Autre choix]
      person: [tap Autre choix]
      bot: Voici les autres choix : [Trans] [Autre]
      person: [tap Trans]
      bot: *Vos réponses :* … Genre : Trans …`);
  });

  it('on « Autre ville » ask for the name', () => {
    expect(chat()).toGoLike(`${ACCEPTED}
      person: MBE
      bot: …
      person: IBR
      bot: …
      person: 7
      bot: …
      person: [tap Autre ville]
      bot: Écrivez le nom de votre ville de naissance.
      person: Atlantis
      bot: Cette ville n'est pas dans notre liste. … *Question 4/5* …
      person: Dakar
      bot: *Question 5/5* …`);
  });

  it('on an old message answer no other question', () => {
    const talk = play(`${ACCEPTED}
      person: [tap Je refuse]
      bot: Ce choix ne sert plus. Voici où vous en êtes : *Question 1/5* …`);
    expect(talk.state.run?.step).toBe('family');
  });

  it('twice on the last button do not begin a new run', () => {
    expect(chat()).toGoLike(`${ANSWERED}
      person: [tap C'est juste]
      bot: Voici votre code …
      person: [tap C'est juste]
      bot: Ce choix ne sert plus. Pour voir ce que vous pouvez faire ici, écrivez AIDE.`);
  });

  it('on a template are read as words', () => {
    expect(chat()).toGoLike(`${ACCEPTED}
      person: [template STOP]
      bot: C'est noté …`);
  });
});

describe('the summary', () => {
  it.each(['oui', '1', 'OUI !', "c'est juste", "[tap C'est juste]", 'yes'])('is confirmed by %s', (yes) => {
    expect(chat()).toGoLike(`${ANSWERED}
      person: ${yes}
      bot: Voici votre code …`);
  });

  it.each([
    ['2', 'prénom'],
    ['3', 'année'],
    ['4', 'ville'],
    ['5', 'genre'],
    ['nom', 'nom'],
    ['NOM', 'nom'],
    ['prénom', 'prénom'],
  ])('lets %s correct that one answer and comes back', (said, question) => {
    expect(chat()).toGoLike(`${ANSWERED}
      person: ${said}
      bot: …votre *${question}…
      person: retour
      bot: *Vos réponses :* • Nom : MBE …`);
  });

  it.each(['non', '[tap Corriger]', 'corriger'])('offers all five answers after %s', (no) => {
    expect(chat()).toGoLike(`${ANSWERED}
      person: ${no}
      bot: Que voulez-vous corriger ? {Nom | Prénom | Année | Ville | Genre}
      person: [tap Nom]
      bot: *Question 1/5* …
      person: Kabila
      bot: *Vos réponses :* • Nom : KAB *2.* Prénom : IBR …
      person: 1
      bot: Voici votre code d'identification (CIU) : KABIBR7DA1 …`);
  });

  it('is left for the list and come back to by retour', () => {
    expect(chat()).toGoLike(`${ANSWERED}
      person: corriger
      bot: Que voulez-vous corriger ? …
      person: retour
      bot: *Vos réponses :* …`);
  });

  it('confirms nothing by the button of an earlier one', () => {
    const talk = play(`${ANSWERED}
      person: 3
      bot: *Question 3/5* …
      person: 8
      bot: *Vos réponses :* … Année : 8 …
      person: [old C'est juste]
      bot: Ce choix ne sert plus. … Année : 8 …`);
    expect(wished(talk, 'issue')).toEqual([]);
  });

  it('comes again after words that say neither', () => {
    expect(chat()).toGoLike(`${ANSWERED}
      person: peut-être
      bot: Regardez vos réponses, puis dites si tout est juste. *Vos réponses :* …
      person: 6
      bot: Regardez vos réponses, …`);
  });

  it('is hidden from whoever reads the store: summary, list and code are sensitive', () => {
    const talk = play(ANSWERED);
    expect(talk.replies).toMatchObject([{ sensitive: true }]);
    expect(talk).toGoLike('person: corriger\nbot: …');
    expect(talk.replies).toMatchObject([{ sensitive: true }]);
    expect(talk).toGoLike('person: oui\nbot: …');
    expect(talk.replies).toMatchObject([{ sensitive: true }]);
  });
});

describe('commands', () => {
  it.each(['aide', 'AIDE', 'à l’aide !', 'help', '?', '??'])(
    '%s says where the person is and asks again',
    (help) => {
      expect(chat()).toGoLike(`${ACCEPTED}
      person: MBE
      bot: …
      person: ${help}
      bot: Vous êtes à la question 2 sur 5. Vous pouvez écrire : • RETOUR …• STOP … *Question 2/5* …`);
    },
  );

  it('aide explains consent and summary too', () => {
    expect(chat()).toGoLike(`
      person: Bonjour
      bot: …
      person: aide
      bot: Avant les questions, il faut votre accord. Vous pouvez écrire : … [J'accepte] [Je refuse]`);
    expect(chat()).toGoLike(`${ANSWERED}
      person: aide
      bot: Vous avez répondu à toutes les questions. … *Vos réponses :* … [C'est juste] [Corriger]`);
  });

  it.each(['recommencer', 'Restart', 'on recommence'])(
    '%s erases the answers and begins again with consent',
    (word) => {
      const talk = play(`${ANSWERED}
      person: ${word}
      bot: D'accord, on recommence. Vos réponses sont effacées. *Centre Espoir* … [J'accepte] [Je refuse]`);
      expect(talk.state.run?.answers).toEqual({});
      expect(wished(talk, 'erase')).toHaveLength(1);
    },
  );

  it.each(['retour', 'RETOUR', 'back', 'précédent'])('%s goes one question back', (word) => {
    expect(chat()).toGoLike(`${ACCEPTED}
      person: MBE
      bot: …
      person: IBR
      bot: …
      person: ${word}
      bot: *Question 2/5* …
      person: ${word}
      bot: *Question 1/5* …
      person: ${word}
      bot: Vous êtes au début. *Question 1/5* …
      person: KAB
      bot: *Question 2/5* …`);
  });

  it('retour from the summary asks the last question again', () => {
    expect(chat()).toGoLike(`${ANSWERED}
      person: retour
      bot: *Question 5/5* …
      person: 2
      bot: *Vos réponses :* … Genre : Femme …`);
  });

  it.each(['annuler', 'Cancel'])('%s ends the run and erases the answers', (word) => {
    const talk = play(`${ACCEPTED}
      person: MBE
      bot: …
      person: ${word}
      bot: C'est annulé, vos réponses sont effacées. …
      person: ${word}
      bot: Rien n'est en cours. …`);
    expect(talk.state).toMatchObject({ run: null, ended: 'cancelled' });
    expect(wished(talk, 'drop-out')).toEqual([{ kind: 'drop-out', at: 'given', how: 'cancelled' }]);
    expect(wished(talk, 'erase')).toHaveLength(1);
  });

  it('stop is said once, and writing again begins anew', () => {
    const talk = play(`${ACCEPTED}
      person: stop
      bot: C'est noté : vous ne recevrez plus de message. …
      person: stop
      bot: (nothing)
      person: merci
      bot: (nothing)
      person: Bonjour
      bot: *Centre Espoir* … [J'accepte] [Je refuse]`);
    expect(wished(talk, 'opt')).toEqual([
      { kind: 'opt', state: 'out' },
      { kind: 'opt', state: 'in' },
    ]);
  });

  it.each([
    ['Stop promotions', 'Resume promotions'],
    ['Arrêter les promotions', 'Reprendre les promotions'],
  ])('the button « %s » beneath advertising ends advertising and nothing else', (off, on) => {
    const talk = play(`person: [template ${off}]
      bot: C'est noté : plus de promotions. Les messages du service continuent.`);
    expect(wished(talk, 'promotions')).toEqual([{ kind: 'promotions', state: 'out' }]);
    expect(wished(talk, 'opt')).toEqual([]);
    expect(talk.state).toMatchObject({ run: null, optedOut: false });
    expect(talk).toGoLike(`person: [template ${on}]
      bot: C'est noté : vous recevrez de nouveau les promotions.
      person: Bonjour
      bot: *Centre Espoir* … [J'accepte] [Je refuse]`);
    expect(wished(talk, 'promotions').at(-1)).toEqual({ kind: 'promotions', state: 'in' });
  });

  it('an edit of the last answer corrects it, once, and the question that came of it stays', () => {
    const talk = play(`${ACCEPTED}
      person: MBA
      bot: *Question 2/5* …`);
    expect(talk).toGoLike(`person: [edit w3 Mbengue]
      bot: C'est corrigé. *Question 2/5* …
      person: [edit w3 Mbengue]
      bot: (nothing)
      person: IBR
      bot: *Question 3/5* …
      person: [edit w3 Kalala]
      bot: Vous avez changé un message qui est déjà lu. Pour changer une réponse, écrivez RETOUR.
      person: [edit w6 123]
      bot: Vous avez changé un message qui est déjà lu. …`);
    const { answers } = talk.state.run ?? {};
    expect([answers?.['family']?.value, answers?.['given']?.value]).toEqual(['MBE', 'IBR']);
  });

  it('an edit of a message that was no answer is heard as if it had been said so', () => {
    const talk = play(`${ACCEPTED}
      person: 123
      bot: …
      person: [edit w3 MBE]
      bot: *Question 2/5* …
      person: [edit w3 KAL]
      bot: C'est corrigé. *Question 2/5* …`);
    expect(talk.state.run?.answers['family']?.value).toBe('KAL');
  });

  it('an edit at the summary shows it anew, and what was shown before confirms nothing', () => {
    const talk = play(ANSWERED);
    expect(talk.state.run?.last).toMatchObject({ answered: 'gender' });
    const target = `w${talk.messages}`;
    // The provider's id may hold the phone number.
    expect(talk.state.run?.last?.message).not.toContain(target);
    talk.send({ kind: 'edit', target, content: { kind: 'text', text: 'femme' } });
    expect(talk.state.run?.answers['gender']?.value).toBe('2');
    expect(talk).toGoLike('person: [old C’est juste]\nbot: …');
    expect(talk.state.run?.step).toBe('summary');
  });

  it('an edit means nothing where no question is open, and STOP is obeyed also as one', () => {
    expect(new Chat()).toGoLike('person: [edit w0 MBE]\nbot: (nothing)');
    const talk = play(ACCEPTED);
    expect(talk).toGoLike(`person: MBE
      bot: *Question 2/5* …
      person: [edit w3 stop]
      bot: C'est noté : vous ne recevrez plus de message. …`);
  });

  it('that button loses nobody’s answers: the question stays', () => {
    const talk = play(`${ACCEPTED}
      person: MBE
      bot: *Question 2/5* …
      person: [template Stop promotions]
      bot: C'est noté : plus de promotions. … *Question 2/5* …
      person: IBR
      bot: *Question 3/5* …`);
    expect(wished(talk, 'promotions')).toHaveLength(1);
    expect(wished(talk, 'erase')).toEqual([]);
  });

  it('who said STOP hears nothing of it, and wants messages again with advertising', () => {
    const talk = play(`person: stop
      bot: C'est noté : vous ne recevrez plus de message. …
      person: [template Stop promotions]
      bot: (nothing)
      person: [template Resume promotions]
      bot: C'est noté : vous recevrez de nouveau les promotions.`);
    expect(wished(talk, 'promotions')).toHaveLength(2);
    expect(wished(talk, 'opt').at(-1)).toEqual({ kind: 'opt', state: 'in' });
    expect(talk.state.optedOut).toBe(false);
  });

  it('the end of advertising is obeyed also where a machine is answered no more', () => {
    const talk = play(ACCEPTED);
    for (let n = 0; n < 40; n++) talk.send({ kind: 'text', text: '12345' });
    expect(talk).toGoLike('person: [template Stop promotions]\nbot: (nothing)');
    expect(wished(talk, 'promotions')).toEqual([{ kind: 'promotions', state: 'out' }]);
  });

  it.each(['supprimer', 'Supprimer mes données', 'delete'])(
    '%s asks first, and forgets after a yes',
    (word) => {
      const talk = play(`${ACCEPTED}
      person: ${word}
      bot: Voulez-vous tout effacer ? … [Oui, tout effacer] [Non, garder]
      person: [tap Oui, tout effacer]
      bot: C'est fait : vos codes et vos messages sont effacés. …
      person: merci
      bot: Avec plaisir. …`);
      expect(wished(talk, 'forget')).toHaveLength(1);
      expect(talk.state.run).toBeNull();
    },
  );

  it.each(['non', '2', '[tap Non, garder]', 'retour', 'annuler'])(
    'supprimer keeps everything after %s',
    (no) => {
      const talk = play(`${ACCEPTED}
      person: supprimer
      bot: …
      person: peut-être
      bot: Voulez-vous tout effacer ? Répondez OUI ou NON. [Oui, tout effacer] [Non, garder]
      person: ${no}
      bot: D'accord, rien n'est effacé. *Question 1/5* …`);
      expect(wished(talk, 'forget')).toEqual([]);
    },
  );

  it('supprimer works for somebody who is in no conversation', () => {
    const talk = play(`
      person: supprimer
      bot: Voulez-vous tout effacer ? …
      person: oui
      bot: C'est fait …`);
    expect(wished(talk, 'forget')).toHaveLength(1);
  });

  it('langue shows the languages, and the consent is read in the one that is chosen', () => {
    const talk = play(`
      person: Bonjour
      bot: …
      person: langue
      bot: Quelle langue voulez-vous ? [Français] [English]
      person: [tap English]
      bot: All right, we go on in English. *Centre Espoir* Hello! …Do you accept? [I accept] [I refuse]
      person: I accept
      bot: *Question 1/5* What are the first 3 letters of your *family name*? …`);
    expect(wished(talk, 'consent')).toEqual([{ kind: 'consent', language: 'en' }]);
  });

  it.each(['english', 'langue anglais', 'Anglais', 'language English'])('%s switches at once', (words) => {
    expect(chat()).toGoLike(`${ACCEPTED}
      person: ${words}
      bot: All right, we go on in English. *Question 1/5* …
      person: français
      bot: D'accord, on continue en français. *Question 1/5* …`);
  });

  it('a language is chosen by its number, or the question is left', () => {
    expect(chat()).toGoLike(`${ACCEPTED}
      person: langue
      bot: Quelle langue voulez-vous ? …
      person: swahili
      bot: Quelle langue voulez-vous ? …
      person: 2
      bot: All right, … *Question 1/5* …
      person: language
      bot: Which language do you want? …
      person: back
      bot: *Question 1/5* …`);
  });

  it('code asks the current question again, and begins a run where there is none', () => {
    expect(chat()).toGoLike(`${ACCEPTED}
      person: mon code
      bot: Votre demande est en cours. *Question 1/5* …
      person: annuler
      bot: …
      person: code
      bot: *Centre Espoir* …`);
  });

  it('are commands only as a whole message', () => {
    const talk = play(`${ACCEPTED}
      person: Stop Mukendi
      bot: *Question 2/5* …`);
    expect(talk.state.run?.answers).toMatchObject({ family: { value: 'STO' } });
  });

  it('are never taken as an answer', () => {
    for (const word of ['aide', 'retour', 'langue', 'code', 'help']) {
      const talk = play(`${ACCEPTED}\nperson: ${word}\nbot: …`);
      expect(talk.state.run?.answers).toEqual({});
    }
  });
});

describe('after the end', () => {
  it.each(['merci', 'Merci beaucoup !', 'ok', 'thank you', '👍', '[sticker]', 'oui'])(
    '%s gets a short friendly answer',
    (words) => {
      expect(chat()).toGoLike(`${ISSUED}
      person: ${words}
      bot: Avec plaisir. Prenez soin de vous !`);
    },
  );

  it('aide says how to begin again', () => {
    expect(chat()).toGoLike(`${ISSUED}
      person: aide
      bot: Vous pouvez écrire : • CODE : recevoir votre code …`);
  });

  it('another message begins a new run', () => {
    expect(chat()).toGoLike(`${ISSUED}
      person: Bonjour
      bot: *Centre Espoir* …`);
  });

  it('the language stays', () => {
    expect(chat()).toGoLike(`${ISSUED}
      person: english
      bot: All right, we go on in English. You can write: • CODE: get your code …
      person: Hello
      bot: *Centre Espoir* Hello! …`);
  });
});

describe('time', () => {
  it('ends a run that waited too long, says so kindly and asks for consent again', () => {
    const talk = play(`${ACCEPTED}
      person: MBE
      bot: …
      (15 minutes later)
      person: IBR
      bot: Votre demande a expiré, vos réponses ont été effacées. On recommence ? *Centre Espoir* …[J'accepte] [Je refuse]
      person: oui
      bot: *Question 1/5* …`);
    expect(wished(talk, 'drop-out')).toEqual([{ kind: 'drop-out', at: 'given', how: 'expired' }]);
    expect(wished(talk, 'erase')).toHaveLength(1);
  });

  it('begins anew with each message', () => {
    expect(chat()).toGoLike(`${ACCEPTED}
      (14 minutes later)
      person: MBE
      bot: *Question 2/5* …
      (14 minutes later)
      person: IBR
      bot: *Question 3/5* …`);
  });

  it('lets stop and supprimer through after it is over', () => {
    expect(chat()).toGoLike(`${ACCEPTED}
      (20 minutes later)
      person: stop
      bot: C'est noté …`);
    expect(chat()).toGoLike(`${ACCEPTED}
      (20 minutes later)
      person: supprimer
      bot: Voulez-vous tout effacer ? …`);
  });
});

describe('what the world does', () => {
  it('a step that no longer exists restarts kindly', () => {
    const talk = play(ACCEPTED);
    if (talk.state.run) talk.state = { ...talk.state, run: { ...talk.state.run, step: 'mother' } };
    expect(talk).toGoLike(`person: Anne
       bot: Le service a changé entre-temps. Vos réponses sont effacées et on recommence. *Centre Espoir* …`);
    expect(wished(talk, 'erase')).toHaveLength(1);
  });

  it('another machine that never stops gets silence until it has been quiet for a minute', () => {
    const talk = play(ACCEPTED);
    for (let n = 0; n < 40; n++) {
      talk.now += 1000;
      talk.send({ kind: 'text', text: '12345' });
    }
    expect(wished(talk, 'mute').length).toBeGreaterThan(5);
    expect(talk).toGoLike('person: 12345\nbot: (nothing)');
    expect(talk).toGoLike('(2 minutes later)\nperson: MBE\nbot: *Question 2/5* …');
  });

  it('stop is heard even in that silence', () => {
    const talk = play(ACCEPTED);
    for (let n = 0; n < 40; n++) talk.send({ kind: 'text', text: '12345' });
    expect(talk).toGoLike("person: stop\nbot: C'est noté …");
  });

  it('a question that is new since the others were answered is asked before the code is made', () => {
    const talk = play(ANSWERED);
    const { run } = talk.state;
    const { year: _gone, ...answers } = run?.answers ?? {};
    if (run) talk.state = { ...talk.state, run: { ...run, answers } };
    expect(talk).toGoLike(`
      person: oui
      bot: *Question 3/5* …
      person: 7
      bot: *Vos réponses :* …
      person: oui
      bot: Voici votre code …`);
  });

  it('a misspelt town and a doubtful name are asked about as they were understood', () => {
    const unsure = { ok: true, value: 'KI', shown: 'KI (Kinshasa)', sure: false } as const;
    expect(chat({ read: (key) => (key === 'family' ? { ...unsure, value: 'KAB', shown: 'KAB' } : unsure) }))
      .toGoLike(`
      ${ACCEPTED}
      person: M Kabila
      bot: Votre réponse est bien « KAB » ? [Oui] [Non]
      person: oui
      bot: *Question 2/5* …
      person: Kinshassa
      bot: Votre réponse est bien « KI (Kinshasa) » ? [Oui] [Non]`);
  });

  it('a channel without buttons and lists gets numbered lines that can be typed', () => {
    expect(chat({ can: { buttons: 0, listRows: 0, media: true, products: true } })).toGoLike(`person: Bonjour
       bot: *Centre Espoir* …Acceptez-vous ? 1. J'accepte 2. Je refuse
       person: 1
       bot: *Question 1/5* …
       person: MBE
       bot: *Question 2/5* …
       person: IBR
       bot: *Question 3/5* …
       person: 7
       bot: *Question 4/5* … 1. Kinshasa 2. Lubumbashi … 10. Autre ville
       person: 2
       bot: *Question 5/5* Quel est votre *genre* ? 1 = homme, 2 = femme, 3 = trans, 4 = autre
       person: 4
       bot: *Vos réponses :* … Ville : LU (Lubumbashi) *5.* Genre : Autre Tout est juste ? …
       person: non
       bot: Que voulez-vous corriger ? 1. Nom 2. Prénom 3. Année 4. Ville 5. Genre
       person: 1
       bot: *Question 1/5* …`);
  });
});
