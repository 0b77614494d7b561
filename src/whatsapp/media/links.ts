import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Settings } from '../../platform/config/settings.js';
import { Vault } from '../../platform/vault/vault.js';
import type { Attachment } from '../whatsapp-content.contract.js';
import { NoPublicAddress } from './media.errors.js';

/** How long a provider has for fetching what it was told of. */
const LIFE_MS = 10 * 60_000;
/** What a part of a path may have on this server, ending included. */
const LONGEST = 200;

const ATTACHMENT = 'link-attachment';
const FILE = 'link-file';

/**
 * Addresses under which a file can be fetched for a few minutes without a key. What they lead to and until when is sealed in them:
 * nothing in them can be guessed, changed or read, and nothing has to be kept about them.
 */
@Injectable()
export class Links {
  constructor(
    private readonly vault: Vault,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  toAttachment({ source, id }: Attachment): string {
    return this.address('qr', this.token([ATTACHMENT, source, id]), '.png');
  }

  toFile(id: string): string {
    return this.address('media', this.token([FILE, id]));
  }

  /** What the last part of an address leads to; `null` where it is not ours or too old. */
  attachmentOf(name: string): Attachment | null {
    if (!name.endsWith('.png')) return null;
    const [source, id] = this.read(name.slice(0, -'.png'.length), ATTACHMENT, 2);
    return source === undefined || id === undefined ? null : { source, id };
  }

  fileOf(token: string): string | null {
    return this.read(token, FILE, 1)[0] ?? null;
  }

  private token(parts: readonly string[]): string {
    return this.vault.seal(JSON.stringify([...parts, this.clock.now().getTime() + LIFE_MS]));
  }

  private read(token: string, kind: string, count: number): string[] {
    let parts: unknown;
    try {
      parts = JSON.parse(this.vault.open(token));
    } catch {
      return [];
    }
    if (!Array.isArray(parts) || parts.length !== count + 2 || parts[0] !== kind) return [];
    const until: unknown = parts.at(-1);
    if (typeof until !== 'number' || until <= this.clock.now().getTime()) return [];
    return parts.slice(1, -1).map(String);
  }

  private address(folder: string, token: string, ending = ''): string {
    if (token.length + ending.length > LONGEST) throw new Error('what is linked to has too long an id');
    return `${this.base()}/${folder}/${token}${ending}`;
  }

  /** On a desk, providers are simulated on the same machine. */
  private base(): string {
    const { http, production } = this.settings;
    if (http.publicBaseUrl !== undefined) return http.publicBaseUrl;
    if (production) throw new NoPublicAddress();
    return `http://127.0.0.1:${http.port}`;
  }
}
