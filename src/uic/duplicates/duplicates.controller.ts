import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../platform/web/allow.js';
import { ApiPage, type Page, pageOf, positionOf } from '../../platform/web/page.dto.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { Comparison } from './comparison.service.js';
import { DecisionBody, PairDto, PairsQuery } from './duplicates.dto.js';
import { PairUnknown } from './duplicates.errors.js';
import type { PairRow } from './pair.entity.js';
import { Review } from './review.service.js';

const ID = { name: 'id', example: '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11' };

@ApiTags('CIU')
@Controller('api/uic/duplicates')
export class DuplicatesController {
  constructor(
    private readonly review: Review,
    private readonly comparison: Comparison,
  ) {}

  @Get()
  @Allow('uic:read')
  @ApiOperation({
    summary: 'Les doublons possibles, les plus récents d’abord',
    description: 'Deux codes côte à côte, masqués : de quoi comparer, rien qui dise le code ou le téléphone.',
  })
  @ApiPage(PairDto, 'Une page de paires.')
  @ApiProblem(400, 'request.invalid', 'Un filtre n’a pas la forme attendue.')
  async list(@Query() query: PairsQuery): Promise<Page<PairDto>> {
    const { state, kind, limit } = query;
    const pairs = await this.review.list({ state, kind, before: positionOf(query), limit: limit + 1 });
    const { items, nextCursor } = pageOf(pairs, limit, ({ id }) => id);
    return { items: await this.comparison.of(items), nextCursor };
  }

  @Get(':id')
  @Allow('uic:read')
  @ApiOperation({ summary: 'Une paire' })
  @ApiParam(ID)
  @ApiOkResponse({ type: PairDto, description: 'La paire, masquée.' })
  @ApiProblem(404, 'uic.pair-unknown', 'Cette paire n’existe pas ; un de ses codes a peut-être été effacé.')
  async find(@Param('id', ParseUUIDPipe) id: string): Promise<PairDto> {
    return this.shown(await this.review.find(id));
  }

  @Post(':id/decide')
  @HttpCode(200)
  @Allow('uic:review')
  @ApiOperation({
    summary: 'Dit si les deux codes sont d’une seule personne',
    description:
      '`same` : le second est rattaché au premier, ici et au registre national ; `different` : les deux restent. La décision peut être reprise, et une ligne reste dans le journal d’audit.',
  })
  @ApiParam(ID)
  @ApiOkResponse({ type: PairDto, description: 'La paire décidée.' })
  @ApiProblem(400, 'request.invalid', 'La décision n’a pas la forme attendue.')
  @ApiProblem(404, 'uic.pair-unknown', 'Cette paire n’existe pas ; un de ses codes a peut-être été effacé.')
  @ApiProblem(
    409,
    'uic.pair-decided',
    'Quelqu’un vient de décider, ou un des codes a déjà été remplacé (`uic.pair-replaced`).',
  )
  async decide(@Param('id', ParseUUIDPipe) id: string, @Body() { decision }: DecisionBody): Promise<PairDto> {
    return this.shown(await this.review.decide(id, decision));
  }

  @Post(':id/reopen')
  @HttpCode(200)
  @Allow('uic:review')
  @ApiOperation({
    summary: 'Reprend une décision',
    description: 'Les codes et le registre national redeviennent ce qu’ils étaient avant elle.',
  })
  @ApiParam(ID)
  @ApiOkResponse({ type: PairDto, description: 'La paire, de nouveau à décider.' })
  @ApiProblem(404, 'uic.pair-unknown', 'Cette paire n’existe pas ; un de ses codes a peut-être été effacé.')
  @ApiProblem(409, 'uic.pair-open', 'Cette paire est déjà ouverte : il n’y a pas de décision à reprendre.')
  async reopen(@Param('id', ParseUUIDPipe) id: string): Promise<PairDto> {
    return this.shown(await this.review.reopen(id));
  }

  private async shown(pair: PairRow): Promise<PairDto> {
    const [shown] = await this.comparison.of([pair]);
    if (shown === undefined) throw new PairUnknown(`a code of pair ${pair.id} is gone`);
    return shown;
  }
}
