import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Put,
  Req,
  Res,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, Open } from '../../platform/web/allow.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { Settings } from '../../platform/config/settings.js';
import { currentActor } from '../../platform/web/request-context.js';
import { ForeignPage, Unauthenticated } from '../auth.errors.js';
import { permissionsOf } from '../roles.js';
import { cookieOf, isOwnPage, NO_COOKIE, tokenIn } from './cookie.js';
import { PasswordDto, SessionDto, SignInDto } from './sessions.dto.js';
import { type Member, SignIn } from './sign-in.service.js';

@ApiTags('Session')
@Controller('api')
export class SessionsController {
  constructor(
    private readonly signIn: SignIn,
    private readonly settings: Settings,
  ) {}

  @Post('session')
  @Open('nobody has a session before this')
  @ApiOperation({
    summary: 'Ouvrir une session',
    description:
      'Avec une clé, ou un nom et son mot de passe. La réponse pose un témoin (cookie) illisible par les scripts.',
  })
  @ApiCreatedResponse({ type: SessionDto, description: 'La session est ouverte.' })
  @ApiProblem(400, 'request.invalid', 'Il faut une clé, ou un nom et un mot de passe.')
  @ApiProblem(401, 'auth.wrong-password', 'Nom ou mot de passe inexact, ou clé inconnue.')
  @ApiProblem(429, 'request.limited', 'Trop d’essais. Attendez une minute.')
  async open(
    @Body() { key, name = '', password = '' }: SignInDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionDto> {
    // Nobody is to be signed in by another site under another name.
    if (!isOwnPage(request)) throw new ForeignPage();
    const { member, token, expiresAt } =
      key === undefined
        ? await this.signIn.withPassword(name, password, request.ip)
        : await this.signIn.withKey(key, request.ip);
    void reply.header('set-cookie', cookieOf(token, expiresAt, this.isSecure(request)));
    return view(member, expiresAt);
  }

  @Get('session')
  @Allow('session:read')
  @ApiOperation({ summary: 'Qui je suis et ce que je peux' })
  @ApiOkResponse({ type: SessionDto })
  async current(@Req() request: FastifyRequest): Promise<SessionDto> {
    const token = tokenIn(request.headers.cookie);
    const found = token === null ? null : await this.signIn.find(token);
    if (found === null) throw new Unauthenticated();
    return view(found.member, found.expiresAt);
  }

  @Delete('session')
  @HttpCode(204)
  @Open('a session that is over must be closable too')
  @ApiOperation({ summary: 'Fermer la session' })
  @ApiNoContentResponse({ description: 'La session est fermée.' })
  async close(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    if (!isOwnPage(request)) throw new ForeignPage();
    const token = tokenIn(request.headers.cookie);
    if (token !== null) await this.signIn.close(token);
    void reply.header('set-cookie', NO_COOKIE);
  }

  @Put('session/password')
  @HttpCode(204)
  @Allow('session:read')
  @ApiOperation({ summary: 'Changer son mot de passe', description: 'Toutes ses sessions se ferment.' })
  @ApiNoContentResponse({ description: 'Le mot de passe est changé.' })
  @ApiProblem(401, 'auth.wrong-password', 'Le mot de passe actuel est inexact.')
  @ApiProblem(404, 'auth.user-unknown', 'Une clé n’a pas de mot de passe.')
  async change(@Body() { current = '', password }: PasswordDto): Promise<void> {
    await this.signIn.setPassword(currentActor().id, password, current);
  }

  @Put('users/:id/password')
  @HttpCode(204)
  @Allow('auth:manage')
  @ApiOperation({
    summary: 'Donner un mot de passe à un utilisateur',
    description: 'Toutes ses sessions se ferment.',
  })
  @ApiNoContentResponse({ description: 'Le mot de passe est posé.' })
  @ApiProblem(404, 'auth.user-unknown', 'Cet utilisateur n’existe pas.')
  async give(@Param('id', ParseUUIDPipe) id: string, @Body() { password }: PasswordDto): Promise<void> {
    await this.signIn.setPassword(id, password);
  }

  /** A proxy that ends TLS may not say so; then it is known by the address that the world uses. */
  private isSecure(request: FastifyRequest): boolean {
    const { publicBaseUrl = 'http://-' } = this.settings.http;
    const { protocol, host } = new URL(publicBaseUrl);
    return request.protocol === 'https' || (protocol === 'https:' && request.headers.host === host);
  }
}

function view({ kind, id, name, role }: Member, expiresAt: Date): SessionDto {
  return { kind, id, name, role, permissions: permissionsOf(role), expiresAt: expiresAt.toISOString() };
}
