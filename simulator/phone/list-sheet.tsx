import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import type { Choice, Content, Section } from '../world/content.js';
import { Icon } from './icons.js';
import { useLanguage } from './language.js';

interface Props {
  content: Content;
  onClose: () => void;
  onSend: (choice: string) => void;
}

/** The rows of a list message, in a sheet that comes up from below: choose one, then send. */
export function ListSheet({ content, onClose, onSend }: Props): ReactNode {
  const { texts } = useLanguage();
  const [chosen, setChosen] = useState<string>();
  const title = useId();
  const sheet = useRef<HTMLDivElement>(null);
  useReturningFocus(sheet);
  if (content.type !== 'list') return null;
  return (
    <div className="sheet-ground" onClick={(event) => event.target === event.currentTarget && onClose()}>
      <div
        className="sheet"
        role="dialog"
        aria-modal="true"
        aria-labelledby={title}
        ref={sheet}
        tabIndex={-1}
        onKeyDown={(event) => event.key === 'Escape' && onClose()}
      >
        <header>
          <button type="button" className="round" onClick={onClose} aria-label={texts.close}>
            <Icon name="close" />
          </button>
          <h3 id={title}>{content.button}</h3>
        </header>
        <div className="sheet-rows" role="radiogroup" aria-labelledby={title}>
          {content.sections.map((section, index) => (
            <SectionRows key={index} section={section} chosen={chosen} onChoose={setChosen} />
          ))}
        </div>
        <footer>
          <button
            type="button"
            className="solid"
            data-testid="list-send"
            disabled={chosen === undefined}
            onClick={() => chosen !== undefined && onSend(chosen)}
          >
            {texts.send}
          </button>
        </footer>
      </div>
    </div>
  );
}

interface RowsProps {
  section: Section;
  chosen: string | undefined;
  onChoose: (id: string) => void;
}

function SectionRows({ section, chosen, onChoose }: RowsProps): ReactNode {
  return (
    <section>
      {section.title && <h4>{section.title}</h4>}
      {section.rows.map((row) => (
        <Row key={row.id} row={row} chosen={row.id === chosen} onChoose={onChoose} />
      ))}
    </section>
  );
}

function Row({
  row,
  chosen,
  onChoose,
}: {
  row: Choice;
  chosen: boolean;
  onChoose: (id: string) => void;
}): ReactNode {
  return (
    <label className="row" data-testid="list-row" data-choice={row.id}>
      <span>
        {row.title}
        {row.description && <small>{row.description}</small>}
      </span>
      <input type="radio" name="row" value={row.id} checked={chosen} onChange={() => onChoose(row.id)} />
    </label>
  );
}

/** Takes the focus while it is open and gives it back to where it was. */
function useReturningFocus(sheet: { current: HTMLElement | null }): void {
  useEffect(() => {
    const before = document.activeElement;
    sheet.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, [sheet]);
}
