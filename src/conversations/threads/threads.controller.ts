import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../platform/web/allow.js';
import { ApiPage, type Page, PageQuery, pageOf, positionOf } from '../../platform/web/page.dto.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { callerMay, currentActor } from '../../platform/web/request-context.js';
import { InvalidRequest } from '../../platform/web/web.errors.js';
import type { MessageLine } from '../../whatsapp/whatsapp.contract.js';
import { SearchForbidden } from '../conversations.errors.js';
import type { Position, ThreadFilter, ThreadRow } from './thread.repository.js';
import { ConversationDto, ConversationsQuery, LineDto } from './threads.dto.js';
import { Threads } from './threads.service.js';

/** Who may answer may read. */
const READING = 'conversations:reply';
const CURSOR = /^(\d{1,16}) ([\da-f-]{36})$/;

@ApiTags('conversations')
@Controller('api/conversations')
@Allow('conversations:read')
@ApiProblem(400, 'request.invalid', 'La requête contient un champ invalide.')
export class ThreadsController {
  constructor(private readonly threads: Threads) {}

  @Get()
  @ApiOperation({
    summary: 'Les conversations, la plus récente d’abord',
    description:
      'Une conversation par personne et par numéro. Qui ne répond pas aux messages n’en voit ni les mots ni le nom, et du numéro les deux derniers chiffres.',
  })
  @ApiPage(ConversationDto, 'Une page de conversations.')
  @ApiProblem(403, 'conversations.search-forbidden', 'Chercher un numéro est réservé à ceux qui répondent.')
  async list(@Query() query: ConversationsQuery): Promise<Page<ConversationDto>> {
    const withWords = callerMay(READING);
    if (query.q !== undefined && !withWords) throw new SearchForbidden();
    const rows = await this.threads.list(filterOf(query), placeOf(query), query.limit + 1);
    const { items, nextCursor } = pageOf(rows, query.limit, positionIn);
    return { items: await this.threads.show(items, withWords), nextCursor };
  }

  @Get(':id')
  @ApiOperation({ summary: 'Une conversation' })
  @ApiOkResponse({ type: ConversationDto, description: 'La conversation.' })
  @ApiProblem(404, 'conversations.not-found', 'Aucune conversation ne porte cet identifiant.')
  find(@Param('id', ParseUUIDPipe) id: string): Promise<ConversationDto> {
    return this.threads.find(id, callerMay(READING));
  }

  @Get(':id/messages')
  @ApiOperation({
    summary: 'Ce qui s’est dit, le plus récent d’abord',
    description:
      'Ce qu’une personne répond au questionnaire est privé : on voit qu’elle a écrit, pas ce qu’elle a écrit.',
  })
  @ApiPage(LineDto, 'Une page de messages.')
  @ApiProblem(404, 'conversations.not-found', 'Aucune conversation ne porte cet identifiant.')
  async messages(@Param('id', ParseUUIDPipe) id: string, @Query() query: PageQuery): Promise<Page<LineDto>> {
    const before = positionOf(query);
    const lines = await this.threads.messages(id, before, query.limit + 1, callerMay(READING));
    const { items, nextCursor } = pageOf(lines, query.limit, (line) => line.id);
    return { items: items.map(lineOf), nextCursor };
  }
}

function filterOf(query: ConversationsQuery): ThreadFilter & { phone?: string } {
  const { status, assignee, number, label, unread, q } = query;
  const assigneeId = assignee === 'none' ? null : assignee === 'me' ? currentActor().id : assignee;
  return { status, assigneeId, numberId: number, label, unread, phone: q };
}

function positionIn({ lastAt, id }: ThreadRow): string {
  return `${lastAt?.getTime() ?? 0} ${id}`;
}

function placeOf(query: PageQuery): Position | null {
  const position = positionOf(query);
  if (position === null) return null;
  const [, at, id] = CURSOR.exec(position) ?? [];
  if (at === undefined || id === undefined)
    throw new InvalidRequest([{ field: 'cursor', message: 'n’a pas la forme attendue' }]);
  return { lastAt: new Date(Number(at)), id };
}

function lineOf({ at, files, editedAt, deletedAt, ...line }: MessageLine): LineDto {
  return {
    ...line,
    at: at.toISOString(),
    files: [...files],
    ...(editedAt !== undefined && { editedAt: editedAt.toISOString() }),
    ...(deletedAt !== undefined && { deletedAt: deletedAt.toISOString() }),
  };
}
