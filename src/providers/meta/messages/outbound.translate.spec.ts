import type { OutboundMessage } from '../../../whatsapp/whatsapp.port.js';
import { wireOf } from './outbound.translate.js';
import { recordedCalls } from '../graph/recorded.fake.js';

const CALLS = recordedCalls();
const REFERENCE = '01900000-0000-7000-8000-000000000001';
const ADA = { waId: '243000000001' };

type Sent = Pick<OutboundMessage, 'to' | 'content'> & { imageId?: string };

const MESSAGES: Record<string, Sent> = {
  'send-text': { to: ADA, content: { kind: 'text', text: 'Bonjour' } },
  'send-text-user-id': {
    to: { userId: 'CD.46824531988635074241' },
    content: { kind: 'text', text: 'Bonjour' },
  },
  'send-buttons': {
    to: { ...ADA, userId: 'CD.1' },
    content: {
      kind: 'buttons',
      text: 'Acceptez-vous ?',
      buttons: [
        { id: 'consent:yes', title: 'J’accepte' },
        { id: 'consent:no', title: 'Je refuse' },
      ],
    },
  },
  'send-list': {
    to: ADA,
    content: {
      kind: 'list',
      text: 'Dans quelle ville êtes-vous né·e ?',
      button: 'Choisir',
      rows: [
        { id: 'town:KI', title: 'Kinshasa', description: 'Ville-province' },
        { id: 'town:LU', title: 'Lubumbashi', description: '' },
      ],
    },
  },
  'send-image': {
    to: ADA,
    imageId: '300000000000100',
    content: {
      kind: 'media',
      media: 'image',
      source: { attachment: { source: 'uic-card', id: '1' } },
      caption: 'Votre carte',
    },
  },
};

describe('a message on the wire', () => {
  it.each(Object.entries(MESSAGES))('%s is what was recorded', (fixture, { imageId, ...message }) => {
    const wire = wireOf(
      { ...message, number: '100000000000001', reference: REFERENCE, attempt: 0 },
      imageId ? { id: imageId } : undefined,
    );
    expect(JSON.parse(JSON.stringify(wire))).toEqual(CALLS.get(fixture)?.request?.body);
  });
});
