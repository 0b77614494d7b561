import { Body, Controller, Headers, HttpCode, Param, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow } from '../../platform/web/allow.js';
import { AuditTrail } from '../../platform/web/audit.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { MessageNotFound } from '../whatsapp.errors.js';
import { Cancelling } from './cancelling.js';
import { Reading } from './reading.js';
import {
  ApiSubmission,
  CancelAnswer,
  ReadBody,
  SubmitAnswer,
  submitAnswer,
  SubmitRehearsal,
} from './submit.dto.js';
import { SubmitDesk } from './submit-desk.js';

const NOT_FOUND = 'Aucun message ne porte cet identifiant.';

@ApiTags('messages')
@Controller('api/messages')
@Allow('messages:send')
export class SubmitController {
  constructor(
    private readonly desk: SubmitDesk,
    private readonly cancelling: Cancelling,
    private readonly reading: Reading,
    private readonly audit: AuditTrail,
  ) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Envoie un message, ou le programme',
    description:
      'Le corps est celui de l’API de WhatsApp, avec en plus `from`, `sendAt`, `fallbackTemplate`, `purpose` et `split`. Tout est vérifié avant la mise en file : les limites de WhatsApp, le modèle, le choix de la personne, la fenêtre de 24 heures.',
  })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description:
      'La même clé avec le même corps donne le même message, même envoyée deux fois ; gardée 9 jours.',
    example: 'commande-42-prete',
  })
  @ApiSubmission()
  @ApiAcceptedResponse({ type: SubmitAnswer })
  @ApiProblem(
    400,
    'whatsapp.content',
    'WhatsApp n’accepterait pas ce message ; `errors` dit pourquoi, champ par champ.',
  )
  @ApiProblem(
    409,
    'whatsapp.window-closed',
    'La fenêtre de 24 heures est fermée : seul un modèle peut partir.',
  )
  @ApiProblem(
    409,
    'whatsapp.code-needs-phone',
    'Un modèle d’authentification ne part que vers un numéro de téléphone connu.',
  )
  async send(
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SubmitAnswer> {
    const submitted = await this.desk.send(body, key);
    void reply.header('location', `/api/messages/${submitted.id}`);
    return submitAnswer(submitted);
  }

  @Post('check')
  @HttpCode(200)
  @ApiOperation({ summary: 'Vérifie un message sans l’envoyer' })
  @ApiSubmission()
  @ApiOkResponse({ type: SubmitRehearsal })
  check(@Body() body: unknown): Promise<SubmitRehearsal> {
    return this.desk.rehearse(body);
  }

  @Post(':id/read')
  @HttpCode(204)
  @ApiOperation({ summary: 'Montre à la personne que son message est lu' })
  @ApiNoContentResponse({ description: 'C’est dit à WhatsApp.' })
  @ApiProblem(404, 'whatsapp.message-not-found', 'Aucun message reçu ne porte cet identifiant.')
  async read(@Param('id', ParseUUIDPipe) id: string, @Body() { typing = false }: ReadBody): Promise<void> {
    if (!(await this.reading.mark(id, typing))) throw new MessageNotFound(id);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'Annule un message qui n’est pas encore parti' })
  @ApiOkResponse({ type: CancelAnswer })
  @ApiProblem(404, 'whatsapp.message-not-found', NOT_FOUND)
  @ApiProblem(409, 'whatsapp.not-cancellable', 'Le message est déjà parti, ou déjà terminé.')
  async cancel(@Param('id', ParseUUIDPipe) id: string): Promise<CancelAnswer> {
    await this.cancelling.cancel(id);
    await this.audit.record({ action: 'messages.cancelled', subject: `message:${id}` });
    return { id, state: 'cancelled' };
  }
}
