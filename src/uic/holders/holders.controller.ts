import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../platform/web/allow.js';
import { ApiPage, type Page } from '../../platform/web/page.dto.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { HolderDto } from './holders.dto.js';
import { Showing } from './showing.service.js';

@ApiTags('CIU')
@Controller('api/uic/:id/holders')
export class HoldersController {
  constructor(private readonly showing: Showing) {}

  @Get()
  @Allow('uic:remind')
  @ApiOperation({
    summary: 'À qui un code a été donné',
    description:
      'Les siens d’abord, puis ceux des codes à la place desquels il compte. Des identifiants de contacts et des dates, ni nom ni numéro : `GET /api/contacts/{id}` montre une personne à qui en a le droit, et `POST /api/uic/{id}/remind` prend l’un d’eux comme `contactId`. Une ligne reste dans le journal d’audit.',
  })
  @ApiParam({ name: 'id', example: '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d33' })
  @ApiPage(HolderDto, 'Tous ceux qui l’ont, en une page.')
  @ApiProblem(400, 'request.invalid', 'L’identifiant n’a pas la forme attendue.')
  @ApiProblem(404, 'uic.code-not-found', 'Aucun code ne porte cet identifiant ; il a peut-être été effacé.')
  async holders(@Param('id', ParseUUIDPipe) id: string): Promise<Page<HolderDto>> {
    return { items: (await this.showing.holdersOf(id)).map((link) => HolderDto.of(link)), nextCursor: null };
  }
}
