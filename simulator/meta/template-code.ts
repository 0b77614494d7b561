import type { Component } from '../world/template.js';
import { GraphError } from './graph.errors.js';

const CODE_URL = 'https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp';

interface Words {
  body: string;
  advice: string;
  expires: (minutes: number) => string;
  button: string;
}

const FRENCH: Words = {
  body: '*{{1}}* est votre code de vérification.',
  advice: 'Pour votre sécurité, ne le partagez pas.',
  expires: (minutes) => `Ce code expire dans ${minutes} minutes.`,
  button: 'Copier le code',
};
const ENGLISH: Words = {
  body: '*{{1}}* is your verification code.',
  advice: 'For your security, do not share this code.',
  expires: (minutes) => `This code expires in ${minutes} minutes.`,
  button: 'Copy code',
};

/** A part of a template for codes: Meta writes the words. */
export function codePart(part: Component, language: string): Component {
  const words = language.startsWith('fr') ? FRENCH : ENGLISH;
  if (part['text'] !== undefined) {
    throw new GraphError(100, { message: `(#100) Param components['${part.type}'] cannot have a text.` });
  }
  if (part.type === 'BODY') {
    const advised = part['add_security_recommendation'] === true;
    const text = advised ? `${words.body} ${words.advice}` : words.body;
    return { ...part, text, example: { body_text: [['123456']] } };
  }
  if (part.type === 'FOOTER') {
    const minutes = Number(part['code_expiration_minutes']);
    return { type: 'FOOTER', text: words.expires(minutes), code_expiration_minutes: minutes };
  }
  if (part.type === 'BUTTONS') return { type: 'BUTTONS', buttons: [codeButton(part, words)] };
  throw new GraphError(100, { message: `(#100) A template for codes cannot have a ${part.type}.` });
}

/** Read back, the button is a link that carries the code. */
function codeButton(part: Component, words: Words): Component {
  const [button] = Array.isArray(part['buttons']) ? (part['buttons'] as Component[]) : [];
  if (String(button?.type).toUpperCase() !== 'OTP') {
    throw new GraphError(100, { message: '(#100) A template for codes needs one button of type OTP.' });
  }
  const text = typeof button?.['text'] === 'string' ? button['text'] : words.button;
  return { type: 'URL', text, url: `${CODE_URL}{{1}}`, example: [`${CODE_URL}123456`] };
}
