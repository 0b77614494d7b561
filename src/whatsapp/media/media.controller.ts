import {
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow } from '../../platform/web/allow.js';
import { answerWithFile } from '../../platform/web/file-answer.js';
import { ApiPage, type Page, pageOf, positionOf } from '../../platform/web/page.dto.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { TAKES_FILES } from '../../platform/web/route-config.js';
import { FILE_KINDS } from './file-kinds.js';
import { Files } from './files.js';
import { MediaQuery, MediaView, UploadedFileDto, UploadFileQuery } from './media.dto.js';

const ANY_FILE = { schema: { type: 'string' as const, format: 'binary' } };
const NOT_FOUND = 'Aucun fichier ne porte cet identifiant.';

@ApiTags('fichiers')
@Controller('api/media')
export class MediaController {
  constructor(private readonly files: Files) {}

  @Get()
  @Allow('media:read')
  @ApiOperation({
    summary: 'Les fichiers reçus et remis, les plus récents d’abord ; sans leur nom ni leur contenu',
  })
  @ApiPage(MediaView, 'Une page de fichiers.')
  @ApiProblem(400, 'request.invalid', 'Un filtre n’a pas la forme attendue.')
  async list(@Query() query: MediaQuery): Promise<Page<MediaView>> {
    const rows = await this.files.list(query, positionOf(query), query.limit + 1);
    const { items, nextCursor } = pageOf(rows, query.limit, ({ id }) => id);
    return { items: items.map((row) => MediaView.of(row)), nextCursor };
  }

  @Post()
  @Allow('conversations:reply')
  @RouteConfig(TAKES_FILES)
  @ApiConsumes(...Object.keys(FILE_KINDS))
  @ApiBody(ANY_FILE)
  @ApiOperation({
    summary: 'Remettre un fichier à envoyer',
    description:
      'Le corps de la requête est le fichier lui-même, avec son type. Image JPEG ou PNG : 5 Mo ; son ou vidéo : 16 Mo ; autocollant WebP : 500 Ko ; document : 100 Mo.',
  })
  @ApiCreatedResponse({ type: UploadedFileDto, description: 'Le fichier gardé, chiffré.' })
  @ApiProblem(400, 'request.invalid', 'Fichier trop grand, ou contenu d’un autre type que celui annoncé.')
  @ApiProblem(
    415,
    'whatsapp.media-type',
    'Le type du fichier n’est pas accepté ; la réponse nomme ceux qui le sont.',
  )
  async upload(@Query() query: UploadFileQuery, @Req() request: FastifyRequest): Promise<UploadedFileDto> {
    const { id, mime, byteCount, sha256 } = await this.files.take(request, query);
    return { id, mime: mime ?? '', size: byteCount ?? 0, sha256: sha256 ?? '' };
  }

  @Get(':id')
  @Allow('conversations:reply')
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ ...ANY_FILE, description: 'Le fichier ; `Range` en donne une partie.' })
  @ApiOperation({
    summary: 'Le contenu d’un fichier',
    description: 'Celui d’un fichier reçu demande en plus le droit « messages:content ».',
  })
  @ApiProblem(404, 'whatsapp.media-not-found', NOT_FOUND)
  async find(
    @Param('id', ParseUUIDPipe) id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await answerWithFile(request, reply, await this.files.read(id));
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('media:write')
  @ApiOperation({ summary: 'Effacer un fichier' })
  @ApiNoContentResponse({ description: 'Le fichier est effacé.' })
  @ApiProblem(404, 'whatsapp.media-not-found', NOT_FOUND)
  async remove(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.files.remove(id);
  }
}

@ApiTags('messages')
@Controller('api/messages')
export class MessageMediaController {
  constructor(private readonly files: Files) {}

  @Get(':id/media')
  @Allow('messages:content')
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ ...ANY_FILE, description: 'Le fichier ; `Range` en donne une partie.' })
  @ApiOperation({
    summary: 'Le fichier d’un message reçu',
    description:
      'Cherché chez WhatsApp s’il n’est pas encore ici (MEDIA_FETCH), vérifié, puis gardé chiffré.',
  })
  @ApiProblem(404, 'whatsapp.media-gone', 'Le message n’a pas de fichier, ou celui-ci n’existe plus.')
  @ApiProblem(
    409,
    'whatsapp.media-refused',
    'Trop grand, autre que celui que WhatsApp a annoncé, ou à une adresse étrangère.',
  )
  @ApiProblem(503, 'whatsapp.media-later', 'Il n’a pas pu être obtenu pour le moment.')
  async find(
    @Param('id', ParseUUIDPipe) id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await answerWithFile(request, reply, await this.files.ofMessage(id));
  }
}
