import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { Allow } from '../../platform/web/allow.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { Connecting } from './connecting.service.js';
import { KeeperRegistry } from './keepers.js';
import { AccountList, AccountView, AccountWishDto, ConnectedView } from './accounts.dto.js';
import { NumberWishDto, RemovalQuery } from './numbers.dto.js';
import { Numbers } from './numbers.service.js';
import { Removing } from './removing.service.js';

const PARAM = { name: 'id', example: '102290129340398', description: 'Identifiant chez le fournisseur.' };
const UNKNOWN = 'Aucun de nos comptes ne porte cet identifiant.';

@ApiTags('numéros et comptes')
@Controller('api/accounts')
export class AccountsController {
  constructor(
    private readonly numbers: Numbers,
    private readonly keepers: KeeperRegistry,
    private readonly connecting: Connecting,
    private readonly removing: Removing,
  ) {}

  @Get()
  @Allow('numbers:read')
  @ApiOperation({ summary: 'Nos comptes chez les fournisseurs', description: 'Jamais leurs secrets.' })
  @ApiOkResponse({ type: AccountList, description: 'Les comptes.' })
  async list(): Promise<AccountList> {
    const items = (await this.numbers.accounts()).map(({ account, problems }) =>
      AccountView.of(account, problems),
    );
    const wanted = this.keepers.wanted().map(({ channel, secrets }) => [channel, secrets] as const);
    return { items, nextCursor: null, secrets: Object.fromEntries(wanted) };
  }

  @Post()
  @Allow('numbers:manage')
  @ApiOperation({
    summary: 'Ajouter un compte et ses numéros',
    description: 'Les secrets sont essayés chez le fournisseur ; s’ils ne conviennent pas, rien n’est gardé.',
  })
  @ApiCreatedResponse({ type: ConnectedView, description: 'Le compte, et chaque numéro essayé.' })
  @ApiProblem(400, 'request.invalid', 'Un champ n’a pas la forme attendue, ou un secret ne convient pas.')
  @ApiProblem(409, 'whatsapp.already-ours', 'Ce compte ou ce numéro est déjà là.')
  async add(@Body() wish: AccountWishDto): Promise<ConnectedView> {
    const { channel, id, label, numbers, secrets } = wish;
    return ConnectedView.with(
      await this.connecting.account({
        channel,
        id,
        secrets,
        label: label ?? null,
        numbers: numbers.map(wished),
      }),
    );
  }

  @Post(':id/numbers')
  @Allow('numbers:manage')
  @ApiOperation({ summary: 'Ajouter un numéro à un compte', description: 'Avec les secrets du compte.' })
  @ApiParam(PARAM)
  @ApiCreatedResponse({ type: ConnectedView, description: 'Le compte, et le numéro essayé.' })
  @ApiProblem(400, 'request.invalid', 'Un champ n’a pas la forme attendue.')
  @ApiProblem(404, 'whatsapp.account-not-found', UNKNOWN)
  @ApiProblem(409, 'whatsapp.already-ours', 'Ce numéro est déjà là.')
  async addNumber(@Param('id') id: string, @Body() number: NumberWishDto): Promise<ConnectedView> {
    return ConnectedView.with(await this.connecting.number(id, wished(number)));
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('numbers:manage')
  @ApiOperation({ summary: 'Retirer un compte et ses numéros', description: 'Ses secrets sont effacés.' })
  @ApiParam(PARAM)
  @ApiNoContentResponse({ description: 'Le compte est retiré.' })
  @ApiProblem(404, 'whatsapp.account-not-found', UNKNOWN)
  @ApiProblem(409, 'whatsapp.messages-waiting', 'Des messages attendent encore d’être envoyés ou traités.')
  async remove(@Param('id') id: string, @Query() { force }: RemovalQuery): Promise<void> {
    await this.removing.account(id, force === 'true');
  }
}

function wished({ id, label, phone }: NumberWishDto) {
  return { id, label: label ?? null, phone: phone ?? null };
}
