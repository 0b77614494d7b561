import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock } from '../kernel/clock.js';
import { Allow } from '../platform/web/allow.js';
import { ApiPage, type Page, positionOf } from '../platform/web/page.dto.js';
import { ApiProblem } from '../platform/web/problem.dto.js';
import { daysOf } from './statistics/period.js';
import { Statistics } from './statistics/statistics.service.js';
import { CodeDto, CodesQuery, StatisticsDto, StatisticsQuery } from './uic.dto.js';
import { UicService } from './uic.service.js';

@ApiTags('CIU')
@Controller('api/uic')
@Allow('uic:read')
@ApiProblem(400, 'request.invalid', 'La requête contient un champ invalide.')
export class UicController {
  constructor(
    private readonly uic: UicService,
    private readonly statistics: Statistics,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Les codes, les plus récents d’abord',
    description:
      'Avec `code`, tous ceux qui ont ces dix caractères : plusieurs personnes peuvent avoir les mêmes. Pour ne pas écrire de code dans une adresse, utilisez `POST /api/uic/search`.',
  })
  @ApiPage(CodeDto, 'Une page de codes.')
  list(@Query() query: CodesQuery): Promise<Page<CodeDto>> {
    return this.page(query);
  }

  @Post('search')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Chercher un code sans l’écrire dans l’adresse',
    description: 'La même réponse que `GET /api/uic`.',
  })
  @ApiPage(CodeDto, 'Une page de codes.')
  search(@Body() query: CodesQuery): Promise<Page<CodeDto>> {
    return this.page(query);
  }

  @Get('statistics')
  @ApiOperation({
    summary: 'Combien de codes, d’où, et où les conversations s’arrêtent',
    description: 'Des nombres seulement, par jour (UTC), ville, genre et question ; 366 jours au plus.',
  })
  @ApiOkResponse({ type: StatisticsDto, description: 'Les nombres de la période.' })
  async figures(@Query() query: StatisticsQuery): Promise<StatisticsDto> {
    const days = daysOf(query, this.clock.now());
    const figures = await this.statistics.over(days);
    return { from: days[0] ?? '', to: days.at(-1) ?? '', ...figures };
  }

  private async page(query: CodesQuery): Promise<Page<CodeDto>> {
    const { code, state, limit } = query;
    const page = await this.uic.list({ code, state, limit, before: positionOf(query) });
    return { ...page, items: page.items.map((row) => CodeDto.of(row)) };
  }
}
