import {
  Body,
  Controller,
  Headers,
  HttpCode,
  HttpStatus,
  Param,
  ParseUUIDPipe,
  Post,
  Put,
} from '@nestjs/common';
import { ApiAcceptedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../platform/web/allow.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { currentActor } from '../../platform/web/request-context.js';
import { InvalidRequest } from '../../platform/web/web.errors.js';
import { ConversationDto, LabelsBody } from '../threads/threads.dto.js';
import { Threads } from '../threads/threads.service.js';
import { AnswerBody, AnsweredDto, AssignBody } from './desk.dto.js';
import { Desk } from './desk.service.js';

const KEY = /^[\x21-\x7e]{1,100}$/;

@ApiTags('conversations')
@Controller('api/conversations/:id')
@ApiProblem(400, 'request.invalid', 'La requête contient un champ invalide.')
@ApiProblem(404, 'conversations.not-found', 'Aucune conversation ne porte cet identifiant.')
export class DeskController {
  constructor(
    private readonly desk: Desk,
    private readonly threads: Threads,
  ) {}

  @Post('messages')
  @HttpCode(HttpStatus.ACCEPTED)
  @Allow('conversations:reply')
  @ApiOperation({
    summary: 'Répondre à la personne',
    description:
      'La conversation passe à qui répond ; le service automatique se tait. Un questionnaire en cours s’arrête et ses réponses sont effacées.',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'La même clé donne le même message.' })
  @ApiAcceptedResponse({ type: AnsweredDto, description: 'Le message part.' })
  @ApiProblem(
    409,
    'whatsapp.window-closed',
    'Plus de 24 heures depuis le dernier message : il faut un modèle.',
  )
  @ApiProblem(409, 'whatsapp.opted-out', 'La personne ne veut plus de message.')
  async reply(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: AnswerBody,
    @Headers('idempotency-key') key?: string,
  ): Promise<AnsweredDto> {
    if (key !== undefined && !KEY.test(key))
      throw new InvalidRequest([{ field: 'Idempotency-Key', message: 'de 1 à 100 caractères sans espace' }]);
    const answer = { content: AnswerBody.content(body), requestKey: key };
    const { id: messageId, state, ids, repeated } = await this.desk.reply(id, answer);
    return { id: messageId, state, ids: [...ids], repeated };
  }

  @Post('read')
  @HttpCode(HttpStatus.OK)
  @Allow('conversations:reply')
  @ApiOperation({
    summary: 'Marquer comme lue',
    description: 'La personne voit aussi que son message est lu.',
  })
  @ApiOkResponse({ type: ConversationDto, description: 'La conversation.' })
  async read(@Param('id', ParseUUIDPipe) id: string): Promise<ConversationDto> {
    await this.desk.read(id);
    return this.threads.find(id, true);
  }

  @Post('assign')
  @HttpCode(HttpStatus.OK)
  @Allow('conversations:assign')
  @ApiOperation({
    summary: 'Dire qui s’en occupe',
    description: 'Prendre pour soi une conversation qui attend, c’est la suivre : elle n’attend plus.',
  })
  @ApiOkResponse({ type: ConversationDto, description: 'La conversation.' })
  async assign(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { userId }: AssignBody,
  ): Promise<ConversationDto> {
    await this.desk.assign(id, userId === 'me' ? currentActor().id : userId);
    return this.threads.find(id, true);
  }

  @Post('handover')
  @HttpCode(HttpStatus.OK)
  @Allow('conversations:assign')
  @ApiOperation({
    summary: 'Demander une personne de l’équipe',
    description:
      'La conversation attend ; l’équipe est avertie, et la personne aussi si on peut encore lui écrire.',
  })
  @ApiOkResponse({ type: ConversationDto, description: 'La conversation.' })
  async handOver(@Param('id', ParseUUIDPipe) id: string): Promise<ConversationDto> {
    await this.desk.handOver(id);
    return this.threads.find(id, true);
  }

  @Post('close')
  @HttpCode(HttpStatus.OK)
  @Allow('conversations:close')
  @ApiOperation({ summary: 'Fermer', description: 'Le prochain message revient au service automatique.' })
  @ApiOkResponse({ type: ConversationDto, description: 'La conversation.' })
  async close(@Param('id', ParseUUIDPipe) id: string): Promise<ConversationDto> {
    await this.desk.close(id);
    return this.threads.find(id, true);
  }

  @Post('return')
  @HttpCode(HttpStatus.OK)
  @Allow('conversations:close')
  @ApiOperation({ summary: 'Rendre au service automatique' })
  @ApiOkResponse({ type: ConversationDto, description: 'La conversation.' })
  async giveBack(@Param('id', ParseUUIDPipe) id: string): Promise<ConversationDto> {
    await this.desk.giveBack(id);
    return this.threads.find(id, true);
  }

  @Put('labels')
  @Allow('conversations:assign')
  @ApiOperation({ summary: 'Étiqueter', description: 'La liste remplace celle qui était là.' })
  @ApiOkResponse({ type: ConversationDto, description: 'La conversation.' })
  async label(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { labels }: LabelsBody,
  ): Promise<ConversationDto> {
    await this.desk.label(id, labels);
    return this.threads.find(id, true);
  }
}
