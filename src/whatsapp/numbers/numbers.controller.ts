import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../platform/web/allow.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { Connecting } from './connecting.service.js';
import { CheckView, NumberChangeDto, NumberList, NumberView, RemovalQuery, viewOf } from './numbers.dto.js';
import { Numbers } from './numbers.service.js';
import { Removing } from './removing.service.js';

const PARAM = { name: 'id', example: '106540352242922', description: 'Identifiant chez le fournisseur.' };
const UNKNOWN = 'Aucun de nos numéros ne porte cet identifiant.';

@ApiTags('numéros et comptes')
@Controller('api/numbers')
export class NumbersController {
  constructor(
    private readonly numbers: Numbers,
    private readonly connecting: Connecting,
    private readonly removing: Removing,
  ) {}

  @Get()
  @Allow('numbers:read')
  @ApiOperation({ summary: 'Nos numéros et leur état', description: 'Tous, réglages d’abord.' })
  @ApiOkResponse({ type: NumberList, description: 'Les numéros.' })
  async list(): Promise<NumberList> {
    return { items: (await this.numbers.list()).map((seen) => NumberView.of(seen)), nextCursor: null };
  }

  @Get(':id')
  @Allow('numbers:read')
  @ApiOperation({ summary: 'Un numéro et son état' })
  @ApiParam(PARAM)
  @ApiOkResponse({ type: NumberView, description: 'Le numéro.' })
  @ApiProblem(404, 'whatsapp.number-not-found', UNKNOWN)
  async find(@Param('id') id: string): Promise<NumberView> {
    return NumberView.of(await this.numbers.find(id));
  }

  @Patch(':id')
  @Allow('numbers:manage')
  @ApiOperation({
    summary: 'Changer un numéro : nom, débit, entrée, catalogue',
    description:
      'Connu de toutes les instances en quelques secondes. Ce qui n’est pas donné reste ; `null` revient aux réglages.',
  })
  @ApiParam(PARAM)
  @ApiOkResponse({ type: NumberView, description: 'Le numéro changé.' })
  @ApiProblem(400, 'request.invalid', 'Un champ n’a pas la forme attendue.')
  @ApiProblem(404, 'whatsapp.number-not-found', UNKNOWN)
  async change(@Param('id') id: string, @Body() change: NumberChangeDto): Promise<NumberView> {
    return NumberView.of(await this.numbers.change(id, { ...change }));
  }

  @Post(':id/pause')
  @HttpCode(200)
  @Allow('numbers:manage')
  @ApiOperation({
    summary: 'Mettre un numéro en pause',
    description:
      'Rien ne part ; ce qui arrive est gardé, et les réponses partent à la reprise. Les autres numéros continuent.',
  })
  @ApiParam(PARAM)
  @ApiOkResponse({ type: NumberView, description: 'Le numéro en pause.' })
  @ApiProblem(404, 'whatsapp.number-not-found', UNKNOWN)
  async pause(@Param('id') id: string): Promise<NumberView> {
    return NumberView.of(await this.numbers.pause(id));
  }

  @Post(':id/resume')
  @HttpCode(200)
  @Allow('numbers:manage')
  @ApiOperation({
    summary: 'Reprendre un numéro en pause ou retenu',
    description:
      'Ce qui attendait part. D’un numéro que le fournisseur retient (`heldUntil`), un message est essayé aussitôt, les autres suivent s’il passe.',
  })
  @ApiParam(PARAM)
  @ApiOkResponse({ type: NumberView, description: 'Le numéro en service.' })
  @ApiProblem(404, 'whatsapp.number-not-found', UNKNOWN)
  async resume(@Param('id') id: string): Promise<NumberView> {
    return NumberView.of(await this.numbers.resume(id));
  }

  @Post(':id/test')
  @HttpCode(200)
  @Allow('numbers:manage')
  @ApiOperation({
    summary: 'Essayer un numéro',
    description: 'Demande au fournisseur tout ce qui doit être en ordre ; ne change rien et n’envoie rien.',
  })
  @ApiParam(PARAM)
  @ApiOkResponse({ type: CheckView, description: 'Ce qui va et ce qui ne va pas.' })
  @ApiProblem(400, 'whatsapp.no-keeper', 'Les numéros de ce canal ne s’essaient pas.')
  @ApiProblem(404, 'whatsapp.number-not-found', UNKNOWN)
  async test(@Param('id') id: string): Promise<CheckView> {
    return viewOf(await this.connecting.test(id));
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('numbers:manage')
  @ApiOperation({ summary: 'Retirer un numéro', description: 'Ce qui a été dit avec lui reste.' })
  @ApiParam(PARAM)
  @ApiNoContentResponse({ description: 'Le numéro est retiré.' })
  @ApiProblem(404, 'whatsapp.number-not-found', UNKNOWN)
  @ApiProblem(409, 'whatsapp.messages-waiting', 'Des messages attendent encore d’être envoyés ou traités.')
  async remove(@Param('id') id: string, @Query() { force }: RemovalQuery): Promise<void> {
    await this.removing.number(id, force === 'true');
  }
}
