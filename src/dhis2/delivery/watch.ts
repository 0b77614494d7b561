import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Alerts, type Problem } from '../../platform/alerts/alerts.js';
import { RegistrationRepository } from '../registrations/registration.repository.js';
import { isAlarming } from './circuit.js';
import { CircuitRepository } from './circuit.repository.js';
import { OTHER_CODE } from './deciding.js';

const ROOM = 'dhis2.';
const DAY_MS = 24 * 3_600_000;

/** Tells the team what lasts, once for each cause and never for a registration, and when it is over. */
@Injectable()
export class Watch {
  /** What was told, by key, in these words: a number that changed is told again. */
  private readonly told = new Map<string, string>();
  private began: number | null = null;

  constructor(
    private readonly registrations: RegistrationRepository,
    private readonly circuits: CircuitRepository,
    private readonly alerts: Alerts,
    private readonly clock: Clock,
  ) {}

  async look(): Promise<void> {
    const problems = await this.problems();
    const open = (await this.alerts.open()).filter(({ key }) => key.startsWith(ROOM));
    const isOpen = new Set(open.map(({ key }) => key));
    for (const problem of problems) {
      if (isOpen.has(problem.key) && this.told.get(problem.key) === problem.title) continue;
      await this.alerts.raise(problem);
      this.told.set(problem.key, problem.title);
    }
    const keys = new Set(problems.map(({ key }) => key));
    for (const { key, lastAt } of open) {
      if (keys.has(key) || (key === OTHER_CODE.key && !this.isQuiet(lastAt))) continue;
      await this.alerts.clear(key);
      this.told.delete(key);
    }
  }

  private async problems(): Promise<Problem[]> {
    const circuit = await this.circuits.open();
    const causes = new Map<string, string>();
    for (const { cause, advice } of await this.registrations.misconfigured()) causes.set(cause, advice);
    if (circuit !== null && isAlarming(circuit)) causes.set(circuit.cause, circuit.advice);
    const states = await this.registrations.countsOf(['NEEDS_REVIEW', 'DEAD']);
    return [
      ...[...causes].map(([cause, advice]) => (cause === circuit?.cause ? failing : lacking)(cause, advice)),
      ...counted('dhis2.review', states.NEEDS_REVIEW, REVIEW),
      ...counted('dhis2.dead', states.DEAD, DEAD),
    ];
  }

  /** It has not happened for a day. */
  private isQuiet(lastAt: Date): boolean {
    const now = this.clock.now().getTime();
    this.began ??= now;
    return now - Math.max(lastAt.getTime(), this.began) > DAY_MS;
  }
}

function failing(cause: string, advice: string): Problem {
  return {
    key: `dhis2.fault:${cause}`,
    title: `Les codes ne s’enregistrent pas dans DHIS2 (${cause})`,
    advice: `${advice === '' ? 'Lancez « npm run relais -- dhis2:check ».' : advice} Les personnes reçoivent leur code ; rien n’est perdu, tout repart dès que DHIS2 répond.`,
    en: {
      title: `Codes are not being registered in DHIS2 (${cause})`,
      advice:
        'People still get their code; nothing is lost, everything goes on as soon as DHIS2 answers. Run “npm run relais -- dhis2:check”.',
    },
    code: cause,
  };
}

/** The way is open: it is these that cannot go. */
function lacking(cause: string, advice: string): Problem {
  return {
    key: `dhis2.fault:${cause}`,
    title: `Des codes ne peuvent pas s’enregistrer dans DHIS2 (${cause})`,
    advice: `${advice === '' ? 'Lancez « npm run relais -- dhis2:check ».' : advice} Les personnes reçoivent leur code ; ces enregistrements attendent, les autres passent. Après la correction : « npm run relais -- dhis2:retry all ».`,
    en: {
      title: `Some codes cannot be registered in DHIS2 (${cause})`,
      advice:
        'People still get their code; these registrations wait, others pass. Run “npm run relais -- dhis2:check”, and “dhis2:retry all” when it is put right.',
    },
    code: cause,
  };
}

interface Words {
  one: string;
  many: string;
  advice: string;
  en: { title: string; advice: string };
}

function counted(key: string, count: number, { one, many, advice, en }: Words): Problem[] {
  if (count === 0) return [];
  const title = count === 1 ? `1 ${one}` : `${count} ${many}`;
  return [{ key, title, advice, en: { ...en, title: `${en.title}: ${count}` }, context: { count } }];
}

const REVIEW: Words = {
  one: 'enregistrement attend une décision',
  many: 'enregistrements attendent une décision',
  advice: 'Ouvrez la liste des enregistrements « à décider » : chacun dit ce qu’il y a à faire.',
  en: {
    title: 'Registrations that wait for a decision',
    advice: 'Open the list of registrations to be decided: each says what there is to do.',
  },
};

const DEAD: Words = {
  one: 'enregistrement a été abandonné',
  many: 'enregistrements ont été abandonnés',
  advice:
    'Lisez la cause de chacun, corrigez-la, puis relancez-les : « npm run relais -- dhis2:retry all --state DEAD ».',
  en: {
    title: 'Registrations that were given up',
    advice:
      'Read the cause of each, put it right, then run “npm run relais -- dhis2:retry all --state DEAD”.',
  },
};
