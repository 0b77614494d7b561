import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { maskPhone, parsePhone } from '../../kernel/phone.js';
import { Allow } from '../../platform/web/allow.js';
import { ApiPage, cursorAt, type Page, positionOf } from '../../platform/web/page.dto.js';
import { ApiProblem } from '../../platform/web/problem.dto.js';
import { callerMay } from '../../platform/web/request-context.js';
import { InvalidRequest } from '../../platform/web/web.errors.js';
import { LookUpForbidden } from '../whatsapp.errors.js';
import { ContactDto, ContactQuery } from './contacts.dto.js';
import { Directory, type Part } from './directory.js';
import type { Entry } from './directory.repository.js';

const NO_PHONE = { field: 'phone', message: 'doit être un numéro avec l’indicatif du pays' };

@ApiTags('contacts')
@Controller('api/contacts')
@Allow('contacts:read')
export class ContactsController {
  constructor(private readonly directory: Directory) {}

  @Get()
  @ApiOperation({
    summary: 'Les personnes qui ont écrit ou à qui nous avons écrit, les plus récentes d’abord',
  })
  @ApiPage(ContactDto, 'Une page de contacts.')
  @ApiProblem(400, 'request.invalid', 'Un filtre n’a pas la forme attendue.')
  @ApiProblem(
    403,
    'whatsapp.look-up-forbidden',
    'Chercher une personne est réservé à qui répond aux personnes.',
  )
  async list(@Query() query: ContactQuery): Promise<Page<ContactDto>> {
    const { entries, next } = await this.part(query);
    return { items: entries.map(contactDto), nextCursor: next === null ? null : cursorAt(next) };
  }

  @Get(':id')
  @ApiOperation({
    summary: 'Une personne ; l’identifiant d’un contact réuni avec un autre mène à celui qui reste',
  })
  @ApiOkResponse({ type: ContactDto })
  @ApiProblem(404, 'whatsapp.contact-not-found', 'Aucun contact ne porte cet identifiant.')
  async find(@Param('id', ParseUUIDPipe) id: string): Promise<ContactDto> {
    return contactDto(await this.directory.find(id));
  }

  private part(query: ContactQuery): Promise<Part> {
    const { phone, q, limit } = query;
    if ((phone ?? q) !== undefined && !knowsPeople()) throw new LookUpForbidden();
    if (phone !== undefined) {
      const digits = parsePhone(phone);
      if (digits === null) throw new InvalidRequest([NO_PHONE]);
      return this.directory.withPhone(digits);
    }
    const before = positionOf(query);
    return q === undefined ? this.directory.list(before, limit) : this.directory.search(q, before, limit);
  }
}

/** Who answers people sees who they are. */
function knowsPeople(): boolean {
  return callerMay('conversations:reply');
}

function contactDto({ id, phone, userId, name, optedOut, marketingOptedOut, createdAt }: Entry): ContactDto {
  const sees = knowsPeople();
  return {
    id,
    phone: sees || phone === null ? phone : maskPhone(phone),
    userId: sees ? userId : null,
    name: sees ? name : null,
    optedOut,
    marketingOptedOut,
    createdAt: createdAt.toISOString(),
  };
}
