import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../platform/web/allow.js';
import { ApiPage, type Page, pageOf, positionOf } from '../../platform/web/page.dto.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { callerMay } from '../../platform/web/request-context.js';
import { type ContactView, WhatsApp } from '../../whatsapp/whatsapp.contract.js';
import { OrderDesk } from './order-desk.service.js';
import type { Order } from './order.repository.js';
import { orderView } from './order-view.js';
import { MovedOrderDto, MoveOrderBody, OrderDto, OrdersQuery } from './orders.dto.js';

const ID = { name: 'id', example: '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11' };

@ApiTags('commandes')
@Controller('api/orders')
export class OrdersController {
  constructor(
    private readonly desk: OrderDesk,
    private readonly whatsapp: WhatsApp,
  ) {}

  @Get()
  @Allow('orders:read')
  @ApiOperation({ summary: 'Les commandes confirmées, les plus récentes d’abord' })
  @ApiPage(OrderDto, 'Une page de commandes.')
  @ApiProblem(400, 'request.invalid', 'Un filtre n’a pas la forme attendue.')
  async list(@Query() query: OrdersQuery): Promise<Page<OrderDto>> {
    const { state, contactId, limit } = query;
    const orders = await this.desk.list({ state, contactId }, positionOf(query), limit + 1);
    const { items, nextCursor } = pageOf(orders, limit, ({ id }) => id);
    const buyers = await this.buyers(items);
    return { items: items.map((order) => orderView(order, buyers.get(order.contactId))), nextCursor };
  }

  @Get(':id')
  @Allow('orders:read')
  @ApiOperation({ summary: 'Une commande' })
  @ApiParam(ID)
  @ApiOkResponse({ type: OrderDto })
  @ApiProblem(404, 'orders.unknown', 'Cette commande n’existe pas.')
  async find(@Param('id', ParseUUIDPipe) id: string): Promise<OrderDto> {
    const order = await this.desk.find(id);
    return orderView(order, (await this.buyers([order])).get(order.contactId));
  }

  @Post(':id/state')
  @HttpCode(200)
  @Allow('orders:manage')
  @ApiOperation({
    summary: 'Fait avancer une commande',
    description: 'L’acheteur est prévenu, sauf avec `notify: false`.',
  })
  @ApiParam(ID)
  @ApiOkResponse({ type: MovedOrderDto })
  @ApiProblem(404, 'orders.unknown', 'Cette commande n’existe pas.')
  @ApiProblem(409, 'orders.stuck', 'La commande ne peut pas passer de son état actuel à celui-ci.')
  async move(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { state, notify = true }: MoveOrderBody,
  ): Promise<MovedOrderDto> {
    const { order, notice } = await this.desk.move(id, state, notify);
    return { ...orderView(order, (await this.buyers([order])).get(order.contactId)), notice };
  }

  /** Who bought is for those who have to deliver. */
  private async buyers(orders: readonly Order[]): Promise<Map<string, ContactView>> {
    if (!callerMay('orders:manage')) return new Map();
    const ids = [...new Set(orders.map(({ contactId }) => contactId))];
    return new Map((await this.whatsapp.contacts(ids)).map((contact) => [contact.id, contact]));
  }
}
