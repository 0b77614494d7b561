/** What can be seen of the WhatsApp Business Account and its number. */
export interface AccountFacts {
  quality: 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN';
  status: string;
  nameStatus: string;
  messagingLimit: string;
  review: string;
  /** Whether the app hears of this account; without it no webhook comes. */
  subscribed: boolean;
  /** Where messages and statuses go instead of the app's address. */
  override: string | null;
}

/** The account's own state. */
export class Account {
  private facts = freshFacts();

  read(): AccountFacts {
    return this.facts;
  }

  change(change: Partial<AccountFacts>): AccountFacts {
    this.facts = { ...this.facts, ...change };
    return this.facts;
  }

  reset(): void {
    this.facts = freshFacts();
  }
}

function freshFacts(): AccountFacts {
  return {
    quality: 'GREEN',
    status: 'CONNECTED',
    nameStatus: 'APPROVED',
    messagingLimit: 'TIER_2K',
    review: 'APPROVED',
    subscribed: true,
    override: null,
  };
}
