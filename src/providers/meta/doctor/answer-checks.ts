import type { Answered } from '../graph/graph.client.js';
import { type Finding, fault, ok, warning } from './finding.js';

const SECOND_MS = 1_000;
const TOLERATED_MS = 30 * SECOND_MS;
const HARMFUL_MS = 5 * 60 * SECOND_MS;
const VERSION = /^v\d{1,3}\.\d{1,2}$/;

/** What the headers of an answer tell: the time at Meta, and the version that really answered. */
export function answerFindings({ headers }: Answered, asked: string, now: Date): Finding[] {
  return [
    clockFinding(Date.parse(headers.date ?? ''), now),
    versionFinding(headers['facebook-api-version'], asked),
  ];
}

function clockFinding(theirs: number, now: Date): Finding {
  if (Number.isNaN(theirs))
    return warning(
      'clock',
      'Meta n’a pas dit l’heure : l’horloge n’a pas pu être comparée.',
      'Vérifiez qu’elle est réglée par NTP.',
    );
  const skewMs = now.getTime() - theirs;
  const size = Math.abs(skewMs);
  if (size <= TOLERATED_MS) return ok('clock', 'L’horloge est à l’heure.');
  const says = `L’horloge ${skewMs > 0 ? 'avance' : 'retarde'} de ${durationOf(size)} sur celle de Meta.`;
  const advice =
    'Réglez l’horloge de la machine (NTP) : les expirations et les fenêtres de 24 heures en dépendent.';
  return size > HARMFUL_MS ? fault('clock', says, advice) : warning('clock', says, advice);
}

function versionFinding(served: unknown, asked: string): Finding {
  if (typeof served !== 'string' || !VERSION.test(served))
    return ok('version', `La version ${asked} de l’API est demandée.`);
  if (served === asked) return ok('version', `La version ${asked} de l’API est servie comme demandée.`);
  return warning(
    'version',
    `La version ${asked} de l’API est demandée, Meta sert ${served}.`,
    `Mettez WHATSAPP_GRAPH_VERSION à ${served}, puis vérifiez que tout va.`,
  );
}

function durationOf(ms: number): string {
  const seconds = Math.round(ms / SECOND_MS);
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
