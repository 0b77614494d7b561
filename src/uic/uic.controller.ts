import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
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

  private async page(query: CodesQuery): Promise<Page<CodeDto>> {
    const { code, state, limit } = query;
    const page = await this.codes.list({ code, state, limit, before: positionOf(query) });
    return { ...page, items: page.items.map((listed) => CodeDto.of(listed)) };
  }
}
