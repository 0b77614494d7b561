import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
} from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../platform/web/allow.js';
import { ApiPage, type Page, PageQuery, pageOf, positionOf } from '../../platform/web/page.dto.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { NoteBody, NoteDto } from './notes.dto.js';
import { Notes } from './notes.service.js';

@ApiTags('conversations')
@Controller('api/conversations/:id/notes')
@Allow('conversations:reply')
@ApiProblem(400, 'request.invalid', 'La requête contient un champ invalide.')
@ApiProblem(404, 'conversations.not-found', 'Aucune conversation ne porte cet identifiant.')
export class NotesController {
  constructor(private readonly notes: Notes) {}

  @Get()
  @ApiOperation({
    summary: 'Les notes de l’équipe, la plus récente d’abord',
    description: 'La personne ne les voit jamais.',
  })
  @ApiPage(NoteDto, 'Une page de notes.')
  async list(@Param('id', ParseUUIDPipe) id: string, @Query() query: PageQuery): Promise<Page<NoteDto>> {
    const rows = await this.notes.list(id, positionOf(query), query.limit + 1);
    const { items, nextCursor } = pageOf(rows, query.limit, (note) => note.id);
    return { items: items.map((note) => NoteDto.of(note)), nextCursor };
  }

  @Post()
  @ApiOperation({ summary: 'Écrire une note' })
  @ApiCreatedResponse({ type: NoteDto, description: 'La note.' })
  async add(@Param('id', ParseUUIDPipe) id: string, @Body() { text }: NoteBody): Promise<NoteDto> {
    return NoteDto.of(await this.notes.add(id, text));
  }

  @Delete(':noteId')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({ summary: 'Effacer une de ses notes' })
  @ApiNoContentResponse({ description: 'Elle est effacée.' })
  @ApiProblem(404, 'conversations.note-not-found', 'Aucune de vos notes ne porte cet identifiant ici.')
  remove(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('noteId', ParseUUIDPipe) noteId: string,
  ): Promise<void> {
    return this.notes.remove(id, noteId);
  }
}
