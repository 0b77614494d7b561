import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../platform/web/audit.js';
import { CodeNotFound } from '../uic.errors.js';
import type { HolderRow } from '../uic.entity.js';
import { Holdings } from './holdings.service.js';

/** Shows whose a code is, and writes down that it was shown. */
@Injectable()
export class Showing {
  constructor(
    private readonly holdings: Holdings,
    private readonly audit: AuditTrail,
  ) {}

  /** Everybody who may be shown this code; throws `CodeNotFound`. */
  async holdersOf(codeId: string): Promise<readonly HolderRow[]> {
    const links = await this.holdings.holdersOf(codeId);
    if (links === null) throw new CodeNotFound();
    await this.audit.record({
      action: 'uic.holders-shown',
      subject: `code:${codeId}`,
      detail: { holders: links.length },
    });
    return links;
  }
}
