import type { ReactNode } from 'react';
import type { Content, Shown } from '../world/content.js';
import { sizeOf } from './figures.js';
import { Icon } from './icons.js';
import { useLanguage } from './language.js';

interface ImageProps {
  file: Shown;
  onImage: (src: string, caption: string | undefined) => void;
}

export function ImageView({ file, onImage }: ImageProps): ReactNode {
  const { texts } = useLanguage();
  return (
    <button
      type="button"
      className="picture"
      onClick={() => onImage(file.src, file.caption)}
      aria-label={texts.enlarge}
    >
      <img src={file.src} alt={file.caption ?? texts.photo} data-testid="image" />
    </button>
  );
}

export function VideoView({ file }: { file: Shown }): ReactNode {
  const { texts } = useLanguage();
  return <video className="picture" src={file.src} controls preload="metadata" aria-label={texts.video} />;
}

export function StickerView({ file }: { file: Shown }): ReactNode {
  const { texts } = useLanguage();
  return <img className="sticker" src={file.src} alt={texts.sticker} width={168} height={168} />;
}

export function DocumentView({ file }: { file: Shown }): ReactNode {
  const { texts, language } = useLanguage();
  const kind = file.filename?.split('.').at(-1) ?? file.mime.split('/').at(-1) ?? '';
  return (
    <a
      className="document"
      href={file.src}
      download={file.filename ?? ''}
      aria-label={`${texts.download} ${file.filename ?? texts.document}`}
    >
      <span className="document-kind">
        <Icon name="file" size={30} />
      </span>
      <span>
        <strong>{file.filename ?? texts.document}</strong>
        <small>
          {kind.toUpperCase()} · {sizeOf(file.bytes ?? 0, language)}
        </small>
      </span>
    </a>
  );
}

/** A place, on a map that is only drawn: nothing is fetched from outside. */
export function LocationView({ place }: { place: Extract<Content, { type: 'location' }> }): ReactNode {
  const { texts } = useLanguage();
  const where = `${place.latitude.toFixed(4)}, ${place.longitude.toFixed(4)}`;
  return (
    <div className="location">
      <svg viewBox="0 0 300 150" role="img" aria-label={`${texts.location} ${where}`}>
        <rect width="300" height="150" className="land" />
        <path className="water" d="M-10 118C60 96 92 132 150 122S250 84 312 100V160H-10Z" />
        <path className="park" d="M196 14h70q10 0 10 10v34q0 8-8 10l-66 10q-12 0-12-12V24q0-10 6-10Z" />
        <path className="road wide" d="M-10 40L110 62 310 22M110 62L96 160" />
        <path className="road" d="M30-10L52 160M150-10L168 128M-10 84L300 74M230-10L244 110" />
        <g transform="translate(150 72)">
          <ellipse cx="0" cy="3" rx="9" ry="3" opacity=".25" />
          <path className="pin" d="M0 2C-10-12-16-19-16-29a16 16 0 0 1 32 0C16-19 10-12 0 2Z" />
          <circle cx="0" cy="-29" r="6" fill="#fff" />
        </g>
      </svg>
      <p className="words">
        <strong>{place.name ?? texts.location}</strong>
        <small>{place.address ?? where}</small>
      </p>
    </div>
  );
}
