import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../platform/web/allow.js';
import { AuditTrail } from '../../platform/web/audit.js';
import { ApiPage, type Page, pageOf, positionOf } from '../../platform/web/page.dto.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { InvalidRequest } from '../../platform/web/web.errors.js';
import { Vault } from '../../platform/vault/vault.js';
import type { InboxState } from '../inbox/inbox.entity.js';
import { messageView, updateView } from './message-view.js';
import { Messages } from './messages.js';
import type { OutboxState } from '../outbox/outbox.entity.js';
import {
  InboxQuery,
  MessageView,
  OutboxQuery,
  ReplayAnswer,
  ReplayBody,
  UpdateView,
} from './messages.dto.js';

const NOTHING_CHOSEN = { field: 'ids', message: 'est obligatoire, sauf avec « all »' };

@ApiTags('files d’attente')
@Controller('api')
export class QueuesController {
  constructor(
    private readonly messages: Messages,
    private readonly audit: AuditTrail,
    private readonly vault: Vault,
  ) {}

  @Get('outbox')
  @Allow('outbox:read')
  @ApiOperation({ summary: 'Les messages à envoyer et envoyés ; `state=failed` montre les échecs' })
  @ApiPage(MessageView, 'Une page de messages.')
  @ApiProblem(400, 'request.invalid', 'Un filtre n’a pas la forme attendue.')
  async outbox(@Query() query: OutboxQuery): Promise<Page<MessageView>> {
    const state = query.state?.toUpperCase() as OutboxState | undefined;
    const rows = await this.messages.sent(state, positionOf(query), query.limit + 1);
    const { items, nextCursor } = pageOf(rows, query.limit, (row) => row.id);
    const open = (sealed: string) => this.vault.open(sealed);
    return { items: items.map((row) => messageView({ direction: 'out', row }, open)), nextCursor };
  }

  @Post('outbox/replay')
  @HttpCode(200)
  @Allow('outbox:replay')
  @ApiOperation({ summary: 'Renvoie des messages en échec : ceux de `ids`, ou tous avec `all`' })
  @ApiOkResponse({ type: ReplayAnswer })
  @ApiProblem(400, 'request.invalid', 'Ni `ids` ni `all` : rien n’est choisi.')
  @ApiProblem(
    409,
    'whatsapp.not-replayable',
    'Aucun de ces messages n’est en échec avec son contenu encore présent.',
  )
  async replayMany(@Body() body: ReplayBody): Promise<ReplayAnswer> {
    if (body.all !== true && body.ids === undefined) throw new InvalidRequest([NOTHING_CHOSEN]);
    const ids = body.all === true ? null : (body.ids ?? []);
    const replayed = await this.messages.replaySent(ids, body.state === 'failed' ? 'FAILED' : 'UNKNOWN');
    await this.audit.record({ action: 'outbox.replayed', detail: { replayed, all: body.all === true } });
    return { replayed };
  }

  @Post('outbox/:id/replay')
  @HttpCode(200)
  @Allow('outbox:replay')
  @ApiOperation({ summary: 'Renvoie un message en échec' })
  @ApiOkResponse({ type: ReplayAnswer })
  @ApiProblem(409, 'whatsapp.not-replayable', 'Ce message n’est pas en échec, ou son contenu a été effacé.')
  async replay(@Param('id', ParseUUIDPipe) id: string): Promise<ReplayAnswer> {
    const replayed = await this.messages.replaySent([id], 'FAILED');
    await this.audit.record({ action: 'outbox.replayed', subject: `message:${id}` });
    return { replayed };
  }

  @Get('inbox')
  @Allow('inbox:read')
  @ApiOperation({ summary: 'Ce qui a été reçu sans pouvoir être traité' })
  @ApiPage(UpdateView, 'Une page de nouvelles reçues.')
  @ApiProblem(400, 'request.invalid', 'Un filtre n’a pas la forme attendue.')
  async inbox(@Query() query: InboxQuery): Promise<Page<UpdateView>> {
    const state = query.state.toUpperCase() as InboxState;
    const rows = await this.messages.received(state, positionOf(query), query.limit + 1);
    const { items, nextCursor } = pageOf(rows, query.limit, (row) => row.id);
    return { items: items.map(updateView), nextCursor };
  }

  @Post('inbox/:id/replay')
  @HttpCode(200)
  @Allow('inbox:replay')
  @ApiOperation({ summary: 'Traite de nouveau un message mort' })
  @ApiOkResponse({ type: ReplayAnswer })
  @ApiProblem(409, 'whatsapp.not-replayable', 'Ce message n’est pas mort, ou son contenu a été effacé.')
  async handleAgain(@Param('id', ParseUUIDPipe) id: string): Promise<ReplayAnswer> {
    const replayed = await this.messages.replayReceived([id]);
    await this.audit.record({ action: 'inbox.replayed', subject: `message:${id}` });
    return { replayed };
  }
}
