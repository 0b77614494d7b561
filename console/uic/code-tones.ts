import type { Tone } from '../frame/tag.js';
import type { CodeState } from './shapes.js';

/** The colour of a state, beside its word. */
export const CODE_TONES = {
  ACTIVE: 'good',
  NEEDS_REVIEW: 'warn',
  SUPERSEDED: 'quiet',
  LINKED: 'quiet',
} as const satisfies Record<CodeState, Tone>;
