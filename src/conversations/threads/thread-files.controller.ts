import { Controller, Get, Param, ParseUUIDPipe, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow } from '../../platform/web/allow.js';
import { answerWithFile } from '../../platform/web/file-answer.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { ThreadFiles } from './thread-files.service.js';

@ApiTags('conversations')
@Controller('api/conversations/:id/messages/:messageId/media')
@Allow('conversations:reply')
export class ThreadFilesController {
  constructor(private readonly files: ThreadFiles) {}

  @Get()
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({
    schema: { type: 'string', format: 'binary' },
    description: 'Le fichier ; `Range` en donne une partie.',
  })
  @ApiOperation({
    summary: 'Le fichier que la personne a envoyé',
    description:
      'Cherché chez WhatsApp s’il n’est pas encore ici (MEDIA_FETCH). Ce qui répond au questionnaire n’est montré à personne.',
  })
  @ApiProblem(400, 'request.invalid', 'Un identifiant n’a pas la forme attendue.')
  @ApiProblem(404, 'conversations.not-found', 'Aucune conversation ne porte cet identifiant.')
  @ApiProblem(404, 'conversations.file-not-found', 'Ce message n’est pas d’ici, est privé, ou sans fichier.')
  @ApiProblem(404, 'whatsapp.media-gone', 'Le fichier n’existe plus.')
  @ApiProblem(
    409,
    'whatsapp.media-refused',
    'Trop grand, autre que celui que WhatsApp a annoncé, ou à une adresse étrangère.',
  )
  @ApiProblem(409, 'whatsapp.media-off', 'Les fichiers reçus ne sont pas cherchés ici (MEDIA_FETCH=never).')
  @ApiProblem(503, 'whatsapp.media-later', 'Il n’a pas pu être obtenu pour le moment.')
  async find(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('messageId', ParseUUIDPipe) messageId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await answerWithFile(request, reply, await this.files.open(id, messageId));
  }
}
