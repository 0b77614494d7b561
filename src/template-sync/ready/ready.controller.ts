import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../platform/web/allow.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { Library } from '../library.service.js';
import { TemplateDetailDto } from '../template-sync.dto.js';
import { ReadyBody, ReadyDto, ReadyListDto } from './ready.dto.js';
import { Ready } from './ready.service.js';

@ApiTags('modèles')
@Controller('api/templates/ready')
@Allow('templates:read')
export class ReadyController {
  constructor(
    private readonly ready: Ready,
    private readonly library: Library,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Les modèles prêts',
    description:
      'Écrits d’avance, en français et en anglais ; avec, pour chaque compte, s’ils sont dans la copie locale.',
  })
  @ApiOkResponse({ type: ReadyListDto, description: 'Tous les modèles prêts.' })
  async list(): Promise<ReadyListDto> {
    const listed = await this.ready.list();
    return { items: listed.map((each) => ReadyDto.of(each)) };
  }

  @Post(':name')
  @Allow('templates:write')
  @ApiOperation({
    summary: 'Soumettre un modèle prêt à WhatsApp',
    description: 'S’il est déjà dans la copie locale de ce compte, celui-là est rendu et rien n’est soumis.',
  })
  @ApiParam({ name: 'name', example: 'order_status' })
  @ApiCreatedResponse({ type: TemplateDetailDto, description: 'Le modèle soumis, ou celui qui y était.' })
  @ApiProblem(400, 'request.invalid', 'La requête contient un champ invalide.')
  @ApiProblem(404, 'template-sync.ready-unknown', 'Aucun modèle prêt ne porte ce nom.')
  @ApiProblem(404, 'template-sync.account-unknown', 'Ce compte n’est pas configuré.')
  @ApiProblem(429, 'template-sync.creations-spent', 'Trop de modèles ont été créés dans l’heure.')
  @ApiProblem(503, 'template-sync.source-unreachable', 'WhatsApp ne répond pas.')
  async create(
    @Param('name') name: string,
    @Body() { accountId, language }: ReadyBody,
  ): Promise<TemplateDetailDto> {
    const id = await this.ready.create(name, language, accountId);
    return TemplateDetailDto.of(await this.library.get(id));
  }
}
