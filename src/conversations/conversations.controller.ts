import { Readable } from 'node:stream';
import { Controller, Delete, Get, Param, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/web/allow.js';
import { ApiProblem } from '../platform/web/problem.dto.js';
import { Conversations } from './conversations.contract.js';
import { ErasureDto } from './conversations.dto.js';
import { Export } from './export.service.js';

const REFERENCE = {
  example: '243810000001',
  description:
    'Le numéro avec l’indicatif du pays (« + », espaces et tirets sont permis), ou l’identifiant de la personne.',
};

const EXPORTED = {
  contact: { id: '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11', phone: '243810000001', name: 'Grâce' },
  conversations: [],
  consents: [],
  orders: [],
  messages: [],
};

@ApiTags('personnes')
@Controller('api/contacts')
export class ConversationsController {
  constructor(
    private readonly conversations: Conversations,
    private readonly exports: Export,
  ) {}

  @Delete(':ref')
  @Allow('contacts:erase')
  @ApiOperation({
    summary: 'Effacer une personne',
    description:
      'Efface tout ce qui se rapporte à cette personne : messages, conversations, notes, accords, liens avec des codes et le numéro lui-même. Ne se défait pas ; une ligne sans le numéro reste dans le journal d’audit.',
  })
  @ApiParam({ name: 'ref', ...REFERENCE })
  @ApiOkResponse({ type: ErasureDto, description: 'Tout est effacé.' })
  @ApiProblem(400, 'conversations.phone-invalid', 'Ce n’est pas un numéro de téléphone.')
  @ApiProblem(404, 'conversations.person-unknown', 'Aucune donnée n’est gardée sous ce numéro.')
  async erase(@Param('ref') ref: string): Promise<ErasureDto> {
    return { erased: await this.conversations.erase(ref) };
  }

  @Get(':ref/export')
  @Allow('contacts:export')
  @ApiOperation({
    summary: 'Tout ce qui est gardé sur une personne',
    description:
      'Pour la personne qui le demande : contact, conversations avec leurs notes, accords, messages. Les réponses d’un questionnaire en cours et les codes n’y sont pas. Une ligne reste dans le journal d’audit.',
  })
  @ApiParam({ name: 'ref', ...REFERENCE })
  @ApiOkResponse({
    description: 'Un fichier JSON.',
    content: { 'application/json': { schema: { type: 'object' }, example: EXPORTED } },
  })
  @ApiProblem(400, 'conversations.phone-invalid', 'Ce n’est pas un numéro de téléphone.')
  @ApiProblem(404, 'conversations.person-unknown', 'Aucune donnée n’est gardée sous ce numéro.')
  async export(@Param('ref') ref: string): Promise<StreamableFile> {
    const { contactId, json } = await this.exports.of(ref);
    return new StreamableFile(Readable.from(json, { objectMode: false }), {
      type: 'application/json; charset=utf-8',
      disposition: `attachment; filename="personne-${contactId}.json"`,
    });
  }
}
