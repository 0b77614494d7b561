import { product } from '../../catalog/catalog.fake.js';
import { Shop } from './shop.fake.js';
import { Chat, play } from './transcript.fake.js';

const NOTHING_TO_TAP = { buttons: 0, listRows: 0, media: true, products: false };

function pharmacy(): Shop {
  const shop = new Shop();
  shop.products = [
    product({ sku: 'PARA', name: 'Paracétamol 500 mg', price: '1.50', stock: 100, categoryId: 'soins' }),
    product({ sku: 'MOUS', name: 'Moustiquaire', price: '5.00', stock: 3, categoryId: 'maison' }),
    product({ sku: 'SAVO', name: 'Savon', price: '0.75', stock: 0, categoryId: 'maison' }),
  ];
  return shop;
}

function shelved(): Shop {
  const shop = pharmacy();
  shop.shelves = [
    { id: 'soins', name: 'Soins', parentId: null, products: 1 },
    { id: 'maison', name: 'Maison', parentId: null, products: 2 },
  ];
  return shop;
}

const atMenu = (shop?: Shop, over = {}) => new Chat({ entry: 'menu', shop, ...over });
const kinds = (chat: Chat) => chat.wishes.map(({ kind }) => kind);

const HELLO = `
  person: Bonjour
  bot: *Centre Espoir* Bonjour ! Que voulez-vous faire ? {Recevoir mon code | Voir les produits | Parler à quelqu'un}
`;
const SHOWN = `${HELLO}
  person: [tap Voir les produits]
  bot: Voici nos produits. … {Paracétamol 500 mg | Moustiquaire | Savon}
`;
const RECAP = `${SHOWN}
  person: [tap Paracétamol 500 mg]
  bot: *Paracétamol 500 mg* 1,50 $US · en stock Description de PARA. [Commander] [Autres produits]
  person: [tap Commander]
  bot: Combien de « Paracétamol 500 mg » voulez-vous ? Écrivez un nombre.
  person: 20
  bot: *Votre commande* • 20 × Paracétamol 500 mg : 30,00 $US *Total : 30,00 $US* Tout est bon ? [Confirmer] [Modifier] [Annuler]
`;

describe('the menu', () => {
  it('shows what can be done here, and nothing that cannot', () => {
    expect(atMenu()).toGoLike(`person: Bonjour
      bot: *Centre Espoir* Bonjour ! Que voulez-vous faire ? {Recevoir mon code | Parler à quelqu'un}`);
    expect(atMenu(pharmacy())).toGoLike(HELLO);
  });

  it('leads to the code by a tap, by its number or by its word', () => {
    for (const said of ['[tap Recevoir mon code]', '1', 'recevoir mon code', 'CODE']) {
      expect(atMenu(pharmacy())).toGoLike(`${HELLO}
        person: ${said}
        bot: *Centre Espoir* …Acceptez-vous ? …`);
    }
  });

  it('works by numbers where nothing can be tapped', () => {
    expect(atMenu(pharmacy(), { can: NOTHING_TO_TAP })).toGoLike(`person: Bonjour
      bot: *Centre Espoir* Bonjour ! … 1. Recevoir mon code 2. Voir les produits 3. Parler à quelqu'un
      person: 2
      bot: Voici nos produits. … 1. Paracétamol 500 mg 2. Moustiquaire 3. Savon
      person: 2
      bot: *Moustiquaire* … 1. Commander 2. Autres produits`);
  });

  it('comes again for what is not understood, and calls a person at the third time', () => {
    const talk = atMenu();
    expect(talk).toGoLike(`person: Bonjour
      bot: *Centre Espoir* …
      person: xyz
      bot: Pardon, je n'ai pas compris. Que voulez-vous faire ? {…}
      person: xyz
      bot: Pardon, …
      person: xyz
      bot: Pardon, on se comprend mal. Une personne de l'équipe va vous répondre ici.`);
    expect(talk.wishes).toContainEqual({ kind: 'handover', reason: 'failed' });
  });

  it.each(['Parler à un humain', 'je veux parler à quelqu’un', 'PERSONNE', 'agent', 'talk to a human'])(
    '« %s » calls a person from anywhere',
    (said) => {
      const talk = atMenu(pharmacy());
      expect(talk).toGoLike(`${SHOWN}
        person: ${said}
        bot: Une personne de l'équipe va vous répondre ici. …`);
      expect(talk.wishes).toContainEqual({ kind: 'handover', reason: 'asked' });
    },
  );

  it('ends an opt-out when somebody writes again', () => {
    const talk = atMenu(pharmacy());
    expect(talk).toGoLike(`${HELLO}
      person: STOP
      bot: C'est noté …
      person: Bonjour
      bot: *Centre Espoir* …`);
    expect(talk.wishes.filter(({ kind }) => kind === 'opt')).toEqual([
      { kind: 'opt', state: 'out' },
      { kind: 'opt', state: 'in' },
    ]);
  });

  it.each(['botika', 'Sitisha', 'unsubscribe', 'arrêtez', 'Désinscription', 'STOP'])(
    '« %s » stops messages',
    (said) => {
      const talk = atMenu();
      talk.send({ kind: 'text', text: said });
      expect(talk.wishes).toContainEqual({ kind: 'opt', state: 'out' });
    },
  );
});

describe('a code that is interrupted', () => {
  const INTERRUPTED = `${HELLO}
    person: CODE
    bot: *Centre Espoir* …
    person: oui
    bot: *Question 1/5* …
    person: MBE
    bot: *Question 2/5* …
    person: produits
    bot: Voici nos produits. …`;

  it('waits, is offered again, and goes on where it was', () => {
    expect(atMenu(pharmacy())).toGoLike(`${INTERRUPTED}
      person: menu
      bot: *Centre Espoir* … {Reprendre mon code | Voir les produits | Parler à quelqu'un}
      person: [tap Reprendre mon code]
      bot: D'accord, on reprend. *Question 2/5* …
      person: IBR
      bot: *Question 3/5* …`);
  });

  it('is offered again after an order', () => {
    expect(atMenu(pharmacy())).toGoLike(`${INTERRUPTED}
      person: [tap Moustiquaire]
      bot: *Moustiquaire* …
      person: [tap Commander]
      bot: Combien … Il en reste 3.
      person: 2
      bot: *Votre commande* …
      person: oui
      bot: C'est confirmé, merci ! … Votre demande de code attend. Question 2 sur 5 [Reprendre mon code]
      person: CODE
      bot: D'accord, on reprend. *Question 2/5* …`);
  });

  it('is over after its time, and its answers with it', () => {
    const talk = atMenu(pharmacy());
    expect(talk).toGoLike(`${INTERRUPTED}
      (16 minutes later)
      person: menu
      bot: *Centre Espoir* … {Recevoir mon code | …}`);
    expect(kinds(talk)).toContain('erase');
    expect(JSON.stringify(talk.state)).not.toContain('MBE');
  });

  it('loses its answers when the person stops', () => {
    const talk = atMenu(pharmacy());
    expect(talk).toGoLike(`${INTERRUPTED}
      person: STOP
      bot: C'est noté …`);
    expect(talk.wishes).toContainEqual({ kind: 'drop-out', at: 'given', how: 'cancelled' });
    expect(talk.state.paused).toBeNull();
  });

  it('offers a person where an answer is not understood three times, and calls one in the end', () => {
    const talk = atMenu();
    expect(talk).toGoLike(`person: CODE
      bot: *Centre Espoir* …
      person: oui
      bot: *Question 1/5* …
      person: 1
      bot: Écrivez seulement des lettres …
      person: 1
      bot: Écrivez seulement des lettres …
      person: 1
      bot: Écrivez seulement des lettres ici, sans chiffre. Besoin d'aide ? Écrivez PERSONNE … *Question 1/5* …
      person: 1
      bot: …Besoin d'aide ?…
      person: 1
      bot: …Besoin d'aide ?…
      person: 1
      bot: Pardon, on se comprend mal. …`);
    expect(talk.wishes).toContainEqual({ kind: 'handover', reason: 'failed' });
  });
});

describe('the shop', () => {
  it('leads over shelves to products, and finds them by their names', () => {
    expect(atMenu(shelved())).toGoLike(`${HELLO}
      person: produits
      bot: Que cherchez-vous ? … {Soins | Maison}
      person: [tap Maison]
      bot: Voici nos produits. … {Moustiquaire | Savon}
      person: paracétamol
      bot: Voici ce que nous avons pour « paracétamol » : {Paracétamol 500 mg}
      person: licorne
      bot: Nous n'avons rien trouvé pour « licorne ». …`);
  });

  it('shows the rest of a long list when asked', () => {
    const shop = new Shop();
    shop.products = Array.from({ length: 12 }, (_, n) => product({ sku: `S${n}`, name: `Article ${n}` }));
    expect(atMenu(shop)).toGoLike(`person: produits
      bot: Voici nos produits. … {Article 0 | … | Article 8 | Voir la suite}
      person: [tap Voir la suite]
      bot: Voici la suite : {Article 9 | Article 10 | Article 11}`);
  });

  it('says price and stock of each, and cannot sell what is not there', () => {
    const talk = atMenu(pharmacy());
    play(HELLO, talk);
    const [list] = talk.send({ kind: 'text', text: 'produits' });
    expect(list?.kind === 'list' && list.rows.map(({ description }) => description)).toEqual([
      '1,50 $US · en stock',
      '5,00 $US · il en reste 3',
      '0,75 $US · épuisé',
    ]);
    expect(talk).toGoLike(`person: [tap Savon]
      bot: *Savon* 0,75 $US · épuisé Description de SAVO. [Autres produits]`);
  });

  it('shows the picture of a product first, and says everything without it', () => {
    const shop = pharmacy();
    const images = ['http://exemple.cd/ouvert.jpg', 'https://exemple.cd/lampe.jpg'];
    shop.products = [product({ sku: 'A', name: 'Lampe', images })];
    expect(atMenu(shop)).toGoLike(`person: produits
      bot: … {Lampe}
      person: [tap Lampe]
      bot: (picture https://exemple.cd/lampe.jpg)
      bot: *Lampe* 12,50 $US · en stock Description de A. [Commander] [Autres produits]`);
  });

  it('a tap of an old list still shows its product, and one that is gone is said to be', () => {
    const shop = pharmacy();
    const talk = atMenu(shop);
    play(
      `${RECAP}
      person: non
      bot: La commande est annulée.`,
      talk,
    );
    expect(talk).toGoLike(`person: [tap Moustiquaire]
      bot: *Moustiquaire* …`);
    shop.products = [];
    expect(talk).toGoLike(`person: [tap Savon]
      bot: Ce produit n'est plus disponible. …`);
  });
});

describe('an order', () => {
  it('is recapitulated and confirmed once, however often it is tapped', () => {
    const talk = atMenu(pharmacy());
    expect(talk).toGoLike(`${RECAP}
      person: [tap Confirmer]
      bot: C'est confirmé, merci ! Votre commande *K7M2Q* est enregistrée : 30,00 $US. …
      person: [tap Confirmer]
      bot: Cette commande est déjà confirmée : *K7M2Q*. …
      person: mes commandes
      bot: *Vos commandes* • K7M2Q : confirmée, 30,00 $US`);
  });

  it('can be changed line by line', () => {
    expect(atMenu(pharmacy())).toGoLike(`${RECAP}
      person: [tap Modifier]
      bot: Quel produit voulez-vous changer ? {Paracétamol 500 mg}
      person: 1
      bot: Combien de « Paracétamol 500 mg » ? Écrivez un nombre, ou 0 pour le retirer.
      person: beaucoup
      bot: Écrivez un nombre entre 1 et 999, s'il vous plaît.
      person: 2
      bot: Voici votre commande, mise à jour : *Votre commande* • 2 × Paracétamol 500 mg : 3,00 $US …
      person: [tap Modifier]
      bot: Quel produit …
      person: [tap Paracétamol 500 mg]
      bot: Combien …
      person: 0
      bot: Votre commande est vide. …`);
  });

  it.each(['[tap Annuler]', 'non', 'annuler'])('is cancelled by %s', (said) => {
    const talk = atMenu(pharmacy());
    expect(talk).toGoLike(`${RECAP}
      person: ${said}
      bot: La commande est annulée.`);
    expect(kinds(talk)).toContain('cancel-order');
  });

  it('of a WhatsApp cart has our prices, and says what cannot be had', () => {
    const lines = [
      { productId: 'PARA', quantity: 2, price: '0.01', currency: 'EUR' },
      { productId: 'PARA', quantity: 1 },
      { productId: 'MOUS', quantity: 9 },
      { productId: 'SAVO', quantity: 1 },
      { productId: 'NOPE', quantity: 1 },
    ];
    expect(atMenu(pharmacy())).toGoLike(`
      person: [cart ${JSON.stringify(lines)}]
      bot: Il ne reste que 3 « Moustiquaire » : nous avons réduit la quantité. « Savon » est épuisé : nous l'avons retiré. « NOPE » n'est pas dans notre catalogue : nous l'avons retiré. *Votre commande* • 3 × Paracétamol 500 mg : 4,50 $US • 3 × Moustiquaire : 15,00 $US *Total : 19,50 $US* Tout est bon ? [Confirmer] [Modifier] [Annuler]`);
  });

  it('of a cart without anything that can be had is empty', () => {
    expect(atMenu(pharmacy())).toGoLike(`
      person: [cart ${JSON.stringify([
        { productId: 'NOPE', quantity: 1 },
        { productId: 'PARA', quantity: -3 },
      ])}]
      bot: « NOPE » n'est pas dans notre catalogue : nous l'avons retiré. Votre commande est vide. …`);
  });

  it('takes no number that cannot be', () => {
    expect(atMenu(pharmacy())).toGoLike(`${SHOWN}
      person: [tap Moustiquaire]
      bot: *Moustiquaire* …
      person: [tap Commander]
      bot: Combien …
      person: 4
      bot: Écrivez un nombre entre 1 et 3, s'il vous plaît.
      person: 3
      bot: *Votre commande* • 3 × Moustiquaire : 15,00 $US …`);
  });
});

describe('a free question', () => {
  function advised(): Shop {
    const shop = pharmacy();
    const [tablets] = shop.products;
    shop.answers = {
      'Avez-vous quelque chose contre la fièvre ?': {
        outcome: 'answered',
        text: 'Oui, nous avons du paracétamol.',
        products: tablets ? [tablets] : [],
      },
      'Je ne sais pas quoi faire': { outcome: 'handover', because: 'unsure', text: 'Je préfère demander.' },
    };
    return shop;
  }

  it('is answered when the answer is there, with products to tap', () => {
    expect(atMenu(advised())).toGoLike(`person: Avez-vous quelque chose contre la fièvre ?
      bot: (nothing)
      (the answer comes)
      bot: Oui, nous avons du paracétamol. Touchez un produit pour le voir. {Paracétamol 500 mg}
      person: [tap Paracétamol 500 mg]
      bot: *Paracétamol 500 mg* …`);
  });

  it('without an answer gets an apology and the way to a person', () => {
    const talk = atMenu(advised());
    expect(talk).toGoLike(`person: Quelle heure est-il là-bas ?
      bot: (nothing)
      (the answer comes)
      bot: Désolé, je ne peux pas répondre en ce moment. … [Parler à quelqu'un] [Voir le menu]
      person: [tap Parler à quelqu'un]
      bot: Une personne de l'équipe va vous répondre ici. …`);
  });

  it('to which nothing was found offers a person, and goes on listening', () => {
    const shop = advised();
    shop.answers['Avez-vous une licorne ?'] = {
      outcome: 'answered',
      text: 'Je n’ai pas trouvé.',
      products: [],
      offersPerson: true,
    };
    expect(atMenu(shop)).toGoLike(`person: Avez-vous une licorne ?
      bot: (nothing)
      (the answer comes)
      bot: Je n'ai pas trouvé. [Parler à quelqu'un] [Voir le menu]
      person: menu
      bot: *Centre Espoir* …`);
  });

  it('that nobody is sure about goes to a person', () => {
    const talk = atMenu(advised());
    expect(talk).toGoLike(`person: Je ne sais pas quoi faire
      bot: (nothing)
      (the answer comes)
      bot: Je préfère demander.
      bot: Une personne de l'équipe va vous répondre ici. …`);
    expect(talk.wishes).toContainEqual({ kind: 'handover', reason: 'unsure' });
  });

  it('is answered also when the person has gone on to the code, which then asks again', () => {
    expect(atMenu(advised())).toGoLike(`person: Avez-vous quelque chose contre la fièvre ?
      bot: (nothing)
      person: CODE
      bot: *Centre Espoir* …
      person: oui
      bot: *Question 1/5* …
      (the answer comes)
      bot: Oui, nous avons du paracétamol. Touchez un produit pour le voir. {Paracétamol 500 mg}
      bot: *Question 1/5* …
      person: MBE
      bot: *Question 2/5* …`);
  });

  it('is invited where the assistant comes first', () => {
    expect(new Chat({ entry: 'assistant', shop: advised() })).toGoLike(`person: Bonjour
      bot: *Centre Espoir* Bonjour ! Écrivez votre question.
      person: Avez-vous quelque chose contre la fièvre ?
      bot: (nothing)
      (the answer comes)
      bot: Oui, …
      person: merci
      bot: Avec plaisir. …`);
  });

  it('is not asked a fourth time while three wait', () => {
    const talk = atMenu(advised());
    for (const text of ['question un ?', 'question deux ?', 'question trois ?'])
      expect(talk.send({ kind: 'text', text })).toEqual([]);
    expect(talk).toGoLike(`person: question quatre ?
      bot: Vos questions sont bien arrivées. …`);
  });
});
