import { Injectable } from '@nestjs/common';
import { type Page, pageOf } from '../platform/web/page.dto.js';
import { parseCode } from './code.js';
import { Schemes } from './questions/schemes.js';
import { Registers } from './registers.js';
import { CodeNotFound } from './uic.errors.js';
import type { CodeState } from './uic.entity.js';
import { type Code, UicRepository } from './uic.repository.js';

/** What staff look for. */
export interface Search {
  code?: string;
  state?: CodeState;
  before: string | null;
  limit: number;
}

/** A code, and whether the register has it; `null` where there is none. */
export interface ListedCode {
  code: Code;
  isRegistered: boolean | null;
}

/** Codes as staff look for them. */
@Injectable()
export class Codes {
  constructor(
    private readonly repository: UicRepository,
    private readonly schemes: Schemes,
    private readonly registers: Registers,
  ) {}

  /** Newest first. Characters are looked for under every scheme, and among those of the register. */
  async list({ code, state, before, limit }: Search): Promise<Page<ListedCode>> {
    const wanted = code === undefined ? {} : { code: { schemes: this.readings(code), remote: code } };
    const rows = await this.repository.list({ ...wanted, state, before, limit: limit + 1 });
    const { items, nextCursor } = pageOf(rows, limit, ({ id }) => id);
    const isRegistered = await this.registers.have(items.map(({ id }) => id));
    return { items: items.map((each) => ({ code: each, isRegistered: isRegistered(each.id) })), nextCursor };
  }

  /** Throws `CodeNotFound`. */
  async find(id: string): Promise<ListedCode> {
    const code = await this.repository.find(id);
    if (code === null) throw new CodeNotFound();
    const isRegistered = await this.registers.have([id]);
    return { code, isRegistered: isRegistered(id) };
  }

  /** What was typed as a code of each scheme of which it can be one. */
  private readings(typed: string): { scheme: string; code: string }[] {
    return this.schemes.all.flatMap((scheme) => {
      const code = parseCode(scheme, typed);
      return code === null ? [] : [{ scheme: scheme.id, code }];
    });
  }
}
