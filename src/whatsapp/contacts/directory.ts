import { Injectable } from '@nestjs/common';
import { parsePhone } from '../../kernel/phone.js';
import { AFTER_ALL_IDS } from '../../platform/database/id-range.js';
import { ContactNotFound } from '../whatsapp.errors.js';
import { DirectoryRepository, type Entry } from './directory.repository.js';

const USER_ID = /^[A-Za-z]{2}\.[A-Za-z0-9.]{1,140}$/;
/** Names opened for one request at most: they are sealed, so that only reading them tells whose they are. */
const MOST_OPENED = 5_000;
const BATCH = 500;

/** A part of the contacts; `next` is where the following part begins, `null` at the end. */
export interface Part {
  entries: Entry[];
  next: string | null;
}

/** Contacts, as people look for them. */
@Injectable()
export class Directory {
  constructor(private readonly repository: DirectoryRepository) {}

  async find(id: string): Promise<Entry> {
    const entry = await this.repository.find(id);
    if (entry === null) throw new ContactNotFound(id);
    return entry;
  }

  /** The one with this number, if any. Digits as `parsePhone` gives them. */
  async withPhone(phone: string): Promise<Part> {
    return this.only(await this.repository.findByPhone(phone));
  }

  /** Newest first. */
  async list(before: string | null, limit: number): Promise<Part> {
    const entries = await this.repository.list(before ?? AFTER_ALL_IDS, limit + 1);
    const shown = entries.slice(0, limit);
    return { entries: shown, next: entries.length > limit ? (shown.at(-1)?.id ?? null) : null };
  }

  /** Those whose name contains the text, newest first; of a whole number or id, the one who has it. */
  async search(text: string, before: string | null, limit: number): Promise<Part> {
    const phone = parsePhone(text);
    if (phone !== null) return this.withPhone(phone);
    if (USER_ID.test(text)) return this.only(await this.repository.findByUser(text));
    const wanted = folded(text);
    const found: Entry[] = [];
    let position = before ?? AFTER_ALL_IDS;
    for (let opened = 0; opened < MOST_OPENED; opened += BATCH) {
      const batch = await this.repository.list(position, BATCH);
      for (const entry of batch) {
        position = entry.id;
        if (folded(entry.name ?? '').includes(wanted)) found.push(entry);
        if (found.length === limit) return { entries: found, next: position };
      }
      if (batch.length < BATCH) return { entries: found, next: null };
    }
    return { entries: found, next: position };
  }

  private async only(id: string | null): Promise<Part> {
    return { entries: id === null ? [] : await this.repository.entries([id]), next: null };
  }
}

/** Without accents and case: nobody types them alike. */
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
