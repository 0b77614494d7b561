import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../platform/web/allow.js';
import { ApiPage, type Page, PageQuery, positionOf } from '../../platform/web/page.dto.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { CreateKeyDto, KeyDto, NewKeyDto } from '../auth.dto.js';
import { Keys } from './keys.service.js';

@ApiTags('Clés')
@Controller('api/keys')
@Allow('auth:manage')
@ApiProblem(400, 'request.invalid', 'La requête contient un champ invalide.')
export class KeysController {
  constructor(private readonly keys: Keys) {}

  @Get()
  @ApiOperation({
    summary: 'Les clés, les plus récentes d’abord',
    description: 'Les clés révoquées restent visibles.',
  })
  @ApiPage(KeyDto, 'Une page de clés.')
  async list(@Query() query: PageQuery): Promise<Page<KeyDto>> {
    const page = await this.keys.list(query.limit, positionOf(query));
    return { ...page, items: page.items.map((row) => KeyDto.of(row)) };
  }

  @Post()
  @ApiOperation({
    summary: 'Créer une clé',
    description: 'La clé entière n’est montrée que dans cette réponse.',
  })
  @ApiCreatedResponse({ type: NewKeyDto, description: 'La clé créée.' })
  async create(@Body() { name, role }: CreateKeyDto): Promise<NewKeyDto> {
    const { row, key } = await this.keys.create(name, role);
    return { ...KeyDto.of(row), key };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Révoquer une clé', description: 'Elle cesse d’ouvrir aussitôt.' })
  @ApiParam({ name: 'id', example: '0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b' })
  @ApiNoContentResponse({ description: 'La clé est révoquée.' })
  @ApiProblem(404, 'auth.key-unknown', 'Cette clé n’existe pas.')
  @ApiProblem(409, 'auth.last-administrator', 'C’est la dernière clé d’administration.')
  async revoke(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.keys.revoke(id);
  }
}
