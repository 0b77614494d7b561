import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { en } from './english.js';
import { Formats, localeOf } from './formats.js';
import { fr, type Texts } from './french.js';

export type Language = 'fr' | 'en';

interface Spoken {
  language: Language;
  texts: Texts;
  formats: Formats;
  /** To the other language. */
  change: () => void;
}

const TEXTS = { fr, en };
const KEY = 'relais-console-language';
const spokenIn = (language: Language, change: () => void): Spoken => ({
  language,
  texts: TEXTS[language],
  formats: new Formats(localeOf(language, navigator.languages)),
  change,
});
const Context = createContext<Spoken | null>(null);

/** French first; the choice of English is remembered on this computer. */
export function LanguageProvider({ children }: { children: ReactNode }): ReactNode {
  const [language, setLanguage] = useState<Language>(() =>
    localStorage.getItem(KEY) === 'en' ? 'en' : 'fr',
  );
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(KEY, language);
  }, [language]);
  const spoken = useMemo(
    () => spokenIn(language, () => setLanguage((now) => (now === 'fr' ? 'en' : 'fr'))),
    [language],
  );
  return <Context value={spoken}>{children}</Context>;
}

export function useLanguage(): Spoken {
  const spoken = use(Context);
  if (spoken === null) throw new Error('no language is chosen here');
  return spoken;
}
