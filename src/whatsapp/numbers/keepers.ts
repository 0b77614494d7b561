import { Injectable } from '@nestjs/common';
import { InvalidRequest } from '../../platform/web/web.errors.js';
import { type NumberKeeper, NumberKeepers } from '../whatsapp.port.js';
import { NoKeeper } from './numbers.errors.js';

/** The keepers that adapters have added, by channel. */
@Injectable()
export class KeeperRegistry extends NumberKeepers {
  private readonly keepers = new Map<string, NumberKeeper>();

  add(keeper: NumberKeeper): void {
    this.keepers.set(keeper.channel, keeper);
  }

  of(channel: string): NumberKeeper {
    const keeper = this.keepers.get(channel);
    if (keeper === undefined) throw new NoKeeper(channel, [...this.keepers.keys()]);
    return keeper;
  }

  /** Forgets the secrets of an account; nothing to do where nobody keeps any. */
  async forget(channel: string, accountId: string): Promise<void> {
    await this.keepers.get(channel)?.forget?.(accountId);
  }

  /** What each channel asks for, in words. */
  wanted(): { channel: string; secrets: Readonly<Record<string, string>> }[] {
    return [...this.keepers.values()].map(({ channel, secrets }) => ({ channel, secrets }));
  }
}

const LONGEST = 4_096;

/** Refuses secrets that the keeper does not know or that are no texts; the message never shows them. */
export function checkedSecrets(
  given: Readonly<Record<string, unknown>>,
  known: NumberKeeper['secrets'],
): Record<string, string> {
  const errors = Object.entries(given).flatMap(([name, value]) => {
    if (!Object.hasOwn(known, name)) {
      const message = `n’existe pas ; attendus : ${Object.keys(known).join(', ')}`;
      return [{ field: `secrets.${name.slice(0, 40)}`, message }];
    }
    const fits = typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST;
    return fits ? [] : [{ field: `secrets.${name}`, message: 'doit être un texte' }];
  });
  if (errors.length > 0) throw new InvalidRequest(errors);
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value).trim()]));
}
