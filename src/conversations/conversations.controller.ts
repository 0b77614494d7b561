import { Controller, Delete, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/web/allow.js';
import { ApiProblem } from '../platform/web/problem.dto.js';
import { Conversations } from './conversations.contract.js';
import { ErasureDto } from './conversations.dto.js';

@ApiTags('personnes')
@Controller('api/contacts')
export class ConversationsController {
  constructor(private readonly conversations: Conversations) {}

  @Delete(':phone')
  @Allow('contacts:erase')
  @ApiOperation({
    summary: 'Effacer une personne',
    description:
      'Efface tout ce qui se rapporte à ce numéro : messages, conversations, accords, liens avec des codes et le numéro lui-même. Ne se défait pas ; une ligne sans le numéro reste dans le journal d’audit.',
  })
  @ApiParam({
    name: 'phone',
    example: '243810000001',
    description: 'Le numéro avec l’indicatif du pays ; « + », espaces et tirets sont permis.',
  })
  @ApiOkResponse({ type: ErasureDto, description: 'Tout est effacé.' })
  @ApiProblem(400, 'conversations.phone-invalid', 'Ce n’est pas un numéro de téléphone.')
  @ApiProblem(404, 'conversations.person-unknown', 'Aucune donnée n’est gardée sous ce numéro.')
  async erase(@Param('phone') phone: string): Promise<ErasureDto> {
    return { erased: await this.conversations.erase(phone) };
  }
}
