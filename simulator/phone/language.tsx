import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { en } from './english.js';
import { fr, type Texts } from './french.js';

export type Language = 'fr' | 'en';

interface Spoken {
  language: Language;
  texts: Texts;
  /** The other language. */
  change: () => void;
}

const TEXTS = { fr, en };
const KEY = 'relais-phone-language';
const Context = createContext<Spoken>({ language: 'fr', texts: fr, change: () => undefined });

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
    () => ({
      language,
      texts: TEXTS[language],
      change: () => setLanguage((now) => (now === 'fr' ? 'en' : 'fr')),
    }),
    [language],
  );
  return <Context value={spoken}>{children}</Context>;
}

export function useLanguage(): Spoken {
  return use(Context);
}

/** Offers the other language, in that language. */
export function LanguageSwitch(): ReactNode {
  const { texts, language, change } = useLanguage();
  const other = language === 'fr' ? 'en' : 'fr';
  return (
    <button type="button" className="plain" onClick={change} aria-label={texts.languageLabel} lang={other}>
      {texts.language}
    </button>
  );
}
