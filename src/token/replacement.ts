import { Injectable } from '@nestjs/common';
import { Secret } from '../kernel/secret.js';
import { Issuing } from './issuing.js';
import { TokenLedger } from './token-ledger.js';
import { TokenMemory } from './token-memory.js';
import { TokenNews } from './token-news.js';
import { IssuerUnreachable, TokenRefused } from './token.errors.js';

const LONGEST = 4_000;
const MOST_TURNS = 10;

/** A person gives another token, or takes the account away. */
@Injectable()
export class Replacement {
  constructor(
    private readonly issuing: Issuing,
    private readonly ledger: TokenLedger,
    private readonly memory: TokenMemory,
    private readonly news: TokenNews,
  ) {}

  /** Tries it and takes it; the reason for not taking it is thrown. */
  async take(accountId: string, token: Secret, given?: Secret): Promise<void> {
    try {
      await this.tryAndTake(accountId, { token, given });
    } catch (error) {
      if (error instanceof TokenRefused) await this.news.refused(accountId);
      throw error;
    }
  }

  /** Takes away what there is. */
  async remove(accountId: string): Promise<void> {
    await this.ledger.erase(accountId);
    this.memory.drop(accountId);
  }

  private async tryAndTake(
    accountId: string,
    { token, given }: { token: Secret; given?: Secret },
  ): Promise<void> {
    const fault = faultOf('Le jeton', token) ?? (given === undefined ? null : faultOf('Le secret', given));
    if (fault !== null) throw new TokenRefused(fault);
    const appSecret = given ?? (await this.memory.load(accountId)).active?.appSecret;
    const tried = await this.issuing.tryAll(accountId, { token, appSecret });
    if (!tried.works && tried.trouble.cause === 'unreachable')
      throw new IssuerUnreachable(tried.trouble.reason);
    if (!tried.works) throw new TokenRefused(tried.trouble.reason);
    const candidate = { origin: 'replaced', token, appSecret, inspection: tried.inspection } as const;
    for (let turn = 1; turn <= MOST_TURNS; turn++) {
      const { active } = await this.memory.load(accountId);
      if (await this.ledger.install(accountId, candidate, { replacedId: active?.id ?? null })) return;
    }
    throw new IssuerUnreachable('Le jeton de ce compte change sans cesse.');
  }
}

/** What no token can look like, told without showing it. */
function faultOf(what: string, secret: Secret): string | null {
  const text = secret.reveal();
  if (text === '') return `${what} est vide.`;
  if (/\s/.test(text))
    return `${what} contient des espaces ou des retours à la ligne : copiez-le seul, en une fois.`;
  if (!/^[\x21-\x7e]+$/.test(text))
    return `${what} contient des caractères qui n’existent pas dans un jeton.`;
  return text.length > LONGEST ? `${what} est trop long pour en être un.` : null;
}
