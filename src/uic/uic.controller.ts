import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/web/allow.js';
import { ApiPage, type Page, positionOf } from '../platform/web/page.dto.js';
import { ApiProblem } from '../platform/web/problem.dto.js';
import { Codes } from './codes.service.js';
import { CodeDto, CodesQuery } from './uic.dto.js';

@ApiTags('CIU')
@Controller('api/uic')
@Allow('uic:read')
@ApiProblem(400, 'request.invalid', 'La requête contient un champ invalide.')
export class UicController {
  constructor(private readonly codes: Codes) {}

  @Get()
  @ApiOperation({
    summary: 'Les codes, les plus récents d’abord',
    description:
      'Avec `code`, tous ceux qui ont ces caractères, selon la formule ou selon le registre national : plusieurs personnes peuvent avoir les mêmes. Pour ne pas écrire de code dans une adresse, utilisez `POST /api/uic/search`.',
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

  @Get(':id')
  @ApiOperation({
    summary: 'Un code, par son identifiant',
    description: 'À qui il a été donné : `GET /api/uic/{id}/holders`.',
  })
  @ApiParam({ name: 'id', example: '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d33' })
  @ApiOkResponse({ type: CodeDto })
  @ApiProblem(404, 'uic.code-not-found', 'Aucun code ne porte cet identifiant ; il a peut-être été effacé.')
  async find(@Param('id', ParseUUIDPipe) id: string): Promise<CodeDto> {
    return CodeDto.of(await this.codes.find(id));
  }

  private async page(query: CodesQuery): Promise<Page<CodeDto>> {
    const { code, state, limit } = query;
    const page = await this.codes.list({ code, state, limit, before: positionOf(query) });
    return { ...page, items: page.items.map((listed) => CodeDto.of(listed)) };
  }
}
