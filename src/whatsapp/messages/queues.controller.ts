import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../platform/web/allow.js';
import { AuditTrail } from '../../platform/web/audit.js';
import { ApiPage, type Page, pageOf, positionOf } from '../../platform/web/page.dto.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { Vault } from '../../platform/vault/vault.js';
import { messageView, providerIds } from './message-view.js';
import { Messages } from './messages.js';
import type { OutboxState } from '../outbox/outbox.entity.js';
import { MessageView, OutboxQuery } from './messages.dto.js';
import { failuresIn, ReplayAnswer, ReplayBody } from './replays.dto.js';
import { Replays } from './replays.js';

@ApiTags('files d’attente')
@Controller('api')
export class QueuesController {
  constructor(
    private readonly messages: Messages,
    private readonly replays: Replays,
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
    const open = providerIds(this.vault);
    return { items: items.map((row) => messageView({ direction: 'out', row }, open)), nextCursor };
  }

  @Post('outbox/replay')
  @HttpCode(200)
  @Allow('outbox:replay')
  @ApiOperation({
    summary:
      'Renvoie des messages en échec : ceux de `ids`, ceux d’un filtre, ou tous avec `all` ; `dryRun` les compte',
  })
  @ApiOkResponse({ type: ReplayAnswer })
  @ApiProblem(400, 'request.invalid', 'Ni `ids`, ni filtre, ni `all` : rien n’est choisi.')
  @ApiProblem(
    409,
    'whatsapp.not-replayable',
    'Aucun de ces messages n’est en échec avec son contenu encore présent.',
  )
  async replayMany(@Body() body: ReplayBody): Promise<ReplayAnswer> {
    const chosen = failuresIn(body);
    if (body.dryRun === true) return { replayed: 0, wouldReplay: await this.replays.preview(chosen) };
    const replayed = await this.replays.replay(chosen);
    await this.audit.record({
      action: 'outbox.replayed',
      detail: { replayed, all: chosen.ids === undefined },
    });
    return { replayed };
  }

  @Post('outbox/:id/replay')
  @HttpCode(200)
  @Allow('outbox:replay')
  @ApiOperation({ summary: 'Renvoie un message en échec' })
  @ApiOkResponse({ type: ReplayAnswer })
  @ApiProblem(404, 'whatsapp.message-not-found', 'Aucun message ne porte cet identifiant.')
  @ApiProblem(409, 'whatsapp.not-replayable', 'Ce message n’est pas en échec, ou son contenu a été effacé.')
  async replay(@Param('id', ParseUUIDPipe) id: string): Promise<ReplayAnswer> {
    // What was never there is not found; what is there and has not failed cannot be sent again.
    await this.messages.find(id);
    const replayed = await this.replays.replay({ state: 'FAILED', ids: [id] });
    await this.audit.record({ action: 'outbox.replayed', subject: `message:${id}` });
    return { replayed };
  }
}
