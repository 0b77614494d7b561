import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../platform/web/allow.js';
import { ApiPage, type Page, PageQuery, positionOf } from '../../platform/web/page.dto.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { CreateUserDto, UserDto } from './users.dto.js';
import { Users } from './users.service.js';

@ApiTags('Utilisateurs')
@Controller('api/users')
@Allow('auth:manage')
@ApiProblem(400, 'request.invalid', 'La requête contient un champ invalide.')
export class UsersController {
  constructor(private readonly users: Users) {}

  @Get()
  @ApiOperation({ summary: 'Les utilisateurs, les plus récents d’abord' })
  @ApiPage(UserDto, 'Une page d’utilisateurs.')
  async list(@Query() query: PageQuery): Promise<Page<UserDto>> {
    const page = await this.users.list(query.limit, positionOf(query));
    return { ...page, items: page.items.map((row) => UserDto.of(row)) };
  }

  @Post()
  @ApiOperation({ summary: 'Créer un utilisateur' })
  @ApiCreatedResponse({ type: UserDto, description: 'L’utilisateur créé.' })
  @ApiProblem(409, 'auth.name-taken', 'Ce nom est déjà pris.')
  async create(@Body() { name, role }: CreateUserDto): Promise<UserDto> {
    return UserDto.of(await this.users.create(name, role));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Désactiver un utilisateur', description: 'Il reste dans les registres.' })
  @ApiParam({ name: 'id', example: '0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b' })
  @ApiNoContentResponse({ description: 'L’utilisateur est désactivé.' })
  @ApiProblem(404, 'auth.user-unknown', 'Cet utilisateur n’existe pas.')
  @ApiProblem(409, 'auth.last-administrator', 'C’est le dernier administrateur.')
  async disable(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.users.disable(id);
  }
}
