import { type CanActivate, type ExecutionContext, Injectable, Logger } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { ACCESS, type Access } from '../platform/web/allow.js';
import { contextOf } from '../platform/web/request-context.js';
import { KeyAsked } from '../platform/web/web.errors.js';
import { ForeignPage, Forbidden, Unauthenticated } from './auth.errors.js';
import { AuthService } from './auth.service.js';
import { isLocal } from './network.js';
import { may } from './roles.js';
import { isOwnPage } from './sessions/cookie.js';

/** Stands before every handler and asks for its access decision; one without is closed. */
@Injectable()
export class AuthGuard implements CanActivate {
  private readonly log = new Logger('Auth');

  constructor(
    private readonly reflector: Reflector,
    private readonly auth: AuthService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const places = [context.getHandler(), context.getClass()];
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, places);
    if (access === undefined) {
      this.log.error(
        `${places.map(({ name }) => name).join(' of ')} has no access decision: add @Allow or @Open`,
      );
      throw new Forbidden(null);
    }
    return access.kind === 'open' || (await this.admit(context.switchToHttp().getRequest(), access));
  }

  private async admit(request: FastifyRequest, access: Access & { kind: 'allow' }): Promise<boolean> {
    const { authorization, cookie } = request.headers;
    const presented = { authorization, cookie, address: request.ip, asPassword: access.page };
    const caller = await this.auth.identify(presented);
    if (caller === null) {
      if (access.loopback && isLocal(request)) return true;
      throw access.page ? new KeyAsked() : new Unauthenticated();
    }
    if (caller.byCookie && !isOwnPage(request)) throw new ForeignPage();
    const here = contextOf(request);
    here.actor = { kind: caller.kind, id: caller.id };
    here.may = (permission) => may(caller.role, permission);
    if (!may(caller.role, access.permission)) throw new Forbidden(access.permission);
    return true;
  }
}
