import { useEffect, useRef, type ReactNode } from 'react';
import { Icon } from './icons.js';
import { useLanguage } from './language.js';

/** A picture over the whole screen. */
export function Viewer(props: { src: string; caption: string | undefined; onClose: () => void }): ReactNode {
  const { src, caption, onClose } = props;
  const { texts } = useLanguage();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className="viewer"
      onClose={onClose}
      onClick={() => dialog.current?.close()}
      data-testid="viewer"
    >
      <button type="button" className="round" aria-label={texts.close}>
        <Icon name="close" />
      </button>
      <img src={src} alt={caption ?? texts.photo} />
      {caption && <p>{caption}</p>}
    </dialog>
  );
}
