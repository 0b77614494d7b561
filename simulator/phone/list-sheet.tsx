import { useState, type ReactNode } from 'react';
import type { Choice, Content, Section } from '../world/content.js';
import { useLanguage } from './language.js';
import { Sheet } from './sheet.js';

interface Props {
  content: Extract<Content, { type: 'list' }>;
  onClose: () => void;
  onSend: (choice: string) => void;
}

/** The rows of a list message: choose one, then send. */
export function ListSheet({ content, onClose, onSend }: Props): ReactNode {
  const { texts } = useLanguage();
  const [chosen, setChosen] = useState<string>();
  const send = (
    <button
      type="button"
      className="solid"
      data-testid="list-send"
      disabled={chosen === undefined}
      onClick={() => chosen !== undefined && onSend(chosen)}
    >
      {texts.send}
    </button>
  );
  return (
    <Sheet title={content.button} onClose={onClose} footer={send}>
      {(titleId) => (
        <div className="sheet-rows" role="radiogroup" aria-labelledby={titleId}>
          {content.sections.map((section, index) => (
            <SectionRows key={index} section={section} chosen={chosen} onChoose={setChosen} />
          ))}
        </div>
      )}
    </Sheet>
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

function Row(props: { row: Choice; chosen: boolean; onChoose: (id: string) => void }): ReactNode {
  const { row, chosen, onChoose } = props;
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
