import { Injectable } from '@nestjs/common';
import type { CommerceTarget } from '../catalog.port.js';
import { BatchRepository } from './batch.repository.js';
import { CommerceBatchDto, type CommerceDto, CommerceExportDto } from './commerce.dto.js';
import { CommerceRepository } from './commerce.repository.js';
import { ExportRepository } from './export.repository.js';

const BATCHES_SHOWN = 5;

/** How a commerce catalogue stands. */
@Injectable()
export class CommerceView {
  constructor(
    private readonly items: CommerceRepository,
    private readonly batches: BatchRepository,
    private readonly exports: ExportRepository,
  ) {}

  async of({ name: target }: CommerceTarget, catalogId: string): Promise<CommerceDto> {
    const found = await this.items.counts(catalogId);
    const { PENDING: pending, SENT: sent, OK: ok, REFUSED: refused, warned } = found;
    const last = await this.exports.latest(catalogId);
    const batches = await this.batches.batches(catalogId, BATCHES_SHOWN);
    return {
      catalogId,
      target,
      counts: { pending, sent, ok, refused, warned },
      lastExport: last === null ? null : CommerceExportDto.of(last),
      batches: batches.map((row) => CommerceBatchDto.of(row)),
    };
  }
}
