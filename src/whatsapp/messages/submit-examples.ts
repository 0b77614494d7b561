import type { SubmitType } from './submit-kinds.js';

interface Example {
  summary: string;
  type: SubmitType;
  content: object;
  more?: object;
}

const FILE = '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11';
const TO = '+243810000001';

const EXAMPLES: Readonly<Record<string, Example>> = {
  texte: {
    summary: 'Texte',
    type: 'text',
    content: { body: 'Bonjour ! Votre commande est prête.', preview_url: false },
  },
  reponse: {
    summary: 'Texte qui répond à un message reçu',
    type: 'text',
    content: { body: 'Oui, nous sommes ouverts samedi.' },
    more: { context: { message_id: FILE } },
  },
  remplacement: {
    summary: 'Texte, ou modèle si la fenêtre de 24 heures est fermée',
    type: 'text',
    content: { body: 'Votre colis est arrivé.' },
    more: { fallbackTemplate: { name: 'colis_arrive', language: { code: 'fr' } } },
  },
  plusTard: {
    summary: 'Texte programmé',
    type: 'text',
    content: { body: 'Rendez-vous demain à 9 h.' },
    more: { sendAt: '2026-12-01T07:00:00Z', purpose: 'rappel' },
  },
  image: { summary: 'Image', type: 'image', content: { id: FILE, caption: 'Le plan du centre' } },
  video: { summary: 'Vidéo', type: 'video', content: { link: 'https://exemple.cd/demonstration.mp4' } },
  audio: { summary: 'Message vocal', type: 'audio', content: { id: FILE, voice: true } },
  document: {
    summary: 'Document',
    type: 'document',
    content: { id: FILE, filename: 'facture.pdf', caption: 'Votre facture' },
  },
  autocollant: { summary: 'Autocollant', type: 'sticker', content: { id: FILE } },
  lieu: {
    summary: 'Lieu',
    type: 'location',
    content: {
      latitude: -4.3217,
      longitude: 15.3125,
      name: 'Centre de santé',
      address: 'Avenue de la Paix, Kinshasa',
    },
  },
  fiches: {
    summary: 'Fiche de contact',
    type: 'contacts',
    content: [
      {
        name: { formatted_name: 'Awa Mbuyi', first_name: 'Awa' },
        phones: [{ phone: '+243810000002', type: 'WORK' }],
      },
    ],
  },
  reaction: { summary: 'Réaction', type: 'reaction', content: { message_id: FILE, emoji: '👍' } },
  boutons: interactive('Boutons de réponse', 'button', {
    body: { text: 'Confirmez-vous la commande ?' },
    action: {
      buttons: [
        { type: 'reply', reply: { id: 'oui', title: 'Confirmer' } },
        { type: 'reply', reply: { id: 'non', title: 'Annuler' } },
      ],
    },
  }),
  liste: interactive('Liste', 'list', {
    header: { type: 'text', text: 'Nos services' },
    body: { text: 'Que voulez-vous faire ?' },
    action: {
      button: 'Choisir',
      sections: [
        {
          title: 'Santé',
          rows: [
            { id: 'rdv', title: 'Prendre rendez-vous', description: 'Du lundi au vendredi' },
            { id: 'lieu', title: 'Trouver un centre' },
          ],
        },
      ],
    },
  }),
  lien: interactive('Bouton qui ouvre une adresse', 'cta_url', {
    body: { text: 'Suivez votre commande en ligne.' },
    action: {
      name: 'cta_url',
      parameters: { display_text: 'Suivre', url: 'https://exemple.cd/commande/42' },
    },
  }),
  produit: interactive('Un produit', 'product', {
    body: { text: 'Ce produit est de retour.' },
    action: { catalog_id: '1234567890', product_retailer_id: 'SKU-1' },
  }),
  produits: interactive('Plusieurs produits', 'product_list', {
    header: { type: 'text', text: 'Sélection' },
    body: { text: 'Nos meilleures ventes.' },
    action: {
      catalog_id: '1234567890',
      sections: [
        {
          title: 'Boissons',
          product_items: [{ product_retailer_id: 'SKU-1' }, { product_retailer_id: 'SKU-2' }],
        },
      ],
    },
  }),
  catalogue: interactive('Tout le catalogue', 'catalog_message', {
    body: { text: 'Voici notre catalogue.' },
    action: { name: 'catalog_message', parameters: { thumbnail_product_retailer_id: 'SKU-1' } },
  }),
  formulaire: interactive('Formulaire', 'flow', {
    body: { text: 'Inscrivez-vous en deux minutes.' },
    action: {
      name: 'flow',
      parameters: {
        flow_message_version: '3',
        flow_id: '987654321',
        flow_cta: 'S’inscrire',
        flow_action: 'navigate',
        flow_action_payload: { screen: 'ACCUEIL' },
      },
    },
  }),
  demandeDeLieu: interactive('Demande de position', 'location_request_message', {
    body: { text: 'Où devons-nous livrer ?' },
    action: { name: 'send_location' },
  }),
  modele: {
    summary: 'Modèle approuvé',
    type: 'template',
    content: {
      name: 'rappel_rendez_vous',
      language: { code: 'fr' },
      components: [{ type: 'body', parameters: [{ type: 'text', text: 'Awa' }] }],
    },
  },
};

/** A body for each type of message, as the documentation shows them; each can be sent as it is. */
export const SUBMIT_EXAMPLES: Readonly<Record<string, { summary: string; value: Record<string, unknown> }>> =
  Object.fromEntries(
    Object.entries(EXAMPLES).map(([name, { summary, type, content, more }]) => [
      name,
      { summary, value: { to: TO, type, [type]: content, ...more } },
    ]),
  );

function interactive(summary: string, type: string, content: object): Example {
  return { summary, type: 'interactive', content: { type, ...content } };
}
