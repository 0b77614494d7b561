import { Injectable } from '@nestjs/common';
import { AccountUnknown } from './template-sync.errors.js';
import { type TemplateSource, TemplateSources } from './template-sync.port.js';

/** The sources that adapters have added, by account. */
@Injectable()
export class SourceRegistry extends TemplateSources {
  private readonly sources: TemplateSource[] = [];

  add(source: TemplateSource): void {
    this.sources.push(source);
  }

  /** The source of an account; throws `AccountUnknown`. */
  of(accountId: string): TemplateSource {
    const source = this.sources.find(({ accounts }) => accounts.includes(accountId));
    if (source === undefined) throw new AccountUnknown(accountId, this.accounts());
    return source;
  }

  accounts(): string[] {
    return this.sources.flatMap(({ accounts }) => accounts);
  }

  /** The one account, where only one is configured and none was named. */
  only(accountId?: string): string {
    const accounts = this.accounts();
    const [first] = accounts;
    if (accountId === undefined && accounts.length === 1 && first !== undefined) return first;
    if (accountId === undefined || !accounts.includes(accountId))
      throw new AccountUnknown(accountId, accounts);
    return accountId;
  }
}
