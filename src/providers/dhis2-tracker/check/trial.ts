import { randomInt } from 'node:crypto';
import type { Finding, GatewayFailure } from '../../../dhis2/dhis2.port.js';
import { isFailure } from '../failures/failure.js';
import type { Answer } from '../failures/reply.js';
import { attributesOf, type TrackerPlan } from '../plan/tracker-plan.js';
import { type Draft, ownOf } from '../register/draft.js';
import { verdictOf } from '../register/import-verdict.js';
import { newIds } from '../register/uid.js';
import type { Program, ProgramAttribute } from '../server/program.js';
import { failed, notSeen, ok, said, warning } from './finding.js';

/** A client that nobody is, as the plan would have it made. */
export function trialDraft(plan: TrackerPlan, program: Program, day: string): Draft {
  const { attributes } = plan;
  const values = attributesOf(plan).map(({ uid, path: [, kind, key = ''] }): [string, string] => {
    if (kind === 'code') return [uid, trialCode()];
    if (kind === 'constants') return [uid, attributes.constants[uid] ?? ''];
    const [mapped] = Object.values(attributes.answers[key]?.options ?? {});
    return [uid, mapped ?? sampleOf(program.attributes.get(uid), day)];
  });
  return { ids: newIds(), unit: plan.orgUnit, values: new Map(values), day, possibleDuplicate: false };
}

/** Letters that open no name. */
function trialCode(): string {
  const letters = Array.from({ length: 3 }, () => String.fromCharCode(65 + randomInt(26))).join('');
  return `QQQ${letters}0ZZ1`;
}

function sampleOf(attribute: ProgramAttribute | undefined, day: string): string {
  const [option] = attribute?.options ?? [];
  if (option !== undefined) return option;
  const type = attribute?.valueType ?? '';
  if (/^(NUMBER|INTEGER|PERCENTAGE|UNIT_INTERVAL)/.test(type)) return '1';
  if (type === 'BOOLEAN' || type === 'TRUE_ONLY') return 'true';
  return /^(DATE|AGE)$/.test(type) ? day : 'QQ';
}

export function trialFinding(answer: Answer | GatewayFailure, draft: Draft, plan: TrackerPlan): Finding {
  const about = 'L’essai à blanc (rien n’est créé) est refusé';
  if (isFailure(answer)) return notSeen(about, answer);
  const asked = { ids: draft.ids, codeAttribute: plan.attributes.code, own: ownOf(draft, plan) };
  const verdict = verdictOf(answer, { ...asked, rehearsal: true });
  if (verdict.end === 'imported')
    return ok('L’essai à blanc est accepté : un enregistrement passerait. Rien n’a été créé.');
  if (verdict.end === 'failed') return notSeen(about, verdict.failure);
  const words = verdict.end === 'taken' ? verdict.words : verdict.because.words;
  if (verdict.end === 'look') return failed(`${about}${said(words)}`, verdict.because.advice);
  return warning(
    `L’essai à blanc est tombé sur un code qui existe${said(words)}`,
    'Relancez « dhis2:check ».',
  );
}
