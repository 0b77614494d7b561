import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/web/allow.js';
import { ApiPage, type Page } from '../platform/web/page.dto.js';
import { ApiProblem } from '../platform/web/problem.dto.js';
import { Library } from './library.service.js';
import { asValues, previewValues } from './preview-values.js';
import { TemplateSync } from './template-sync.contract.js';
import {
  CALL,
  TemplateCheckDto,
  LocalBody,
  PreviewDto,
  TemplateDetailDto,
  TemplateDto,
  TemplatesQuery,
} from './template-sync.dto.js';

const NOT_FOUND = 'Aucun modèle ne porte cet identifiant.';

@ApiTags('modèles')
@Controller('api/templates')
@Allow('templates:read')
@ApiProblem(400, 'request.invalid', 'La requête contient un champ invalide.')
export class TemplatesController {
  constructor(
    private readonly library: Library,
    private readonly door: TemplateSync,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Les modèles de la copie locale, par ordre de nom',
    description: 'Lus ici, sans rien demander à WhatsApp. Les filtres se combinent.',
  })
  @ApiPage(TemplateDto, 'Une page de modèles.')
  async list(@Query() query: TemplatesQuery): Promise<Page<TemplateDto>> {
    const page = await this.library.list(query);
    return { ...page, items: page.items.map((template) => TemplateDto.of(template)) };
  }

  @Get(':id')
  @ApiOperation({ summary: 'Un modèle, avec ce que l’équipe y a noté' })
  @ApiOkResponse({ type: TemplateDetailDto, description: 'Le modèle.' })
  @ApiProblem(404, 'template-sync.template-not-found', NOT_FOUND)
  async get(@Param('id', ParseUUIDPipe) id: string): Promise<TemplateDetailDto> {
    return TemplateDetailDto.of(await this.library.get(id));
  }

  @Patch(':id')
  @Allow('templates:write')
  @ApiOperation({
    summary: 'Noter étiquettes, remarques, responsable et valeurs par défaut',
    description: 'Ce qui n’est pas nommé reste. Aucune synchronisation n’y touche jamais.',
  })
  @ApiOkResponse({ type: TemplateDetailDto, description: 'Le modèle.' })
  @ApiProblem(404, 'template-sync.template-not-found', NOT_FOUND)
  async annotate(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: LocalBody,
  ): Promise<TemplateDetailDto> {
    const { tags, notes, owner, defaults } = body;
    const values = defaults === undefined ? undefined : asValues('defaults', defaults);
    return TemplateDetailDto.of(await this.library.annotate(id, { tags, notes, owner, defaults: values }));
  }

  @Get(':id/preview')
  @ApiOperation({
    summary: 'Le modèle comme il se lit sur un téléphone',
    description:
      'Chaque paramètre de l’adresse est une valeur : `?1=Awa`, `?prenom=Awa`, `?header.1=Bonjour`. Sans valeur : celle par défaut, sinon l’exemple.',
  })
  @ApiQuery({ name: '1', required: false, example: 'Awa', description: 'La valeur du paramètre {{1}}.' })
  @ApiOkResponse({ type: PreviewDto, description: 'Les textes.' })
  @ApiProblem(404, 'template-sync.template-not-found', NOT_FOUND)
  preview(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<PreviewDto> {
    return this.door.preview(id, previewValues(query));
  }

  @Post(':id/validate')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Vérifier un envoi sans rien envoyer',
    description:
      'Prend l’objet `template` d’un message et nomme toutes ses fautes à la fois, d’après la copie locale.',
  })
  @ApiBody({ schema: { type: 'object', example: CALL } })
  @ApiOkResponse({ type: TemplateCheckDto, description: 'Les fautes ; aucune si l’envoi est possible.' })
  @ApiProblem(404, 'template-sync.template-not-found', NOT_FOUND)
  async validate(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() call: Record<string, unknown>,
  ): Promise<TemplateCheckDto> {
    const faults = await this.library.check(id, call);
    return { valid: faults.length === 0, faults };
  }
}
