import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock } from '../kernel/clock.js';
import { Allow } from '../platform/web/allow.js';
import { AuditTrail } from '../platform/web/audit.js';
import { ApiPage, type Page, pageOf, PageQuery, positionOf } from '../platform/web/page.dto.js';
import { ApiProblem } from '../platform/web/problem.dto.js';
import { InvalidRequest } from '../platform/web/web.errors.js';
import { CallDto, AssistantCheckDto, UsageDto, UsageQuery } from './assistant.dto.js';
import { CallRepository } from './calls/call.repository.js';
import { AssistantCheck } from './check.service.js';
import { UsageReport } from './usage.service.js';

const DAY_MS = 86_400_000;

@ApiTags('Assistant')
@Controller('api/assistant')
@Allow('assistant:read')
export class AssistantController {
  constructor(
    private readonly calls: CallRepository,
    private readonly usage: UsageReport,
    private readonly checks: AssistantCheck,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  @Get('calls')
  @ApiOperation({
    summary: 'Les appels au modèle, le dernier d’abord',
    description: 'Durée, jetons, outils et issue. Les mots ne sont gardés nulle part.',
  })
  @ApiPage(CallDto, 'Une page d’appels.')
  @ApiProblem(400, 'request.invalid', 'La requête contient un champ invalide.')
  async list(@Query() query: PageQuery): Promise<Page<CallDto>> {
    const rows = await this.calls.list(positionOf(query), query.limit + 1);
    const { items, nextCursor } = pageOf(rows, query.limit, ({ id }) => id);
    return { items: items.map((row) => CallDto.of(row)), nextCursor };
  }

  @Get('usage')
  @ApiOperation({ summary: 'Ce que le modèle a coûté pendant une période' })
  @ApiOkResponse({ type: UsageDto, description: 'Appels, jetons et durées.' })
  @ApiProblem(400, 'request.invalid', 'La requête contient un champ invalide.')
  async used(@Query() query: UsageQuery): Promise<UsageDto> {
    const to = query.to === undefined ? this.clock.now() : new Date(query.to);
    const from = query.from === undefined ? new Date(to.getTime() - DAY_MS) : new Date(query.from);
    if (from >= to) throw new InvalidRequest([{ field: 'from', message: 'doit être avant « to »' }]);
    return UsageDto.of(await this.usage.of(from, to));
  }

  @Post('check')
  @Allow('assistant:check')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Essayer le modèle avec une question minuscule',
    description: 'Dit ce qui marche et que faire du reste. Rien de personne ne part.',
  })
  @ApiOkResponse({ type: AssistantCheckDto, description: 'Ce qui a été constaté.' })
  async check(): Promise<AssistantCheckDto> {
    const check = await this.checks.run();
    await this.audit.record({
      action: 'assistant.checked',
      detail: { works: check.works },
      outcome: check.works ? 'done' : 'failed',
    });
    return AssistantCheckDto.of(check);
  }
}
