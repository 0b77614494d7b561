import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import { actor } from '../actor.js';
import { TemplateContended } from '../template-sync.errors.js';
import { type RemoteTemplate, SourceError } from '../template-sync.port.js';
import { changeOf } from './change.js';
import { contentOf, hashOf, languageOf, malformation } from './content.js';
import { verdictOf } from './diff.js';
import { MirrorRepository, type Stamp } from './mirror.repository.js';
import type { TemplateRow } from './template.entity.js';
import { TemplatesRepository } from './templates.repository.js';
import type { VersionCause } from './version.entity.js';

/** Somebody else may change the same template at the same moment; so often in a row he does not. */
const ATTEMPTS = 4;

/** Takes one template as its source tells it, without a listing. */
@Injectable()
export class Adoption {
  constructor(
    private readonly templates: TemplatesRepository,
    private readonly mirror: MirrorRepository,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Who does it now, and why. */
  stamp(cause: VersionCause, approvedEdit = false): Stamp {
    return { cause, actor: actor(), runId: null, at: this.clock.now(), approvedEdit };
  }

  /** Writes the template and its version when it says something new; gives the row as it is then. */
  async adopt(accountId: string, remote: RemoteTemplate, stamp: Stamp): Promise<TemplateRow> {
    const reason = malformation(remote);
    if (reason !== null)
      throw new SourceError('malformed-answer', `La source décrit mal ce modèle. ${reason}`);
    const language = languageOf(remote.language);
    const find = (): Promise<TemplateRow | null> =>
      this.templates.findByKey(accountId, remote.name, language);
    return this.contended(async () => {
      const row = await find();
      const hash = hashOf(contentOf(remote));
      const known = row === null ? undefined : { ...row, hash: row.contentHash, verdict: null, place: 0 };
      if (row !== null && verdictOf(hash, known, false) === 'unchanged') return row;
      const { id, revision } = row ?? { id: newId(), revision: 0 };
      const change = changeOf(remote, { id, revision, isNews: true, language, hash });
      const written =
        row === null
          ? await this.mirror.insert(accountId, [change], stamp)
          : await this.mirror.update([change], stamp);
      return written === 1 ? find() : null;
    });
  }

  /** Repeats work, each time in a transaction of its own, that gives `null` when somebody else was quicker. */
  async contended<T>(work: () => Promise<T | null>): Promise<T> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const done = await this.database.retrying(work);
      if (done !== null) return done;
    }
    throw new TemplateContended('the template was changed by somebody else again and again');
  }
}
