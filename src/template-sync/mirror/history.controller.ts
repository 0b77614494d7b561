import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../platform/web/allow.js';
import { ApiPage, type Page, PageQuery } from '../../platform/web/page.dto.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { DiffDto, DiffQuery, VersionDto } from './history.dto.js';
import { History } from './history.service.js';

@ApiTags('modèles')
@Controller('api/templates/:id')
@Allow('templates:read')
@ApiProblem(400, 'request.invalid', 'La requête contient un champ invalide.')
@ApiProblem(404, 'template-sync.template-not-found', 'Aucun modèle ne porte cet identifiant.')
export class HistoryController {
  constructor(private readonly history: History) {}

  @Get('versions')
  @ApiOperation({ summary: 'Toutes les versions d’un modèle, les plus récentes d’abord' })
  @ApiPage(VersionDto, 'Une page de versions.')
  async versions(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: PageQuery,
  ): Promise<Page<VersionDto>> {
    const page = await this.history.list(id, query);
    return { ...page, items: page.items.map((version) => VersionDto.of(version)) };
  }

  @Get('diff')
  @ApiOperation({
    summary: 'Deux versions, champ par champ',
    description:
      'Chaque différence dit quel changement l’a faite, et qui. Sans numéros : les deux dernières versions.',
  })
  @ApiOkResponse({ type: DiffDto, description: 'Les différences ; aucune si les versions sont égales.' })
  async diff(@Param('id', ParseUUIDPipe) id: string, @Query() query: DiffQuery): Promise<DiffDto> {
    return DiffDto.of(await this.history.compare(id, query));
  }
}
