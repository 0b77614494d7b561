import type { Component, Template } from './template.js';

type First = Omit<Template, 'id'>;

const WRITTEN_AT = Date.UTC(2026, 0, 5, 8);

/** What a new account has, and what a health programme and a shop in Kinshasa might have had approved. */
export const FIRST_TEMPLATES: readonly First[] = [
  first('hello_world', {
    language: 'en_US',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Hello World' },
      {
        type: 'BODY',
        text: 'Welcome and congratulations!! This message demonstrates your ability to send a WhatsApp message notification from the Cloud API, hosted by Meta. Thank you for taking the time to test with us.',
      },
      footer('WhatsApp Business Platform sample message'),
    ],
  }),
  first('bienvenue', {
    category: 'MARKETING',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Bienvenue !' },
      body('Bonjour {{1}}, nous sommes heureux de vous compter parmi nous. Dites-nous comment vous aider.', [
        'Grâce',
      ]),
      replies('Mon code CIU', 'Le catalogue', 'Parler à quelqu’un'),
    ],
  }),
  first('confirmation_commande', {
    components: [
      body(
        'Bonjour {{1}}, nous avons bien reçu la commande {{2}}, d’un montant de {{3}}. Nous vous écrirons dès qu’elle sera prête.',
        ['Dieudonné', 'KIN-0417', '45 000 FC'],
      ),
      buttons({
        type: 'URL',
        text: 'Suivre la commande',
        url: 'https://exemple.cd/commandes/{{1}}',
        example: ['https://exemple.cd/commandes/KIN-0417'],
      }),
    ],
  }),
  first('rappel_ciu', {
    components: [
      body('Bonjour {{1}}, pensez à montrer votre code CIU {{2}} lors de votre prochaine visite.', [
        'Merveille',
        'MUAN5KIN2F',
      ]),
      footer('Votre code ne se partage pas'),
      replies('Revoir mon code', 'J’ai changé de ville'),
    ],
  }),
  first('rappel_rendez_vous', {
    parameterFormat: 'NAMED',
    components: [
      {
        type: 'BODY',
        text: 'Bonjour {{prenom}}, votre rendez-vous est fixé au {{jour}} à {{heure}}, au centre de santé.',
        example: {
          body_text_named_params: [
            { param_name: 'prenom', example: 'Plamedi' },
            { param_name: 'jour', example: 'lundi 12 janvier' },
            { param_name: 'heure', example: '9 h 30' },
          ],
        },
      },
      replies('Je viens', 'Changer la date'),
    ],
  }),
  first('resultat_disponible', {
    components: [
      body('Bonjour {{1}}, un document vous attend à l’accueil du centre {{2}}. Présentez votre carte.', [
        'Naomie',
        'Binza Météo',
      ]),
    ],
  }),
  first('code_verification', {
    category: 'AUTHENTICATION',
    components: [
      {
        type: 'BODY',
        text: '*{{1}}* est votre code de vérification. Pour votre sécurité, ne le partagez pas.',
        add_security_recommendation: true,
        example: { body_text: [['123456']] },
      },
      { type: 'FOOTER', text: 'Ce code expire dans 10 minutes.', code_expiration_minutes: 10 },
      buttons({
        type: 'URL',
        text: 'Copier le code',
        url: 'https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}',
        example: ['https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp123456'],
      }),
    ],
  }),
  first('promotion_rentree', {
    category: 'MARKETING',
    quality: 'YELLOW',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'La rentrée à petit prix' },
      body('Bonjour {{1}}, jusqu’au {{2}}, les cahiers et les sacs sont à prix doux.', [
        'Trésor',
        '15 septembre',
      ]),
      buttons(
        { type: 'COPY_CODE', text: 'Copy offer code', example: ['RENTREE'] },
        { type: 'QUICK_REPLY', text: 'Ne plus recevoir' },
      ),
    ],
  }),
  first('livraison_en_route', {
    components: [
      { type: 'HEADER', format: 'LOCATION' },
      body('Bonjour {{1}}, le livreur arrive vers {{2}}. Voici où il se trouve.', ['Exaucé', '14 h 15']),
      buttons({ type: 'PHONE_NUMBER', text: 'Appeler', phone_number: '+243810000099' }),
    ],
  }),
  first('enquete_satisfaction', {
    components: [
      body('Bonjour {{1}}, êtes-vous satisfait de votre visite du {{2}} ? Votre avis nous aide.', [
        'Bénédicte',
        '4 mars',
      ]),
      replies('Oui', 'Non'),
    ],
  }),
  first('campagne_vaccination', {
    status: 'PAUSED',
    quality: 'RED',
    components: [
      body('Bonjour {{1}}, l’équipe de vaccination passera le {{2}} dans votre quartier.', [
        'Grâce',
        '9 mai',
      ]),
    ],
  }),
  first('tirage_au_sort', {
    category: 'MARKETING',
    status: 'REJECTED',
    rejectedReason: 'PROMOTIONAL',
    components: [body('Bonjour {{1}}, tentez votre chance avant le {{2}} !', ['Trésor', '1er juin'])],
  }),
  first('order_confirmation', {
    language: 'en_US',
    components: [
      body('Hello {{1}}, we have received order {{2}}. We will write as soon as it is ready.', [
        'Naomi',
        'KIN-0417',
      ]),
    ],
  }),
];

function first(name: string, rest: Partial<First> & Pick<First, 'components'>): First {
  return {
    name,
    language: 'fr',
    status: 'APPROVED',
    category: 'UTILITY',
    parameterFormat: 'POSITIONAL',
    quality: 'GREEN',
    rejectedReason: 'NONE',
    updatedAt: WRITTEN_AT,
    edits: [],
    ...rest,
  };
}

function body(text: string, values: readonly string[]): Component {
  return { type: 'BODY', text, example: { body_text: [values] } };
}

function footer(text: string): Component {
  return { type: 'FOOTER', text };
}

function buttons(...all: readonly Component[]): Component {
  return { type: 'BUTTONS', buttons: all };
}

function replies(...texts: readonly string[]): Component {
  return buttons(...texts.map((text) => ({ type: 'QUICK_REPLY', text })));
}
