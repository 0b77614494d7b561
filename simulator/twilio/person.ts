import { randomBytes } from 'node:crypto';
import type { TwilioSettings } from '../settings.js';
import type { Medium } from '../world/gallery.js';
import type { Phone } from '../world/phones.js';
import type { Postman } from './postman.js';

/** What a person says. */
export interface Said {
  text?: string;
  files?: readonly Medium[];
  place?: { latitude: number; longitude: number; label?: string; address?: string };
  button?: { text: string; payload: string };
  replyTo?: string;
  /** Id of the message, to say the same one again. */
  sid?: string;
}

/** The people who write to the number at Twilio. */
export class People {
  constructor(
    private readonly settings: TwilioSettings,
    private readonly postman: Postman,
    /** How the service reaches the files. */
    private readonly origin: () => string,
  ) {}

  /** Resolves with the id of the message once the service has answered, and whether it took it. */
  async say(phone: Phone, said: Said): Promise<{ sid: string; taken: boolean }> {
    const sid = said.sid ?? newSid(said.files?.length ? 'MM' : 'SM');
    const { accountSid, webhookUrl, number } = this.settings;
    const form: Record<string, string> = {
      SmsMessageSid: sid,
      NumMedia: String(said.files?.length ?? 0),
      ProfileName: phone.name,
      MessageType: typeOf(said),
      SmsSid: sid,
      SmsStatus: 'received',
      Body: said.text ?? said.button?.text ?? '',
      To: `whatsapp:+${number}`,
      NumSegments: '1',
      ReferralNumMedia: '0',
      MessageSid: sid,
      AccountSid: accountSid,
      ApiVersion: '2010-04-01',
      ...senderFields(phone),
      ...this.detailsOf(said, sid),
    };
    return { sid, taken: await this.postman.post(phone.number, webhookUrl, form) };
  }

  private detailsOf({ files = [], place, button, replyTo }: Said, sid: string): Record<string, string> {
    const { accountSid } = this.settings;
    const media = files.flatMap(({ id, mime }, at) => [
      [`MediaContentType${at}`, mime],
      [`MediaUrl${at}`, `${this.origin()}/2010-04-01/Accounts/${accountSid}/Messages/${sid}/Media/${id}`],
    ]);
    return {
      ...(Object.fromEntries(media) as Record<string, string>),
      ...(place && { Latitude: String(place.latitude), Longitude: String(place.longitude) }),
      ...(place?.label && { Label: place.label }),
      ...(place?.address && { Address: place.address }),
      ...(button && { ButtonText: button.text, ButtonPayload: button.payload }),
      ...(replyTo && { OriginalRepliedMessageSid: replyTo }),
    };
  }
}

export function newSid(prefix: 'SM' | 'MM'): string {
  return `${prefix}${randomBytes(16).toString('hex')}`;
}

function senderFields({ number, userId, hidden }: Phone): Record<string, string> {
  if (hidden) return { From: `whatsapp:${userId}`, ExternalUserId: userId };
  return { From: `whatsapp:+${number}`, WaId: number, ExternalUserId: userId };
}

function typeOf({ files, place, button }: Said): string {
  if (place) return 'location';
  if (button) return 'button';
  return files?.[0]?.mime.split('/')[0] ?? 'text';
}
