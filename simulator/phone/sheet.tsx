import { useEffect, useId, useRef, type ReactNode, type RefObject } from 'react';
import { Icon } from './icons.js';
import { useLanguage } from './language.js';

interface Props {
  title: string;
  onClose: () => void;
  footer: ReactNode;
  /** Gets the id of the title. */
  children: (titleId: string) => ReactNode;
}

/** A sheet that comes up from below and lies over the phone: Escape and a touch beside it close it. */
export function Sheet({ title, onClose, footer, children }: Props): ReactNode {
  const { texts } = useLanguage();
  const titleId = useId();
  const sheet = useRef<HTMLDivElement>(null);
  useReturningFocus(sheet);
  return (
    <div className="sheet-ground" onClick={(event) => event.target === event.currentTarget && onClose()}>
      <div
        className="sheet"
        role="dialog"
        aria-modal="true"
        aria-labelledby={titleId}
        ref={sheet}
        tabIndex={-1}
        onKeyDown={(event) => event.key === 'Escape' && onClose()}
      >
        <header>
          <button type="button" className="round" onClick={onClose} aria-label={texts.close}>
            <Icon name="close" />
          </button>
          <h3 id={titleId}>{title}</h3>
        </header>
        {children(titleId)}
        <footer>{footer}</footer>
      </div>
    </div>
  );
}

/** Takes the focus while it is open and gives it back to where it was. */
function useReturningFocus(sheet: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const before = document.activeElement;
    sheet.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, [sheet]);
}
