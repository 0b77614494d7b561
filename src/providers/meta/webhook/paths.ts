import type { OpenAPIObject } from '@nestjs/swagger';
import { WEBHOOK_PATH } from './meta.webhook.js';

const REQUEST_ID = '0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b';

const DELIVERY = {
  object: 'whatsapp_business_account',
  entry: [
    {
      id: '100000000000009',
      changes: [
        {
          field: 'messages',
          value: {
            messaging_product: 'whatsapp',
            metadata: { display_phone_number: '15550001111', phone_number_id: '100000000000001' },
            contacts: [{ profile: { name: 'Ada' }, wa_id: '243000000001' }],
            messages: [
              {
                from: '243000000001',
                id: 'wamid.ZXhlbXBsZQ',
                timestamp: '1793527200',
                type: 'text',
                text: { body: 'Bonjour' },
              },
            ],
          },
        },
      ],
    },
  ],
};

/** The webhook in the API's documentation: raw routes that Nest does not know. */
export const metaPaths: OpenAPIObject['paths'] = {
  [WEBHOOK_PATH]: {
    get: {
      operationId: 'metaWebhookHandshake',
      tags: ['Webhooks'],
      summary: 'Vérification du webhook par Meta',
      description:
        'Meta appelle une fois, quand le webhook est enregistré. Ouvert : protégé par le jeton de vérification.',
      security: [],
      parameters: [
        query('hub.mode', 'subscribe'),
        query('hub.verify_token', 'un-mot-choisi'),
        query('hub.challenge', '1158201444'),
      ],
      responses: {
        '200': {
          description: 'Le défi, tel quel.',
          content: { 'text/plain': { schema: { type: 'string' }, example: '1158201444' } },
        },
        '403': problem('meta.handshake', 403, 'La vérification du webhook est refusée.'),
      },
    },
    post: {
      operationId: 'metaWebhookDelivery',
      tags: ['Webhooks'],
      summary: 'Messages et accusés livrés par Meta',
      description:
        'Ouvert : protégé par la signature de Meta, vérifiée sur les octets reçus. La réponse 200 part une fois que tout est ' +
        'enregistré ; ce qui est livré deux fois n’est gardé qu’une fois.',
      security: [],
      parameters: [
        {
          name: 'X-Hub-Signature-256',
          in: 'header',
          required: true,
          description: '`sha256=` et le HMAC-SHA256 du corps, en hexadécimal.',
          schema: { type: 'string' },
        },
      ],
      requestBody: {
        required: true,
        description: 'Au plus 4 Mio.',
        content: { 'application/json': { schema: { type: 'object' }, example: DELIVERY } },
      },
      responses: {
        '200': {
          description: 'Tout est enregistré.',
          content: { 'text/plain': { schema: { type: 'string' }, example: 'EVENT_RECEIVED' } },
        },
        '400': problem('meta.envelope', 400, 'Le corps n’est pas du JSON.'),
        '401': problem('meta.signature', 401, 'La requête n’a pas pu être authentifiée.'),
        '413': problem('request.too-large', 413, 'Le corps de la requête dépasse la taille permise.'),
        '503': problem(
          'meta.not-kept',
          503,
          'Les messages ne peuvent pas être enregistrés maintenant. Livrez-les de nouveau.',
        ),
      },
    },
  },
};

function query(name: string, example: string) {
  return { name, in: 'query' as const, required: true, schema: { type: 'string' as const }, example };
}

function problem(code: string, status: number, detail: string) {
  const example = { type: `urn:relais:problem:${code}`, status, code, detail, requestId: REQUEST_ID };
  return {
    description: detail,
    content: { 'application/problem+json': { schema: { type: 'object' as const }, example } },
  };
}
