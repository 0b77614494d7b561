import { callerLanguage } from '../../platform/web/request-context.js';
import type { ChannelError } from '../whatsapp-content.contract.js';
import type { ToldError } from '../whatsapp.contract.js';
import type { OutboxRow } from './outbox.entity.js';

/** What went wrong with a message, as its row keeps it. */
export type KeptError = Pick<
  OutboxRow,
  'errorCode' | 'errorMeaning' | 'errorAdvice' | 'errorMeaningEn' | 'errorAdviceEn'
>;

export const ERROR_COLUMNS = [
  'errorCode',
  'errorMeaning',
  'errorAdvice',
  'errorMeaningEn',
  'errorAdviceEn',
] as const satisfies readonly (keyof KeptError)[];

export const NO_ERROR: KeptError = {
  errorCode: null,
  errorMeaning: null,
  errorAdvice: null,
  errorMeaningEn: null,
  errorAdviceEn: null,
};

const MOST = 1_000;

export function keptError(error: ChannelError | undefined): KeptError {
  if (error === undefined) return NO_ERROR;
  const { code, meaning, advice, en } = error;
  return {
    errorCode: code,
    errorMeaning: meaning.slice(0, MOST),
    errorAdvice: advice.slice(0, MOST),
    errorMeaningEn: en?.meaning.slice(0, MOST) ?? null,
    errorAdviceEn: en?.advice.slice(0, MOST) ?? null,
  };
}

export function errorIn(row: KeptError): ChannelError | null {
  if (row.errorCode === null) return null;
  const { errorMeaningEn: meaning, errorAdviceEn: advice } = row;
  return {
    code: row.errorCode,
    meaning: row.errorMeaning ?? '',
    advice: row.errorAdvice ?? '',
    ...(meaning !== null && { en: { meaning, advice: advice ?? '' } }),
  };
}

/** For people: the plain words in the caller's language, and both languages beside them. */
export function shownError({ code, meaning, advice, en }: ChannelError): ToldError {
  const fr = { meaning, advice };
  const words = callerLanguage() === 'en' ? (en ?? fr) : fr;
  return { code, ...words, fr, en: en ?? null };
}
