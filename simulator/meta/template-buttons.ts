import type { Component } from '../world/template.js';
import { GraphError } from './graph.errors.js';
import { missingPart, tooLong } from './template.errors.js';

const KINDS = [
  'QUICK_REPLY',
  'URL',
  'PHONE_NUMBER',
  'COPY_CODE',
  'FLOW',
  'CATALOG',
  'MPM',
  'SPM',
  'VOICE_CALL',
  'OTP',
];
const MOST = { all: 10, text: 25, url: 2000, phone: 20, code: 20 };
const MOST_OF: Record<string, number> = { URL: 2, PHONE_NUMBER: 1, COPY_CODE: 1 };

/** The buttons as they are kept. */
export function readButtons(part: Component): Component {
  const given: unknown[] = Array.isArray(part['buttons']) ? part['buttons'] : [];
  if (given.length === 0 || given.length > MOST.all) {
    throw refused(`must have 1 to ${MOST.all} buttons`);
  }
  const buttons = given.map((button, index) => readButton(button as Component, index));
  for (const [kind, most] of Object.entries(MOST_OF)) {
    if (buttons.filter(({ type }) => type === kind).length > most) {
      throw refused(`can have at most ${most} of ${kind}`);
    }
  }
  const replies = buttons.flatMap(({ type }, index) => (type === 'QUICK_REPLY' ? [index] : []));
  const [first = 0, last = 0] = [replies[0], replies.at(-1)];
  if (replies.length > 0 && last - first + 1 > replies.length) {
    throw refused('must have its quick replies next to each other');
  }
  return { type: 'BUTTONS', buttons };
}

function readButton(button: Component, index: number): Component {
  const type = String(button.type).toUpperCase();
  if (!KINDS.includes(type)) throw refused(`[${index}]['type'] is not one of {${KINDS.join(', ')}}`);
  if (type === 'COPY_CODE') return copyCode(button);
  limited(button, 'text', { what: 'button text', most: MOST.text });
  if (type === 'PHONE_NUMBER') limited(button, 'phone_number', { what: 'phone number', most: MOST.phone });
  if (type === 'URL') checkUrl(limited(button, 'url', { what: 'button URL', most: MOST.url }), button);
  return { ...button, type };
}

function copyCode(button: Component): Component {
  const [example] = [button['example']].flat();
  if (typeof example !== 'string') throw missingPart('BUTTONS', 'example');
  if (example.length > MOST.code) throw tooLong('coupon code', MOST.code);
  return { type: 'COPY_CODE', text: 'Copy offer code', example: [example] };
}

/** A variable only at the end, with an example. */
function checkUrl(url: string, button: Component): void {
  if (!url.includes('{{')) return;
  if (!/^[^{}]+\{\{(?:1|[a-z_][a-z0-9_]*)\}\}$/.test(url)) {
    throw refused("['url'] can only have one variable, at its end");
  }
  if (!button['example']) throw missingPart('BUTTONS', 'example');
}

function limited(button: Component, part: string, { what, most }: { what: string; most: number }): string {
  const text = button[part];
  if (typeof text !== 'string' || text.trim() === '') throw missingPart('BUTTONS', part);
  if (Array.from(text).length > most) throw tooLong(what, most);
  return text;
}

function refused(what: string): GraphError {
  return new GraphError(100, { message: `(#100) Param components['BUTTONS'] ${what}.` });
}
