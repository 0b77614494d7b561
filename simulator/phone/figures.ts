import type { Language } from './language.js';

const LOCALES: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' };
const DAY_MS = 86_400_000;

export function timeOf(at: number, language: Language): string {
  return new Intl.DateTimeFormat(LOCALES[language], { hour: '2-digit', minute: '2-digit' }).format(at);
}

export function secondsOf(at: number, language: Language): string {
  return new Intl.DateTimeFormat(LOCALES[language], { timeStyle: 'medium' }).format(at);
}

/** The day as a chat names it. */
export function dayOf(at: number, now: number, language: Language): string {
  const days = Math.round((midnight(now) - midnight(at)) / DAY_MS);
  if (days <= 1) {
    const word = new Intl.RelativeTimeFormat(LOCALES[language], { numeric: 'auto' }).format(-days, 'day');
    return word.charAt(0).toUpperCase() + word.slice(1);
  }
  return new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'long' }).format(at);
}

export function sameDay(a: number, b: number): boolean {
  return midnight(a) === midnight(b);
}

function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** `+243 81 000 00 01`. */
export function numberOf(digits: string): string {
  return `+${digits.replace(/^(243)(\d{2})(\d{3})(\d{2})(\d{2})$/, '$1 $2 $3 $4 $5')}`;
}

/** `0:06`. */
export function durationOf(seconds: number): string {
  const whole = Number.isFinite(seconds) ? Math.round(seconds) : 0;
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** `12 ko`, `1,4 Mo`. */
export function sizeOf(bytes: number, language: Language): string {
  const large = bytes >= 100_000;
  return new Intl.NumberFormat(LOCALES[language], {
    style: 'unit',
    unit: large ? 'megabyte' : 'kilobyte',
    maximumFractionDigits: large ? 1 : 0,
  }).format(large ? bytes / 1_000_000 : Math.max(1, bytes / 1_000));
}
