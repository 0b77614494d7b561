import type { Answered, Question } from '../assistant.contract.js';
import { textsOf } from '../texts/texts.js';
import { answerText } from './answer-text.js';
import type { Toolbox } from './toolbox.js';

/** What follows from what a model said and did. */
export async function concluded(
  said: string,
  toolbox: Toolbox,
  { language, text: question }: Question,
  told: { instructions: string; canary: string },
): Promise<Answered> {
  const text = answerText(said, { ...told, language, question });
  if (toolbox.handover !== null)
    return { outcome: 'handover', because: toolbox.handover, ...(text !== null && { text }) };
  const { products, unknown } = await toolbox.shown();
  // Who recommends what does not exist has made up the rest, too.
  if (unknown) return { outcome: 'failed', because: 'unusable' };
  if (text !== null) return { outcome: 'answered', text, products };
  if (said.trim() === '' && products.length > 0)
    return { outcome: 'answered', text: textsOf(language).shown, products };
  return { outcome: 'failed', because: 'unusable' };
}
