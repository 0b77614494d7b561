import {
  Body,
  Controller,
  Delete,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Put,
  Query,
  Req,
} from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow } from '../../platform/web/allow.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { Library } from '../library.service.js';
import { lint } from '../rules/lint.js';
import { TemplateCheckDto, TemplateDetailDto } from '../template-sync.dto.js';
import { mediaOf, MEDIA_TYPES } from './upload.js';
import { ChangeBody, DraftBody, RemovedDto, RemoveQuery, UploadedDto, UploadQuery } from './writing.dto.js';
import { Writing } from './writing.service.js';

const NOT_FOUND = 'Aucun modèle ne porte cet identifiant.';

@ApiTags('modèles')
@Controller('api/templates')
@Allow('templates:write')
@ApiProblem(400, 'request.invalid', 'Chaque faute du modèle est nommée, avec son composant et sa règle.')
@ApiProblem(503, 'template-sync.source-unreachable', 'WhatsApp ne répond pas.')
export class WritingController {
  constructor(
    private readonly writing: Writing,
    private readonly library: Library,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Créer un modèle',
    description:
      'Il est vérifié ici selon les règles de WhatsApp, puis soumis à WhatsApp, puis gardé dans la copie locale.',
  })
  @ApiCreatedResponse({ type: TemplateDetailDto, description: 'Le modèle soumis.' })
  @ApiProblem(404, 'template-sync.account-unknown', 'Ce compte n’est pas configuré.')
  async create(@Body() { accountId, ...draft }: DraftBody): Promise<TemplateDetailDto> {
    const { id } = await this.writing.create(draft, accountId);
    return TemplateDetailDto.of(await this.library.get(id));
  }

  @Post('lint')
  @HttpCode(200)
  @Allow('templates:read')
  @ApiOperation({ summary: 'Vérifier un modèle sans le soumettre' })
  @ApiOkResponse({
    type: TemplateCheckDto,
    description: 'Les fautes ; aucune si WhatsApp devrait l’accepter.',
  })
  lint(@Body() draft: DraftBody): TemplateCheckDto {
    const faults = lint(draft);
    return { valid: faults.length === 0, faults };
  }

  @Post('media')
  @ApiConsumes(...MEDIA_TYPES)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOperation({
    summary: 'Remettre l’exemple de média d’un en-tête',
    description:
      'Le corps de la requête est le fichier lui-même : image JPEG ou PNG (5 Mo), vidéo MP4 (16 Mo) ou PDF (100 Mo).',
  })
  @ApiCreatedResponse({ type: UploadedDto, description: 'La référence à mettre dans le modèle.' })
  async upload(
    @Query() { accountId, name }: UploadQuery,
    @Req() request: FastifyRequest,
  ): Promise<UploadedDto> {
    const { mime, bytes } = await mediaOf(request.headers['content-type'], request.body);
    const file = { name: name ?? `exemple.${mime.split('/')[1] ?? 'bin'}`, mime, bytes };
    return { handle: await this.writing.upload(file, accountId) };
  }

  @Put(':id')
  @ApiOperation({
    summary: 'Changer un modèle chez WhatsApp',
    description:
      'Seulement approuvé, refusé ou en pause ; un modèle approuvé une fois par 24 heures et dix fois par 30 jours. Il repasse en vérification.',
  })
  @ApiOkResponse({ type: TemplateDetailDto, description: 'Le modèle changé.' })
  @ApiProblem(404, 'template-sync.template-not-found', NOT_FOUND)
  @ApiProblem(409, 'template-sync.not-editable', 'Un modèle dans cet état ne peut pas être changé.')
  async edit(@Param('id', ParseUUIDPipe) id: string, @Body() change: ChangeBody): Promise<TemplateDetailDto> {
    await this.writing.edit(id, change);
    return TemplateDetailDto.of(await this.library.get(id));
  }

  @Delete(':id')
  @ApiOperation({
    summary: 'Supprimer un modèle chez WhatsApp',
    description:
      'Il reste dans la copie locale, inactif. Le nom d’un modèle approuvé n’est plus disponible pendant 30 jours.',
  })
  @ApiOkResponse({ type: RemovedDto, description: 'Le modèle est supprimé.' })
  @ApiProblem(404, 'template-sync.template-not-found', NOT_FOUND)
  @ApiProblem(409, 'template-sync.not-editable', 'Ce modèle n’existe plus à la source.')
  async remove(@Param('id', ParseUUIDPipe) id: string, @Query() query: RemoveQuery): Promise<RemovedDto> {
    return { removed: await this.writing.remove(id, query.allLanguages === true) };
  }
}
