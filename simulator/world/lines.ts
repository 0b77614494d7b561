import { randomBytes } from 'node:crypto';
import type { Settings } from '../settings.js';
import { Account } from './account.js';

/** A number of the service: what the settings would say if it were the only one, and the account to which it belongs. */
export interface Line {
  settings: Settings;
  account: Account;
}

/** An account that somebody wants, or more numbers for one that is there; what is left out is made up. */
export interface LineWish {
  businessAccountId?: string | undefined;
  serviceName?: string | undefined;
  appId?: string | undefined;
  appSecret?: string | undefined;
  numbers: readonly { phoneNumberId?: string | undefined; displayPhoneNumber?: string | undefined }[];
}

/** The numbers of the service, by account; the first is that of the settings. */
export class Lines {
  private lines: Line[] = [];
  private next = 1;

  constructor(
    private readonly settings: Settings,
    private readonly account: Account,
  ) {
    this.reset();
  }

  get first(): Line {
    return { settings: this.settings, account: this.account };
  }

  all(): readonly Line[] {
    return this.lines;
  }

  ofNumber(phoneNumberId: string | undefined): Line | undefined {
    return this.lines.find(({ settings }) => settings.phoneNumberId === phoneNumberId);
  }

  /** Empty where there is no such account. */
  ofAccount(businessAccountId: string): Line[] {
    return this.lines.filter(({ settings }) => settings.businessAccountId === businessAccountId);
  }

  ofApp(appId: unknown): Line[] {
    return this.lines.filter(({ settings }) => settings.appId === appId);
  }

  /** Adds numbers, and their account where it is new. */
  add({ numbers, ...wish }: LineWish): Line[] {
    const [known] = this.ofAccount(wish.businessAccountId ?? '');
    const { settings, account } = known ?? { settings: this.accountFor(wish), account: new Account() };
    const added = numbers.map(
      ({ phoneNumberId = this.id(), displayPhoneNumber = `1555${this.id().slice(-7)}` }) => ({
        settings: { ...settings, phoneNumberId, displayPhoneNumber },
        account,
      }),
    );
    this.lines.push(...added);
    return added;
  }

  reset(): void {
    this.next = 1;
    this.lines = [this.first];
  }

  private accountFor(wish: Omit<LineWish, 'numbers'>): Settings {
    return {
      ...this.settings,
      businessAccountId: wish.businessAccountId ?? this.id(),
      serviceName: wish.serviceName ?? this.settings.serviceName,
      appId: wish.appId ?? this.id(),
      appSecret: wish.appSecret ?? randomBytes(16).toString('hex'),
    };
  }

  private id(): string {
    const id = `3000000000${String(this.next).padStart(5, '0')}`;
    this.next += 1;
    return id;
  }
}
