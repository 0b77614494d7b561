import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsUUID } from 'class-validator';
import { PageQuery } from '../../platform/web/page.dto.js';
import { ORDER_STATES, type OrderState } from '../dialogue/goods.js';

const ID = '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11';
const AT = '2026-11-21T10:15:30.123Z';

export class OrdersQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ORDER_STATES })
  @IsOptional()
  @IsIn(ORDER_STATES)
  state?: OrderState;

  @ApiPropertyOptional({ example: ID })
  @IsOptional()
  @IsUUID()
  contactId?: string;
}

export class MoveOrderBody {
  @ApiProperty({ enum: ORDER_STATES.slice(1), example: 'shipped' })
  @IsIn(ORDER_STATES.slice(1))
  state: OrderState;

  @ApiPropertyOptional({
    default: true,
    description:
      'Prévenir l’acheteur : par un message, ou par le modèle « order-status » hors de la fenêtre de 24 h.',
  })
  @IsOptional()
  @IsBoolean()
  notify?: boolean;
}

class OrderLineDto {
  @ApiProperty({ example: 'PARA-500' })
  sku: string;

  @ApiProperty({ example: 'Paracétamol 500 mg' })
  name: string;

  @ApiProperty({ example: 2 })
  quantity: number;

  @ApiProperty({ example: '1.50' })
  price: string;

  @ApiProperty({ example: '3.00' })
  total: string;
}

class BuyerDto {
  @ApiProperty({ type: String, nullable: true, example: 'Grâce' })
  name: string | null;

  @ApiProperty({ type: String, nullable: true, example: '243810000042' })
  phone: string | null;
}

export class OrderDto {
  @ApiProperty({ example: ID })
  id: string;

  @ApiProperty({ description: 'Le numéro que l’acheteur connaît.', example: 'K7M2QX' })
  number: string;

  @ApiProperty({ enum: ORDER_STATES, example: 'confirmed' })
  state: OrderState;

  @ApiProperty({ type: [OrderLineDto] })
  lines: OrderLineDto[];

  @ApiProperty({ example: '3.00' })
  total: string;

  @ApiProperty({ example: 'USD' })
  currency: string;

  @ApiProperty({ example: ID })
  contactId: string;

  @ApiProperty({ type: BuyerDto, nullable: true, description: 'Pour qui traite les commandes seulement.' })
  buyer: BuyerDto | null;

  @ApiProperty({ description: 'Notre numéro sur lequel elle a été faite.', example: '106540352242922' })
  from: string;

  @ApiProperty({ example: AT })
  createdAt: string;

  @ApiProperty({ type: String, nullable: true, example: AT })
  confirmedAt: string | null;

  @ApiProperty({ example: AT })
  changedAt: string;
}

class NoticeDto {
  @ApiProperty({ example: true })
  told: boolean;

  @ApiPropertyOptional({ example: ID })
  messageId?: string;

  @ApiPropertyOptional({ description: 'Pourquoi l’acheteur n’a pas pu être prévenu.' })
  because?: string;
}

export class MovedOrderDto extends OrderDto {
  @ApiProperty({ type: NoticeDto, nullable: true })
  notice: NoticeDto | null;
}
