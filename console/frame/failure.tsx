import type { ReactNode } from 'react';
import { Problem } from '../api/wire.js';
import { refusals } from '../words/english-refusals.js';
import { type Language, useLanguage } from '../words/language.js';

/** Why something did not work: in the server's words for those who read French, else in ours where we know the reason. */
export function Failure({ error }: { error: Error | null }): ReactNode {
  const { texts, language } = useLanguage();
  const reason = error instanceof Problem ? reasonOf(error, language) : '';
  return (
    <div role="alert" className="failure">
      {error && `${texts.talks.failed} ${reason}`}
    </div>
  );
}

function reasonOf({ code, detail }: Problem, language: Language): string {
  return language === 'fr' ? detail : (refusals[code] ?? '');
}
