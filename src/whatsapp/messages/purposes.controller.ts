import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../platform/web/allow.js';
import { AuditTrail } from '../../platform/web/audit.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { ApiPage, type Page } from '../../platform/web/page.dto.js';
import { PurposeBody, PurposeName, PurposeView, purposeView } from './purposes.dto.js';
import { Purposes } from './purposes.js';

const UNKNOWN = 'Aucun modèle n’est réglé pour cet usage.';
const NAME = { name: 'purpose', example: 'suivi-commande' };

@ApiTags('messages')
@Controller('api/messages/purposes')
export class PurposesController {
  constructor(
    private readonly purposes: Purposes,
    private readonly audit: AuditTrail,
  ) {}

  @Get()
  @Allow('messages:read')
  @ApiOperation({ summary: 'Les usages et le modèle qui part quand la fenêtre de 24 heures est fermée' })
  @ApiPage(PurposeView, 'Tous les usages.')
  async list(): Promise<Page<PurposeView>> {
    return { items: (await this.purposes.all()).map(purposeView), nextCursor: null };
  }

  @Get(':purpose')
  @Allow('messages:read')
  @ApiParam(NAME)
  @ApiOperation({ summary: 'Le modèle de remplacement d’un usage' })
  @ApiOkResponse({ type: PurposeView })
  @ApiProblem(404, 'whatsapp.purpose-unknown', UNKNOWN)
  async find(@Param() { purpose }: PurposeName): Promise<PurposeView> {
    return purposeView(await this.purposes.find(purpose));
  }

  @Put(':purpose')
  @Allow('messages:configure')
  @ApiParam(NAME)
  @ApiOperation({ summary: 'Règle le modèle de remplacement d’un usage, après l’avoir vérifié' })
  @ApiOkResponse({ type: PurposeView })
  @ApiProblem(400, 'whatsapp.template', 'Ce modèle ne peut pas être envoyé ainsi.')
  async put(@Param() { purpose }: PurposeName, @Body() body: PurposeBody): Promise<PurposeView> {
    const { from, ...call } = body;
    const row = await this.purposes.put(purpose, call, from);
    await this.audit.record({ action: 'messages.purpose-set', subject: `purpose:${purpose}` });
    return purposeView(row);
  }

  @Delete(':purpose')
  @HttpCode(204)
  @Allow('messages:configure')
  @ApiParam(NAME)
  @ApiOperation({ summary: 'Retire le modèle de remplacement d’un usage' })
  @ApiNoContentResponse({ description: 'Il n’y en a plus.' })
  @ApiProblem(404, 'whatsapp.purpose-unknown', UNKNOWN)
  async remove(@Param() { purpose }: PurposeName): Promise<void> {
    await this.purposes.remove(purpose);
    await this.audit.record({ action: 'messages.purpose-removed', subject: `purpose:${purpose}` });
  }
}
