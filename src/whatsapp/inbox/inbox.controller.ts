import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../platform/web/allow.js';
import { AuditTrail } from '../../platform/web/audit.js';
import { ApiPage, type Page, pageOf, positionOf } from '../../platform/web/page.dto.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { InvalidRequest } from '../../platform/web/web.errors.js';
import { mayReadContent } from '../messages/message-view.js';
import { InboxQuery, InboxReplayAnswer, InboxReplayBody, UpdateStory, UpdateView } from './inbox.dto.js';
import { type Choice, Replaying, type Unhandled } from './replaying.js';
import { updateView } from './update-view.js';

const ONE_CHOICE = {
  field: 'ids',
  message: 'est obligatoire, sauf avec « number », et seulement l’un des deux',
};

@ApiTags('files d’attente')
@Controller('api/inbox')
export class InboxController {
  constructor(
    private readonly replaying: Replaying,
    private readonly audit: AuditTrail,
  ) {}

  @Get()
  @Allow('inbox:read')
  @ApiOperation({ summary: 'Ce qui a été reçu sans être traité, et pourquoi' })
  @ApiPage(UpdateView, 'Une page de nouvelles reçues.')
  @ApiProblem(400, 'request.invalid', 'Un filtre n’a pas la forme attendue.')
  async list(@Query() query: InboxQuery): Promise<Page<UpdateView>> {
    const { number } = query;
    const where = { state: stateOf(query.state), ...(number !== undefined && { numberId: number }) };
    const rows = await this.replaying.list(where, positionOf(query), query.limit + 1);
    const { items, nextCursor } = pageOf(rows, query.limit, (row) => row.id);
    return { items: items.map(updateView), nextCursor };
  }

  @Get(':id')
  @Allow('inbox:read')
  @ApiOperation({
    summary: 'Une nouvelle reçue ; si elle n’est pas comprise, telle quelle pour l’administration',
  })
  @ApiOkResponse({ type: UpdateStory })
  @ApiProblem(404, 'whatsapp.message-not-found', 'Rien n’a été reçu sous cet identifiant.')
  async find(@Param('id', ParseUUIDPipe) id: string): Promise<UpdateStory> {
    const { row, told } = await this.replaying.find(id);
    return { ...updateView(row), ...(told !== null && mayReadContent() && { told }) };
  }

  @Post('replay')
  @HttpCode(200)
  @Allow('inbox:replay')
  @ApiOperation({
    summary:
      'Traite ce qui ne l’a pas été : ceux de `ids`, ou tous ceux d’un numéro ; `dryRun` compte d’abord',
  })
  @ApiOkResponse({ type: InboxReplayAnswer })
  @ApiProblem(400, 'request.invalid', 'Ni `ids` ni `number`, ou les deux : rien n’est choisi.')
  @ApiProblem(409, 'whatsapp.not-replayable', 'Aucun d’eux ne peut être traité de nouveau.')
  @ApiProblem(409, 'whatsapp.number-not-ours', 'Ce numéro n’est pas enregistré ici.')
  async replayMany(@Body() body: InboxReplayBody): Promise<InboxReplayAnswer> {
    const choice = choiceOf(body);
    if (body.dryRun === true) return { replayed: 0, wouldReplay: await this.replaying.preview(choice) };
    const replayed = await this.replaying.many(choice);
    await this.audit.record({ action: 'inbox.replayed', detail: { replayed } });
    return { replayed };
  }

  @Post(':id/replay')
  @HttpCode(200)
  @Allow('inbox:replay')
  @ApiOperation({ summary: 'Traite un message mort, ou arrivé avant que son numéro soit enregistré' })
  @ApiOkResponse({ type: InboxReplayAnswer })
  @ApiProblem(404, 'whatsapp.message-not-found', 'Rien n’a été reçu sous cet identifiant.')
  @ApiProblem(
    409,
    'whatsapp.not-replayable',
    'Il n’y a rien à traiter de nouveau, ou son contenu a été effacé.',
  )
  @ApiProblem(409, 'whatsapp.number-not-ours', 'Son numéro n’est pas enregistré ici.')
  async replay(@Param('id', ParseUUIDPipe) id: string): Promise<InboxReplayAnswer> {
    await this.replaying.one(id);
    await this.audit.record({ action: 'inbox.replayed', subject: `message:${id}` });
    return { replayed: 1 };
  }
}

function stateOf(state: 'dead' | 'kept'): Unhandled {
  return state === 'dead' ? 'DEAD' : 'KEPT';
}

function choiceOf({ ids, number, state }: InboxReplayBody): Choice {
  if ((ids === undefined) === (number === undefined)) throw new InvalidRequest([ONE_CHOICE]);
  return ids === undefined ? { number: number ?? '', state: stateOf(state) } : { ids };
}
