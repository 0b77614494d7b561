import { Body, Controller, HttpCode, HttpStatus, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../platform/web/allow.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { RemindBody, RemindedDto } from './reminders.dto.js';
import { Reminders } from './reminders.service.js';

@ApiTags('codes')
@Controller('api/uic/:codeId/remind')
export class RemindersController {
  constructor(private readonly reminders: Reminders) {}

  @Post()
  @HttpCode(HttpStatus.ACCEPTED)
  @Allow('uic:remind')
  @ApiOperation({
    summary: 'Renvoyer son code à une personne',
    description:
      'Dans les 24 heures après son dernier message : le code, puis sa carte. Ensuite : le modèle approuvé « code_card », avec la carte. L’équipe ne peut pas lire ce message, et son contenu est effacé dès qu’il est parti.',
  })
  @ApiParam({ name: 'codeId', example: '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d33' })
  @ApiAcceptedResponse({ type: RemindedDto, description: 'Le code part.' })
  @ApiProblem(400, 'request.invalid', 'La requête contient un champ invalide.')
  @ApiProblem(400, 'reminders.number-unknown', 'Ce numéro n’est pas l’un des vôtres.')
  @ApiProblem(404, 'reminders.code-not-current', 'Aucun code actuel ne porte cet identifiant.')
  @ApiProblem(409, 'reminders.several-holders', 'Plusieurs téléphones ont ce code : il faut « contactId ».')
  @ApiProblem(409, 'reminders.not-a-holder', 'Ce code n’est pas celui de cette personne.')
  @ApiProblem(409, 'reminders.opted-out', 'La personne a écrit STOP.')
  @ApiProblem(409, 'reminders.no-consent', 'Aucun accord de la personne n’est gardé.')
  @ApiProblem(409, 'reminders.template', 'Le modèle « code_card » manque, ou ne peut pas partir.')
  @ApiProblem(429, 'reminders.too-soon', 'Ce code a déjà été renvoyé dans les dernières 24 heures.')
  remind(@Param('codeId', ParseUUIDPipe) codeId: string, @Body() body: RemindBody): Promise<RemindedDto> {
    return this.reminders.remind(codeId, body);
  }
}
