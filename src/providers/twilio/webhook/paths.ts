import type { OpenAPIObject } from '@nestjs/swagger';
import { MESSAGES_PATH, REFERENCE, STATUS_PATH } from './twilio.webhook.js';

const REQUEST_ID = '0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b';
const SID = 'SM00000000000000000000000000000001';
const ACCOUNT = 'AC00000000000000000000000000000000';

const MESSAGE = {
  MessageSid: SID,
  AccountSid: ACCOUNT,
  From: 'whatsapp:+243000000001',
  To: 'whatsapp:+14155238886',
  ProfileName: 'Ada',
  WaId: '243000000001',
  Body: 'Bonjour',
  NumMedia: '0',
};
const STATUS = {
  MessageSid: SID,
  AccountSid: ACCOUNT,
  MessageStatus: 'delivered',
  From: 'whatsapp:+14155238886',
  To: 'whatsapp:+243000000001',
};
const SIGNATURE = {
  name: 'X-Twilio-Signature',
  in: 'header' as const,
  required: true,
  description: 'HMAC-SHA1, en base64, de l’adresse publique et des champs triés.',
  schema: { type: 'string' as const },
};
const GUARD =
  'Ouvert : protégé par la signature de Twilio, calculée sur PUBLIC_BASE_URL. La réponse part une fois que tout est enregistré ; ' +
  'ce qui est livré deux fois n’est gardé qu’une fois.';

/** The webhooks in the API's documentation: raw routes that Nest does not know. */
export const twilioPaths: OpenAPIObject['paths'] = {
  [MESSAGES_PATH]: {
    post: {
      operationId: 'twilioMessage',
      tags: ['Webhooks'],
      summary: 'Messages livrés par Twilio',
      description: GUARD,
      security: [],
      parameters: [SIGNATURE],
      ...form(MESSAGE),
    },
  },
  [STATUS_PATH]: {
    post: {
      operationId: 'twilioStatus',
      tags: ['Webhooks'],
      summary: 'Accusés livrés par Twilio',
      description: GUARD,
      security: [],
      parameters: [
        SIGNATURE,
        {
          name: REFERENCE,
          in: 'query',
          required: false,
          description: 'L’identifiant du message chez Relais, que l’adresse des accusés porte.',
          schema: { type: 'string' },
          example: REQUEST_ID,
        },
      ],
      ...form(STATUS),
    },
  },
};

function form(example: Record<string, string>) {
  const type = 'application/x-www-form-urlencoded';
  return {
    requestBody: {
      required: true,
      description: 'Au plus 256 Kio.',
      content: { [type]: { schema: { type: 'object' as const }, example } },
    },
    responses: {
      '200': {
        description: 'Tout est enregistré.',
        content: { 'text/xml': { schema: { type: 'string' as const }, example: '<Response/>' } },
      },
      '400': problem('twilio.form', 400, 'Le corps n’est ni un formulaire, ni un objet JSON.'),
      '401': problem('twilio.signature', 401, 'La requête n’a pas pu être authentifiée.'),
      '413': problem('request.too-large', 413, 'Le corps de la requête dépasse la taille permise.'),
      '503': problem(
        'twilio.not-kept',
        503,
        'Les messages ne peuvent pas être enregistrés maintenant. Livrez-les de nouveau.',
      ),
    },
  };
}

function problem(code: string, status: number, detail: string) {
  const example = { type: `urn:relais:problem:${code}`, status, code, detail, requestId: REQUEST_ID };
  return {
    description: detail,
    content: { 'application/problem+json': { schema: { type: 'object' as const }, example } },
  };
}
