import type { Question } from '../../uic/uic.contract.js';

/** One stop of a flow. */
export type Step =
  /** Which flow? */
  | { kind: 'menu'; id: 'menu'; entries: readonly string[] }
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

/** All conversations, and the one that a first message meets. */
export interface Script {
  entry: Flow;
  flows: readonly Flow[];
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

/** The script of these flows. A menu is only worth showing when there is something to choose. Throws when `entry` names no flow. */
export function scriptOf(flows: readonly [Flow, ...Flow[]], entry: string): Script {
  const only = flows.length === 1 ? flows[0] : undefined;
  if (entry === 'menu') {
    const menu: Step = { kind: 'menu', id: 'menu', entries: flows.map((flow) => flow.name) };
    return only ? { entry: only, flows } : withMenu({ name: 'menu', steps: [menu] }, flows);
  }
  const chosen = flows.find((flow) => flow.name === entry);
  if (chosen === undefined) {
    const valid = ['menu', ...flows.map((flow) => flow.name)].join(', ');
    throw new Error(`no conversation is called ${entry}; BOT_ENTRY_FLOW may be: ${valid}`);
  }
  return { entry: chosen, flows };
}

function withMenu(menu: Flow, flows: readonly Flow[]): Script {
  return { entry: menu, flows: [menu, ...flows] };
}

/** The questions of a flow in their order. */
export function questionsOf(flow: Flow): Question[] {
  return flow.steps.flatMap((step) => (step.kind === 'question' ? [step.question] : []));
}
