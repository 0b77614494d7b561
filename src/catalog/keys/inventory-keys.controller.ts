import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { Secret } from '../../kernel/secret.js';
import { Allow } from '../../platform/web/allow.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import {
  CreateInventoryKeyDto,
  InventoryKeyDto,
  InventoryKeyListDto,
  KeyTrialDto,
  ReplaceInventoryKeyDto,
} from './inventory-keys.dto.js';
import { KeyViewing } from './key-viewing.service.js';
import { KeyWriting } from './key-writing.service.js';

const EXAMPLE = { name: 'id', example: '0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b' };

@ApiTags('Clés d’inventaire')
@Controller('api/catalog/inventory-keys')
@Allow('catalog:keys')
@ApiProblem(400, 'request.invalid', 'La requête contient un champ invalide.')
export class InventoryKeysController {
  constructor(
    private readonly writing: KeyWriting,
    private readonly viewing: KeyViewing,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Les clés d’inventaire, les plus récentes d’abord',
    description: 'Jamais les clés elles-mêmes. Celle des réglages vient à la fin ; les révoquées restent.',
  })
  @ApiOkResponse({ type: InventoryKeyListDto, description: 'Les clés.' })
  async list(): Promise<InventoryKeyListDto> {
    const keys = await this.viewing.list();
    return { items: keys.map((key) => InventoryKeyDto.of(key)), nextCursor: null };
  }

  @Post()
  @ApiOperation({
    summary: 'Ajouter une clé d’inventaire',
    description: 'Elle passe avant celle des réglages, et une copie est due aussitôt.',
  })
  @ApiCreatedResponse({ type: InventoryKeyDto, description: 'La clé, sans son secret.' })
  async create(@Body() { label, secret }: CreateInventoryKeyDto): Promise<InventoryKeyDto> {
    const { id } = await this.writing.create(label, new Secret(secret));
    return this.shown(id);
  }

  @Post(':id/test')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Essayer une clé',
    description: 'Une seule petite question à l’inventaire, même si la clé est en pause.',
  })
  @ApiParam(EXAMPLE)
  @ApiOkResponse({ type: KeyTrialDto, description: 'Ce que l’inventaire en dit.' })
  @ApiProblem(404, 'catalog.inventory-key-not-found', 'Cette clé n’existe pas.')
  @ApiProblem(409, 'catalog.no-inventory', 'Aucun inventaire n’est configuré.')
  async test(@Param('id') id: string): Promise<KeyTrialDto> {
    const trial = await this.viewing.try(id);
    await this.writing.record('tested', id, trial.ok);
    return KeyTrialDto.of(trial);
  }

  @Put(':id')
  @ApiOperation({
    summary: 'Remplacer une clé',
    description: 'L’ancienne est effacée, et une copie est due aussitôt.',
  })
  @ApiParam(EXAMPLE)
  @ApiOkResponse({ type: InventoryKeyDto, description: 'La clé, sans son secret.' })
  @ApiProblem(404, 'catalog.inventory-key-not-found', 'Cette clé n’existe pas.')
  @ApiProblem(409, 'catalog.inventory-key-revoked', 'Elle est révoquée, ou dans les réglages.')
  async replace(
    @Param('id') id: string,
    @Body() { label, secret }: ReplaceInventoryKeyDto,
  ): Promise<InventoryKeyDto> {
    await this.writing.replace(id, new Secret(secret), label);
    return this.shown(id);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Révoquer une clé', description: 'Son secret est effacé ; elle ne sert plus.' })
  @ApiParam(EXAMPLE)
  @ApiNoContentResponse({ description: 'La clé est révoquée.' })
  @ApiProblem(404, 'catalog.inventory-key-not-found', 'Cette clé n’existe pas.')
  @ApiProblem(409, 'catalog.inventory-key-of-settings', 'Elle est dans les réglages.')
  async revoke(@Param('id') id: string): Promise<void> {
    await this.writing.revoke(id);
  }

  private async shown(id: string): Promise<InventoryKeyDto> {
    return InventoryKeyDto.of(await this.viewing.find(id));
  }
}
