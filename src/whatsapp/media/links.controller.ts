import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Open } from '../../platform/web/allow.js';
import { answerWithFile } from '../../platform/web/file-answer.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { LinkedFiles } from './linked-files.js';

const FILE = { schema: { type: 'string' as const, format: 'binary' }, description: 'Le fichier.' };

/** Where providers fetch what they were given a link to. The log names these routes, never the addresses. */
@ApiTags('fichiers')
@ApiProblem(404, 'whatsapp.media-not-found', 'Le lien est faux, ou n’est plus valable.')
@Open('le lien lui-même est la clé : scellé, impossible à deviner, valable quelques minutes')
@Controller()
export class LinksController {
  constructor(private readonly linked: LinkedFiles) {}

  @Get('qr/:name')
  @ApiProduces('image/png')
  @ApiOperation({ summary: 'L’image que montre un lien signé, pour le fournisseur qui l’envoie' })
  @ApiOkResponse(FILE)
  async picture(
    @Param('name') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await answerWithFile(request, reply, await this.linked.picture(name));
  }

  @Get('media/:token')
  @ApiProduces('application/octet-stream')
  @ApiOperation({ summary: 'Le fichier que montre un lien signé, pour le fournisseur qui l’envoie' })
  @ApiOkResponse(FILE)
  async file(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await answerWithFile(request, reply, await this.linked.file(token));
  }
}
