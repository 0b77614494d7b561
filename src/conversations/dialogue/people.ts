import type { HandoverReason } from '../conversations.contract.js';
import { phrase } from './reply.js';
import { say } from './run.js';
import type { State } from './session.js';
import type { Turn } from './world.js';

/** A person of the team is called. */
export function callPerson(state: State, reason: HandoverReason): Turn {
  const words = reason === 'failed' ? phrase('handover.failed') : phrase('handover.coming');
  const waiting: State = { ...state, misses: 0, asking: null, place: null };
  return { state: waiting, replies: [say([words])], wishes: [{ kind: 'handover', reason }] };
}
