import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../platform/web/allow.js';
import { ApiPage, type Page, pageOf, positionOf } from '../../platform/web/page.dto.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { Vault } from '../../platform/vault/vault.js';
import { messageView } from './message-view.js';
import { Messages } from './messages.js';
import { MessageQuery, MessageView } from './messages.dto.js';

@ApiTags('messages')
@Controller('api/messages')
@Allow('messages:read')
export class MessagesController {
  constructor(
    private readonly messages: Messages,
    private readonly vault: Vault,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Les messages reçus et envoyés, les plus récents d’abord' })
  @ApiPage(MessageView, 'Une page de messages.')
  @ApiProblem(400, 'request.invalid', 'Un filtre n’a pas la forme attendue.')
  async list(@Query() query: MessageQuery): Promise<Page<MessageView>> {
    const rows = await this.messages.list(query, positionOf(query), query.limit + 1);
    const { items, nextCursor } = pageOf(rows, query.limit, ({ row }) => row.id);
    return { items: items.map((item) => this.view(item)), nextCursor };
  }

  @Get(':id')
  @ApiOperation({ summary: 'Le chemin d’un message, de son arrivée à sa lecture' })
  @ApiOkResponse({ type: MessageView })
  @ApiProblem(404, 'whatsapp.message-not-found', 'Aucun message ne porte cet identifiant.')
  async find(@Param('id', ParseUUIDPipe) id: string): Promise<MessageView> {
    return this.view(await this.messages.find(id));
  }

  private view(item: Parameters<typeof messageView>[0]): MessageView {
    return messageView(item, (sealed) => this.vault.open(sealed));
  }
}
