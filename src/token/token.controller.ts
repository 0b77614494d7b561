import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Secret } from '../kernel/secret.js';
import { Allow } from '../platform/web/allow.js';
import { ApiProblem } from '../platform/web/problem.dto.js';
import { IssuerRegistry } from './issuer-registry.js';
import { AccountQuery, StatusQuery, TokenStatusDto, UpdateTokenBody } from './token.dto.js';
import { TokenService } from './token.service.js';

@ApiTags('jeton WhatsApp')
@Controller('api/wallet')
@Allow('tokens:manage')
@ApiProblem(400, 'request.invalid', 'La requête contient un champ invalide.')
@ApiProblem(404, 'token.account-unknown', 'Aucun compte WhatsApp n’est configuré, ou pas celui-ci.')
export class TokenController {
  constructor(
    private readonly tokens: TokenService,
    private readonly registry: IssuerRegistry,
  ) {}

  @Get('whatsapp-status')
  @ApiOperation({
    summary: 'L’état du jeton WhatsApp',
    description: 'Validité, expiration, droits, mode, messages en attente. Jamais le jeton.',
  })
  @ApiOkResponse({ type: TokenStatusDto, description: 'L’état.' })
  async status(@Query() { accountId, check }: StatusQuery): Promise<TokenStatusDto> {
    const id = this.registry.meant(accountId);
    return TokenStatusDto.of(await (check === 'true' ? this.tokens.check(id) : this.tokens.status(id)));
  }

  @Post('refresh-whatsapp-token')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Renouveler le jeton maintenant',
    description:
      'Le nouveau jeton est essayé avant de servir. Des demandes simultanées n’en font qu’une ; un jeton qui n’expire jamais est laissé tel quel.',
  })
  @ApiOkResponse({ type: TokenStatusDto, description: 'L’état après le renouvellement.' })
  @ApiProblem(409, 'token.renewal-refused', 'Le jeton n’a pas pu être renouvelé : il en faut un nouveau.')
  @ApiProblem(503, 'token.issuer-unreachable', 'L’émetteur du jeton n’a pas pu être consulté.')
  async refresh(@Body() { accountId }: AccountQuery): Promise<TokenStatusDto> {
    return TokenStatusDto.of(await this.tokens.refresh(this.registry.meant(accountId)));
  }

  @Post('update-whatsapp-token')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Remplacer le jeton',
    description:
      'Le jeton est essayé (application, droits, numéro, compte) avant d’être pris ; il sert aussitôt, sur toutes les instances.',
  })
  @ApiOkResponse({ type: TokenStatusDto, description: 'L’état du nouveau jeton.' })
  @ApiProblem(400, 'token.refused', 'Ce jeton n’est pas accepté, l’ancien reste en service.')
  @ApiProblem(503, 'token.issuer-unreachable', 'L’émetteur du jeton n’a pas pu être consulté.')
  async update(@Body() { accessToken, appSecret, accountId }: UpdateTokenBody): Promise<TokenStatusDto> {
    const id = this.registry.meant(accountId);
    const secret = appSecret === undefined ? undefined : new Secret(appSecret);
    return TokenStatusDto.of(await this.tokens.replace(id, new Secret(accessToken), secret));
  }
}
