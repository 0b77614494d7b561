import { Fragment, type ReactNode } from 'react';
import { parseMarkup, type Piece } from './markup.js';

/** A text with WhatsApp's formatting. */
export function Marked({ text }: { text: string }): ReactNode {
  return <Pieces pieces={parseMarkup(text)} />;
}

function Pieces({ pieces }: { pieces: Piece[] }): ReactNode {
  return pieces.map((piece, index) => <Fragment key={index}>{shown(piece)}</Fragment>);
}

function shown(piece: Piece): ReactNode {
  switch (piece.kind) {
    case 'text':
      return piece.text;
    case 'bold':
      return <strong>{<Pieces pieces={piece.pieces} />}</strong>;
    case 'italic':
      return <em>{<Pieces pieces={piece.pieces} />}</em>;
    case 'strike':
      return <s>{<Pieces pieces={piece.pieces} />}</s>;
    case 'mono':
      return <code>{piece.text}</code>;
    case 'link':
      return (
        <a href={piece.href} target="_blank" rel="noreferrer noopener">
          {piece.text}
        </a>
      );
  }
}
