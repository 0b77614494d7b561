import { Controller, Get, Headers, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow } from '../../platform/web/allow.js';
import { edgeHeaders } from '../../platform/web/edge-headers.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { callerMay } from '../../platform/web/request-context.js';
import { Live } from './live.service.js';

const EVENTS = [
  'id: 1763720130123\nevent: message\ndata: {"conversationId":"01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11","messageId":"01998c1a-27d3-7e1f-9a55-0c3c3d0f8d12","kind":"received"}',
  'id: 1763720130123\nevent: conversation\ndata: {"id":"01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11","status":"waiting","unread":1}',
];

@ApiTags('conversations')
@Controller('api/conversations')
@Allow('conversations:read')
export class LiveController {
  constructor(private readonly live: Live) {}

  @Get('events')
  @ApiOperation({
    summary: 'Suivre les conversations en direct',
    description:
      'Des événements `conversation` (la conversation, comme dans la liste) et `message` (`received`, `queued` ou `reported`) ; `reset` quand trop de choses se sont passées pendant une coupure : il faut alors relire la liste. Le même événement peut venir deux fois.',
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'Où l’on en était avant une coupure.' })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({
    description: 'Les événements.',
    content: { 'text/event-stream': { schema: { type: 'string' }, example: EVENTS.join('\n\n') } },
  })
  @ApiProblem(503, 'conversations.too-many-listeners', 'Trop d’écrans suivent déjà les conversations.')
  events(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Headers('last-event-id') lastId?: string,
  ): Promise<void> {
    const open = () => {
      reply.hijack();
      const type = { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' };
      return reply.raw.writeHead(200, { ...edgeHeaders(request.id), ...type });
    };
    return this.live.listen(open, { withWords: callerMay('conversations:reply'), lastId });
  }
}
