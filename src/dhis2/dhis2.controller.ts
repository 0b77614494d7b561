import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/web/allow.js';
import { ApiPage, type Page, positionOf } from '../platform/web/page.dto.js';
import { ApiProblem } from '../platform/web/problem.dto.js';
import {
  DecisionDto,
  RegistrationDetailDto,
  RegistrationDto,
  RegistrationsQuery,
  RETRIABLE,
  RetriedDto,
  RetryDto,
} from './dhis2.dto.js';
import { RetryUnclear } from './dhis2.errors.js';
import { Inspection } from './inspection.service.js';
import { Dhis2CheckDto, Dhis2StatusDto } from './status.dto.js';
import { Review } from './registrations/review.service.js';

const NOT_FOUND = 'Aucun enregistrement ne porte cet identifiant.';

@ApiTags('DHIS2')
@Controller('api/dhis2')
@Allow('dhis2:read')
@ApiProblem(400, 'request.invalid', 'La requête contient un champ invalide.')
export class Dhis2Controller {
  constructor(
    private readonly inspection: Inspection,
    private readonly review: Review,
  ) {}

  @Get('registrations')
  @ApiOperation({ summary: 'Les enregistrements, les plus récents d’abord' })
  @ApiPage(RegistrationDto, 'Une page d’enregistrements.')
  async list(@Query() query: RegistrationsQuery): Promise<Page<RegistrationDto>> {
    const { state, limit } = query;
    const page = await this.inspection.list({ state, limit, before: positionOf(query) });
    return { ...page, items: page.items.map((row) => RegistrationDto.of(row)) };
  }

  @Get('registrations/:id')
  @ApiOperation({ summary: 'Un enregistrement, avec chaque essai et les mots de DHIS2' })
  @ApiOkResponse({ type: RegistrationDetailDto })
  @ApiProblem(404, 'dhis2.registration-not-found', NOT_FOUND)
  async detail(@Param('id') id: string): Promise<RegistrationDetailDto> {
    const { row, attempts } = await this.inspection.detail(id);
    return RegistrationDetailDto.whole(row, attempts);
  }

  @Post('registrations/retry')
  @HttpCode(200)
  @Allow('dhis2:replay')
  @ApiOperation({
    summary: 'Essayer à nouveau, tout de suite',
    description: 'Ceux dont on donne les `ids`, ou tous (`all`). Ils ont de nouveau trois jours devant eux.',
  })
  @ApiOkResponse({ type: RetriedDto })
  @ApiProblem(400, 'dhis2.retry-unclear', 'Donnez soit `ids`, soit `all` ou un `state`.')
  async retry(@Body() { ids, all, state }: RetryDto): Promise<RetriedDto> {
    const isNothing = ids === undefined && all === undefined && state === undefined;
    if (isNothing || (ids !== undefined && all !== undefined)) throw new RetryUnclear();
    const retried = await this.review.retry(ids ?? null, state === undefined ? RETRIABLE : [state]);
    return Object.assign(new RetriedDto(), { retried });
  }

  @Post('registrations/:id/decide')
  @HttpCode(204)
  @Allow('dhis2:review')
  @ApiOperation({
    summary: 'Décider d’un enregistrement qui attend une personne',
    description: 'Le champ `task` de l’enregistrement dit quelles décisions sont possibles.',
  })
  @ApiNoContentResponse({ description: 'C’est décidé.' })
  @ApiProblem(404, 'dhis2.registration-not-found', NOT_FOUND)
  @ApiProblem(409, 'dhis2.decision-not-open', 'Aucune décision n’est attendue, ou pas celle-là.')
  decide(@Param('id') id: string, @Body() { decision }: DecisionDto): Promise<void> {
    return this.review.decide(id, decision);
  }

  @Get('status')
  @ApiOperation({ summary: 'Combien attendent, et ce qui empêche d’envoyer' })
  @ApiOkResponse({ type: Dhis2StatusDto })
  status(): Promise<Dhis2StatusDto> {
    return this.inspection.status();
  }

  @Post('check')
  @HttpCode(200)
  @Allow('dhis2:replay')
  @ApiOperation({
    summary: 'Contrôler tout ce qu’il faut pour enregistrer, sans rien changer',
    description: 'Serveur, compte, programme, attributs, unités. Dure quelques secondes, une minute au plus.',
  })
  @ApiOkResponse({ type: Dhis2CheckDto })
  @ApiProblem(409, 'dhis2.off', 'L’enregistrement dans DHIS2 est éteint.')
  check(): Promise<Dhis2CheckDto> {
    return this.inspection.checked();
  }
}
