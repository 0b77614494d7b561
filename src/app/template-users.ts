import { Injectable } from '@nestjs/common';
import { Auth } from '../auth/auth.contract.js';
import { TemplateUsers } from '../template-sync/template-sync.port.js';

/** Whom templates are linked to: the users of this installation. */
@Injectable()
export class StaffTemplateUsers extends TemplateUsers {
  constructor(private readonly auth: Auth) {
    super();
  }

  ids(who: 'administrators' | 'everybody'): Promise<string[]> {
    return this.auth.users(who);
  }
}
