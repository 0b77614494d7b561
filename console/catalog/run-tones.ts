import type { Tone } from '../frame/tag.js';
import type { Run } from './shapes.js';

/** The colour of a state, beside its word. */
export const RUN_TONES = {
  RUNNING: 'info',
  DONE: 'good',
  FAILED: 'bad',
  STOPPED: 'quiet',
  LOST: 'warn',
} as const satisfies Record<Run['state'], Tone>;
