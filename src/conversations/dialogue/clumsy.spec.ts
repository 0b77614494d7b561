import type { Answered } from '../../assistant/assistant.contract.js';
import { product } from '../../catalog/catalog.fake.js';
import { questions } from './questions.fake.js';
import { Shop } from './shop.fake.js';
import { Chat, play } from './transcript.fake.js';

function shop(answers: Record<string, Answered> = {}): Shop {
  const made = new Shop();
  made.products = [
    product({ sku: 'MOUS', name: 'Moustiquaire', price: '5.00', stock: 3 }),
    product({ sku: 'PARA', name: 'Paracétamol', price: '1.50', stock: 100 }),
  ];
  made.answers = answers;
  return made;
}

const menu = (over = {}) => new Chat({ entry: 'menu', shop: shop(), ...over });
const kinds = (chat: Chat) => chat.wishes.map(({ kind }) => kind);

const AT_PRODUCT = `person: produits
  bot: Voici nos produits. …
  person: [tap Moustiquaire]
  bot: *Moustiquaire* … [Commander] [Autres produits]`;
const AT_ORDER = `${AT_PRODUCT}
  person: [tap Commander]
  bot: Combien … Il en reste 3.
  person: 2
  bot: *Votre commande* … [Confirmer] [Modifier] [Annuler]`;
const AT_QUESTION = `person: CODE
  bot: *Centre Espoir* …
  person: oui
  bot: *Question 1/5* …`;

describe('somebody who writes what the buttons say', () => {
  it.each([
    ['Recevoir mon code', '*Centre Espoir* …Acceptez-vous ?…'],
    ['voir les produits', 'Voici nos produits. …'],
    ['parler à quelqu’un', 'Une personne de l’équipe …'],
  ])('gets what « %s » leads to', (said, answer) => {
    expect(menu()).toGoLike(`person: Bonjour
      bot: *Centre Espoir* …
      person: ${said}
      bot: ${answer}`);
  });

  it('orders the product that is shown', () => {
    for (const said of ['Commander', 'oui', '1'])
      expect(menu()).toGoLike(`${AT_PRODUCT}
        person: ${said}
        bot: Combien de « Moustiquaire » voulez-vous ? …`);
  });

  it('sees the other products', () => {
    expect(menu()).toGoLike(`${AT_PRODUCT}
      person: autres produits
      bot: Voici nos produits. …`);
  });

  it('changes the order, by the name of the product', () => {
    expect(menu()).toGoLike(`${AT_ORDER}
      person: modifier
      bot: Quel produit voulez-vous changer ? {Moustiquaire}
      person: moustiquaire
      bot: Combien de « Moustiquaire » ? …
      person: j’en veux 3 svp
      bot: Voici votre commande, mise à jour : … • 3 × Moustiquaire …`);
  });

  it('comes back to the order from the question what to change', () => {
    expect(menu()).toGoLike(`${AT_ORDER}
      person: modifier
      bot: Quel produit voulez-vous changer ? …
      person: retour
      bot: Voici votre commande, mise à jour : … [Confirmer] [Modifier] [Annuler]`);
  });

  it('goes on with the code that waits', () => {
    expect(menu()).toGoLike(`${AT_QUESTION}
      person: produits
      bot: Voici nos produits. …
      person: annuler
      bot: D’accord. Votre demande de code attend. Question 1 sur 5 [Reprendre mon code]
      person: oui
      bot: D’accord, on reprend. *Question 1/5* …`);
  });
});

describe('a number in a sentence', () => {
  it.each(['2', 'je veux 2', '2 pièces svp', 'x2'])('« %s » is a quantity', (said) => {
    expect(menu()).toGoLike(`${AT_PRODUCT}
      person: [tap Commander]
      bot: Combien …
      person: ${said}
      bot: *Votre commande* • 2 × Moustiquaire …`);
  });

  it.each(['2 ou 3', '4', 'beaucoup', '0'])('« %s » is none', (said) => {
    expect(menu()).toGoLike(`${AT_PRODUCT}
      person: [tap Commander]
      bot: Combien …
      person: ${said}
      bot: Écrivez un nombre entre 1 et 3, s’il vous plaît.`);
  });
});

describe('somebody who sends what cannot be read', () => {
  it.each(['👋', '[sticker]'])('%s as the first word is a greeting', (said) => {
    expect(menu()).toGoLike(`person: ${said}
      bot: *Centre Espoir* Bonjour ! Que voulez-vous faire ? {…}`);
  });

  it('hears at the menu why there is no answer, and gets to people at the third time', () => {
    const chat = menu();
    expect(chat).toGoLike(`person: [voice]
      bot: Ici, on ne peut pas écouter les messages vocaux. … Que voulez-vous faire ? {…}
      person: [image]
      bot: Ici, on ne peut pas voir les photos. … {…}
      person: [voice]
      bot: Pardon, on se comprend mal. …`);
    expect(chat.wishes).toContainEqual({ kind: 'handover', reason: 'failed' });
  });

  it.each(['👍', '[sticker]', '[voice]'])('has confirmed no order by %s', (said) => {
    const chat = menu();
    expect(chat).toGoLike(`${AT_ORDER}
      person: ${said}
      bot: …Touchez Confirmer, Modifier ou Annuler, ou répondez OUI ou NON.
      person: oui
      bot: C’est confirmé, merci ! …`);
  });

  it('is asked again for the quantity, and for the question', () => {
    expect(menu()).toGoLike(`${AT_PRODUCT}
      person: [tap Commander]
      bot: Combien …
      person: 😀
      bot: Un dessin seul ne suffit pas. … Écrivez un nombre entre 1 et 3, s’il vous plaît.`);
    const asking = menu({ shop: shop({ 'Et le prix ?': { outcome: 'failed', because: 'timeout' } }) });
    expect(asking).toGoLike(`person: Bonjour
      bot: *Centre Espoir* …
      person: [tap Poser une question]
      bot: Écrivez votre question.
      person: [voice]
      bot: Ici, on ne peut pas écouter les messages vocaux. … Écrivez votre question.`);
  });

  it('in the middle of the code is told of the people, and in the end they are called', () => {
    const chat = menu();
    expect(chat).toGoLike(`${AT_QUESTION}
      person: [voice]
      bot: Ici, on ne peut pas écouter … *Question 1/5* …
      person: [voice]
      bot: Ici, on ne peut pas écouter … *Question 1/5* …
      person: [voice]
      bot: Ici, on ne peut pas écouter … Besoin d’aide ? Écrivez PERSONNE …
      person: [voice]
      bot: …
      person: [voice]
      bot: …
      person: [voice]
      bot: Pardon, on se comprend mal. …`);
    expect(chat.wishes).toContainEqual({ kind: 'handover', reason: 'failed' });
  });

  it.each(['c’est quoi ça', 'peut-être'])('neither yes nor no to the consent, « %s » as well', (said) => {
    expect(menu()).toGoLike(`person: CODE
      bot: *Centre Espoir* …
      person: ${said}
      bot: Pour continuer, il faut votre accord. …
      person: ${said}
      bot: Pour continuer, …
      person: ${said}
      bot: Besoin d’aide ? Écrivez PERSONNE … Pour continuer, …
      person: oui
      bot: *Question 1/5* …
      person: 9
      bot: Écrivez seulement des lettres ici, sans chiffre. *Question 1/5* …`);
  });
});

describe('somebody who asks in a sentence', () => {
  const asking = () =>
    menu({ shop: shop({ 'Avez-vous du riz ?': { outcome: 'failed', because: 'timeout' } }) });

  it.each(['je voudrais avoir mon code svp', 'c’est ici pour le code ?', 'J’ai perdu mon CIU hier'])(
    '« %s » is offered the code, wherever',
    (said) => {
      const OFFER = 'Est-ce pour votre code d’identification (CIU) ? [Recevoir mon code] [Revoir mon code] …';
      expect(asking()).toGoLike(`person: ${said}
        bot: ${OFFER}
        person: [tap Revoir mon code]
        bot: Pour revoir votre code, une seule question, …`);
      expect(asking()).toGoLike(`person: Bonjour
        bot: *Centre Espoir* …
        person: [tap Poser une question]
        bot: Écrivez votre question.
        person: ${said}
        bot: ${OFFER}
        person: recevoir mon code
        bot: *Centre Espoir* … Acceptez-vous ? …`);
    },
  );

  it('about something else and the code is asked as a question', () => {
    expect(asking()).toGoLike(`person: Avez-vous des lampes ? Mon numéro est le 0810 et mon code MBEIBR7DA1
      bot: (nothing)`);
  });

  it('about another code is not offered it twice', () => {
    expect(asking()).toGoLike(`person: un problème avec le code de la porte
      bot: Est-ce pour votre code …
      person: non, le code de la porte
      bot: (nothing)`);
  });

  it('a greeting, a yes and a no at the menu are not questions', () => {
    expect(asking()).toGoLike(`person: Bonjour
      bot: *Centre Espoir* …
      person: [tap Poser une question]
      bot: Écrivez votre question.
      person: bonsoir
      bot: Bonjour ! Que voulez-vous faire ? {…}
      person: oui
      bot: Pardon, je n’ai pas compris. Que voulez-vous faire ? {…}
      person: non
      bot: D’accord.`);
  });

  it('is understood however politely it is said', () => {
    expect(menu()).toGoLike(`person: code svp
      bot: *Centre Espoir* … Acceptez-vous ? …
      person: oui j’accepte docteur
      bot: *Question 1/5* …
      person: annuler s’il vous plaît
      bot: C’est annulé, …
      person: merci beaucoup docteur !!
      bot: Avec plaisir. …`);
  });
});

describe('somebody who looks for a product', () => {
  it('tries another word at once', () => {
    expect(menu()).toGoLike(`person: produits
      bot: Voici nos produits. …
      person: licorne
      bot: Nous n’avons rien trouvé pour « licorne ». …
      person: moustiquaire
      bot: Voici ce que nous avons pour « moustiquaire » : {Moustiquaire}`);
  });

  it('is told what to do with a number of nothing', () => {
    expect(menu()).toGoLike(`${AT_PRODUCT}
      person: 7
      bot: Touchez un choix, ou écrivez le nom d’un produit.`);
  });
});

it('somebody who does not know the answer of recall any more hears what to do', () => {
  const read = () => ({ ok: false, fault: 'no-name' }) as const;
  expect(menu({ read })).toGoLike(`person: mon code
    bot: Pour revoir votre code, …
    person: je sais pas
    bot: Vous ne savez plus ? Écrivez CODE et répondez aux questions : … Pour revoir votre code, …`);
});

describe('an old button', () => {
  it('of the question that waits answers it', () => {
    expect(menu()).toGoLike(`person: CODE
      bot: *Centre Espoir* …
      person: produits
      bot: Voici nos produits. …
      person: [tap J’accepte]
      bot: *Question 1/5* …`);
  });

  it('of an earlier question leads back to the one that waits', () => {
    expect(menu()).toGoLike(`${AT_QUESTION}
      person: produits
      bot: Voici nos produits. …
      person: [tap J’accepte]
      bot: Ce choix ne sert plus. Voici où vous en êtes : *Question 1/5* …`);
  });

  it('cancels no order that is confirmed, and says so', () => {
    const chat = menu();
    expect(chat).toGoLike(`${AT_ORDER}
      person: [tap Confirmer]
      bot: C’est confirmé, merci ! …
      person: [tap Annuler]
      bot: Votre commande *K7M2Q* est déjà confirmée. Pour l’annuler, écrivez PERSONNE …
      person: mes commandes
      bot: *Vos commandes* • K7M2Q : confirmée, 10,00 $US`);
  });

  it('shows an order that was left open, to go on with it', () => {
    expect(menu()).toGoLike(`${AT_ORDER}
      person: produits
      bot: Voici nos produits. …
      person: [tap Modifier]
      bot: Voici votre commande, mise à jour : *Votre commande* • 2 × Moustiquaire … [Confirmer] [Modifier] [Annuler]
      person: [tap Modifier]
      bot: Quel produit voulez-vous changer ? …`);
  });

  it('of an order that was cancelled says that it is over', () => {
    expect(menu()).toGoLike(`${AT_ORDER}
      person: [tap Annuler]
      bot: La commande est annulée.
      person: [tap Modifier]
      bot: Cette commande n’est plus ouverte. …
      person: [tap Confirmer]
      bot: Cette commande n’est plus ouverte. …`);
  });
});

describe('a code that waits', () => {
  const WAITS = `${AT_QUESTION}
    person: MBE
    bot: *Question 2/5* …
    person: produits
    bot: Voici nos produits. …`;
  const erased = (chat: Chat) => chat.wishes.filter(({ kind }) => kind === 'erase').length;

  it('is cancelled by the second « annuler », and its answers are erased', () => {
    const chat = menu();
    expect(chat).toGoLike(`${WAITS}
      person: annuler
      bot: D’accord. Votre demande de code attend. …
      person: annuler
      bot: C’est annulé, vos réponses sont effacées. …`);
    expect([erased(chat), chat.state.paused]).toEqual([1, null]);
  });

  it('is begun anew by « recommencer », and its answers are erased', () => {
    const chat = menu();
    expect(chat).toGoLike(`${WAITS}
      person: recommencer
      bot: D’accord, on recommence. Vos réponses sont effacées. *Centre Espoir* …`);
    expect(erased(chat)).toBe(1);
  });

  it('goes on by whatever is said where the code comes first', () => {
    const chat = menu({ entry: 'uic' });
    expect(chat).toGoLike(`${WAITS}
      person: annuler
      bot: D’accord. Votre demande de code attend. …
      person: non
      bot: D’accord. Votre demande de code attend. …
      person: menu
      bot: *Centre Espoir* … {Reprendre mon code | …}`);
    chat.state = { ...chat.state, place: null };
    expect(chat).toGoLike(`person: bonjour
      bot: D’accord, on reprend. *Question 2/5* …`);
    expect(erased(chat)).toBe(0);
  });
});

describe('commands with the errors that people make', () => {
  it.each([
    ['anuler', 'C’est annulé, …'],
    ['Annulé', 'C’est annulé, …'],
    ['recomencer', 'D’accord, on recommence. …'],
    ['aide moi', 'Vous êtes à la question 1 sur 5. …PERSONNE …'],
    ['SUPRIMER', 'Voulez-vous tout effacer ? …'],
    ['stop svp', 'C’est noté : …'],
    ['je veux un humain', 'Une personne de l’équipe …'],
  ])('« %s » is understood', (said, answer) => {
    expect(menu()).toGoLike(`${AT_QUESTION}
      person: ${said}
      bot: ${answer}`);
  });

  it('« aide » at the menu says what can be written, and shows the menu', () => {
    expect(menu()).toGoLike(`person: aide
      bot: Vous pouvez écrire : … MES DONNÉES … SUPPRIMER … STOP … Que voulez-vous faire ? {…}`);
  });
});

describe('questions without an answer', () => {
  const failing = (because: 'budget' | 'unusable' | 'timeout') =>
    menu({ shop: shop({ 'Et alors ?': { outcome: 'failed', because } }) });

  it.each([
    ['budget', 'Je ne peux plus répondre aux questions aujourd’hui. …'],
    ['unusable', 'Désolé, je n’ai pas pu répondre. Posez votre question autrement, …'],
    ['timeout', 'Désolé, je ne peux pas répondre en ce moment. …'],
  ] as const)('for want of %s are told what would help', (because, answer) => {
    expect(failing(because)).toGoLike(`person: Et alors ?
      bot: (nothing)
      (the answer comes)
      bot: ${answer} [Parler à quelqu’un] [Voir le menu]`);
  });

  const AGAIN = `person: Et alors ?
    bot: (nothing)
    (the answer comes)`;

  it('three in a row call a person', () => {
    const chat = failing('timeout');
    expect(chat).toGoLike(`${AGAIN}
      bot: Désolé, …
      ${AGAIN}
      bot: Désolé, …
      ${AGAIN}
      bot: Pardon, on se comprend mal. …`);
    expect(chat.wishes).toContainEqual({ kind: 'handover', reason: 'failed' });
  });

  it('for want of budget call nobody', () => {
    const chat = failing('budget');
    for (let n = 0; n < 5; n += 1) play(`${AGAIN}\nbot: Je ne peux plus …`, chat);
    expect(kinds(chat)).not.toContain('handover');
  });

  it('about which nobody is sure do not take away the answers of the code that was begun meanwhile', () => {
    const chat = menu({ shop: shop({ 'Et alors ?': { outcome: 'handover', because: 'unsure' } }) });
    expect(chat).toGoLike(`person: Et alors ?
      bot: (nothing)
      ${AT_QUESTION}
      (the answer comes)
      bot: Désolé, je n’ai pas pu répondre. … [Parler à quelqu’un] [Voir le menu]
      bot: *Question 1/5* …`);
    expect(kinds(chat)).not.toContain('handover');
  });
});

describe('what is told before the questions', () => {
  const consent = (over: object) => {
    const [message] = new Chat(over).send({ kind: 'text', text: 'Bonjour' });
    return message?.kind === 'buttons' ? message.text : '';
  };

  it('names the register only where there is one', () => {
    expect(consent({})).not.toContain('DHIS2');
    expect(consent({ register: true })).toContain('registre de santé (DHIS2)');
  });

  it('says how long what is kept, and whom to ask', () => {
    expect(consent({})).toContain('vos messages, 180 jours');
    expect(consent({})).not.toContain('Une question sur vos données');
    const contact = 'Programme de santé, 081 000 00 00';
    expect(consent({ contact })).toContain(contact);
  });

  it('says the same where no consent is asked', () => {
    const contact = '081 000 00 00';
    expect(new Chat({ consent: 'notice', register: true, contact })).toGoLike(`person: Bonjour
      bot: *Centre Espoir* Bonjour ! … registre de santé (DHIS2). … 180 jours. … ${contact} … écrivez SUPPRIMER. *Question 1/5* …`);
  });

  it('« mes données » names whom to ask as well', () => {
    expect(menu({ contact: '081 000 00 00' })).toGoLike(`person: mes données
      bot: … Une question sur vos données ? 081 000 00 00`);
  });
});

it('the summary of a single question offers no numbers', () => {
  expect(new Chat({ consent: 'off', questions: questions.slice(0, 1) })).toGoLike(`person: Bonjour
    bot: *Question 1/1* …
    person: MBE
    bot: *Vos réponses :* • Nom : MBE C’est juste ? Répondez OUI. Pour corriger, écrivez « Nom ». [C’est juste] [Corriger]
    person: Nom
    bot: *Question 1/1* …`);
});
