import type { Settings } from '../settings.js';
import { Account } from './account.js';
import { Chats } from './chats.js';
import { Desk } from './desk.js';
import { Gallery } from './gallery.js';
import { Journal } from './journal.js';
import { Ledger } from './ledger.js';
import { Lines } from './lines.js';
import { News } from './news.js';
import { Phones } from './phones.js';
import { Templates } from './templates.js';
import { Tokens } from './tokens.js';
import { Uploads } from './uploads.js';

/** Everything that is remembered: in memory, bounded, gone when the process ends. */
export class World {
  readonly news = new News();
  readonly chats = new Chats(this.news);
  readonly phones = new Phones(this.news, (number) => this.chats.forget(number));
  readonly gallery = new Gallery();
  readonly templates = new Templates();
  readonly ledger = new Ledger();
  readonly journal = new Journal(this.news);
  readonly desk = new Desk(this.news);
  readonly tokens = new Tokens();
  /** Of the first account. */
  readonly account = new Account();
  readonly lines: Lines;
  readonly uploads = new Uploads();

  constructor(private readonly settings: Settings) {
    this.lines = new Lines(settings, this.account);
  }

  /** As on the first day: one phone that has said nothing yet. */
  reset(): void {
    this.phones.clear();
    this.chats.clear();
    this.gallery.clear();
    this.templates.clear();
    this.ledger.clear();
    this.journal.clear();
    this.desk.reset();
    this.tokens.reset(this.settings.accessToken, Date.now());
    this.lines.reset();
    this.account.reset();
    this.uploads.clear();
    this.phones.create({});
    this.news.publish({ kind: 'reset' });
  }
}
