import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../platform/web/allow.js';
import { ApiPage, type Page, pageOf, positionOf } from '../../platform/web/page.dto.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { Vault } from '../../platform/vault/vault.js';
import { messageView, providerIds } from './message-view.js';
import { type MessageFilter, Messages } from './messages.js';
import { MessageQuery, MessageView } from './messages.dto.js';
import { Stories } from './stories.js';
import { MessageStory } from './story.dto.js';

@ApiTags('messages')
@Controller('api/messages')
@Allow('messages:read')
export class MessagesController {
  constructor(
    private readonly messages: Messages,
    private readonly stories: Stories,
    private readonly vault: Vault,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Les messages reçus et envoyés, les plus récents d’abord' })
  @ApiPage(MessageView, 'Une page de messages.')
  @ApiProblem(400, 'request.invalid', 'Un filtre n’a pas la forme attendue.')
  async list(@Query() query: MessageQuery): Promise<Page<MessageView>> {
    const rows = await this.messages.list(filterOf(query), positionOf(query), query.limit + 1);
    const { items, nextCursor } = pageOf(rows, query.limit, ({ row }) => row.id);
    const open = providerIds(this.vault);
    return { items: items.map((item) => messageView(item, open)), nextCursor };
  }

  @Get(':id')
  @ApiOperation({
    summary: 'L’histoire d’un message, de son arrivée à la réponse, ou de l’envoi à la lecture',
  })
  @ApiOkResponse({ type: MessageStory })
  @ApiProblem(404, 'whatsapp.message-not-found', 'Aucun message ne porte cet identifiant.')
  async find(@Param('id', ParseUUIDPipe) id: string): Promise<MessageStory> {
    return this.stories.tell(await this.messages.find(id));
  }
}

function filterOf({ limit: _limit, cursor: _cursor, state, ...filter }: MessageQuery): MessageFilter {
  return { ...filter, ...(state !== undefined && { state: state.toUpperCase() as MessageFilter['state'] }) };
}
