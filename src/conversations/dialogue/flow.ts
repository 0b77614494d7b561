import type { Question } from '../../uic/uic.contract.js';

/** One stop of a flow. */
export type Step =
  | { kind: 'consent'; id: 'consent' }
  /** Says what will happen and goes on. */
  | { kind: 'notice'; id: 'notice' }
  | { kind: 'question'; id: string; question: Question }
  | { kind: 'summary'; id: 'summary' }
  /** Nothing more to ask: the code is made. */
  | { kind: 'issue'; id: 'issue' };

/** A conversation as data: its stops in their order. */
export interface Flow {
  name: string;
  steps: readonly [...Step[], Step];
}

/** What a first message meets: the taps of what can be done here, the CIU at once, or the assistant. */
export type Entry = 'menu' | 'uic' | 'assistant';

/** The conversation that goes by steps, and what a first message meets. */
export interface Script {
  entry: Entry;
  flow: Flow;
}

export type Consent = 'required' | 'notice' | 'off';

/** The CIU: consent, the questions of the scheme, a summary, the code. */
export function uicFlow(
  questions: readonly Question[],
  settings: { consent: Consent; confirm: boolean },
): Flow {
  const opening: Record<Consent, Step[]> = {
    required: [{ kind: 'consent', id: 'consent' }],
    notice: [{ kind: 'notice', id: 'notice' }],
    off: [],
  };
  const asked = questions.map((question): Step => ({ kind: 'question', id: question.key, question }));
  const summary: Step[] = settings.confirm ? [{ kind: 'summary', id: 'summary' }] : [];
  return {
    name: 'uic',
    steps: [...opening[settings.consent], ...asked, ...summary, { kind: 'issue', id: 'issue' }],
  };
}

/** The questions of a flow in their order. */
export function questionsOf(flow: Flow): Question[] {
  return flow.steps.flatMap((step) => (step.kind === 'question' ? [step.question] : []));
}
