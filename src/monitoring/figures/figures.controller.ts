import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Conversations } from '../../conversations/conversations.contract.js';
import { Clock } from '../../kernel/clock.js';
import { Settings } from '../../platform/config/settings.js';
import { Allow } from '../../platform/web/allow.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { InvalidRequest } from '../../platform/web/web.errors.js';
import { WhatsAppFigures } from '../../whatsapp/whatsapp-figures.contract.js';
import { FiguresDto, FiguresQuery, type Period } from './figures.dto.js';
import { report, type Sums } from './report.js';

const DAY = 86_400_000;
const LENGTH: Record<Period, number> = { day: DAY, week: 7 * DAY, month: 30 * DAY };
const LONGEST = 366 * DAY;

@ApiTags('chiffres')
@Controller('api/metrics')
@Allow('metrics:read')
export class FiguresController {
  constructor(
    private readonly messages: WhatsAppFigures,
    private readonly conversations: Conversations,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  @Get('summary')
  @ApiOperation({
    summary: 'Les huit chiffres d’une période, à côté de la période d’avant',
    description:
      'Par numéro ou par parcours quand on le demande. À une minute près. Au-delà de trois jours, un point de la courbe est un jour du programme (`TIME_ZONE`).',
  })
  @ApiOkResponse({ type: FiguresDto })
  @ApiProblem(400, 'request.invalid', 'La période n’a pas la forme attendue.')
  async summary(@Query() query: FiguresQuery): Promise<FiguresDto> {
    const { from, to } = this.span(query);
    const length = to.getTime() - from.getTime();
    const [now, before] = await Promise.all([
      this.sums(from, to, query),
      this.sums(new Date(from.getTime() - length), from, query),
    ]);
    const { series, ...rest } = report(now, before, {
      from,
      to,
      zone: this.settings.timeZone,
      ofFlow: query.flow !== undefined,
    });
    return {
      from: from.toISOString(),
      to: to.toISOString(),
      ...rest,
      series: series.map((moment) => ({ ...moment, at: moment.at.toISOString() })),
    };
  }

  private async sums(from: Date, to: Date, { number, flow }: FiguresQuery): Promise<Sums> {
    const filter = { ...(number !== undefined && { number }), ...(flow !== undefined && { flow }) };
    const [hours, dialogue] = await Promise.all([
      this.messages.hours(from, to, filter),
      this.conversations.figures(from, to, number),
    ]);
    return { hours, ...dialogue };
  }

  private span({ period = 'day', from, to }: FiguresQuery): { from: Date; to: Date } {
    const end = to === undefined ? this.clock.now() : new Date(to);
    const start = from === undefined ? new Date(end.getTime() - LENGTH[period]) : new Date(from);
    const length = end.getTime() - start.getTime();
    if (length <= 0 || length > LONGEST)
      throw new InvalidRequest([{ field: 'from', message: 'doit être avant « to », d’un an au plus' }]);
    return { from: start, to: end };
  }
}
