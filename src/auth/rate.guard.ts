import { type ExecutionContext, Injectable } from '@nestjs/common';
import {
  ThrottlerGuard,
  type ThrottlerLimitDetail,
  type ThrottlerModuleOptions,
  type ThrottlerStorage,
} from '@nestjs/throttler';
import type { FastifyRequest } from 'fastify';
import type { Clock } from '../kernel/clock.js';
import { ACCESS, type Access } from '../platform/web/allow.js';
import { contextOf } from '../platform/web/request-context.js';
import { TooManyRequests } from '../platform/web/web.errors.js';
import { networkOf } from './network.js';
import { RateWindow } from './rate-window.js';

const REQUESTS_A_MINUTE = 600;
/** Whoever may send keeps up with a number of WhatsApp: 80 messages a second, and some questions beside. */
const SENDERS_A_MINUTE = 6_000;
const MINUTE_MS = 60_000;

/** Ten requests a second for each key, a hundred for those that may send, whatever the route; without a key (loopback) for each network. */
@Injectable()
export class RateGuard extends ThrottlerGuard {
  /** Open routes have limits of their own: probes none, webhooks those of their provider. */
  protected override shouldSkip(context: ExecutionContext): Promise<boolean> {
    const places = [context.getHandler(), context.getClass()];
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, places);
    return Promise.resolve(access?.kind !== 'allow');
  }

  protected override getTracker(request: FastifyRequest): Promise<string> {
    return Promise.resolve(contextOf(request).actor?.id ?? networkOf(request.ip));
  }

  protected override throwThrottlingException(
    _context: ExecutionContext,
    { timeToBlockExpire }: ThrottlerLimitDetail,
  ): Promise<void> {
    throw new TooManyRequests(timeToBlockExpire);
  }
}

/** One limit for each caller, not one for each route. */
export function rateOptions(clock: Clock): ThrottlerModuleOptions {
  return {
    throttlers: [{ ttl: MINUTE_MS, limit: limitOf }],
    generateKey: (_context, tracker) => tracker,
    storage: new WindowStorage(new RateWindow(clock, MINUTE_MS)),
  };
}

function limitOf(context: ExecutionContext): number {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return contextOf(request).may?.('messages:send') === true ? SENDERS_A_MINUTE : REQUESTS_A_MINUTE;
}

/** The library's own storage keeps a timer for each hit; a window needs two numbers for each caller. */
class WindowStorage implements ThrottlerStorage {
  constructor(private readonly window: RateWindow) {}

  increment(caller: string, _ttl: number, limit: number): ReturnType<ThrottlerStorage['increment']> {
    const { hits, leftMs } = this.window.hit(caller);
    const left = Math.ceil(leftMs / 1_000);
    return Promise.resolve({
      totalHits: hits,
      timeToExpire: left,
      isBlocked: hits > limit,
      timeToBlockExpire: left,
    });
  }
}
