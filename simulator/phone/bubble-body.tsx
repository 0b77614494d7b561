import type { ReactNode } from 'react';
import type { Content, Frame, Shown } from '../world/content.js';
import { Absent, Answers, Cart, Wares } from './commerce-view.js';
import { Icon } from './icons.js';
import { useLanguage } from './language.js';
import { Marked } from './marked.js';
import { DocumentView, ImageView, LocationView, StickerView, VideoView } from './media-view.js';
import { Voice } from './voice.js';

interface Props {
  content: Content;
  onImage: (src: string, caption: string | undefined) => void;
}

/** What a message says. */
export function BubbleBody({ content, onImage }: Props): ReactNode {
  switch (content.type) {
    case 'text':
      return <Words text={content.text} />;
    case 'tap':
      return <Tap title={content.title} description={content.description} />;
    case 'image':
      return <Captioned file={content.file} media={<ImageView file={content.file} onImage={onImage} />} />;
    case 'video':
      return <Captioned file={content.file} media={<VideoView file={content.file} />} />;
    case 'document':
      return <Captioned file={content.file} media={<DocumentView file={content.file} />} />;
    case 'audio':
      return <Voice src={content.file.src} voice={content.voice ?? false} />;
    case 'sticker':
      return <StickerView file={content.file} />;
    case 'location':
      return <LocationView place={content} />;
    case 'contacts':
      return <People people={content.people} />;
    case 'answers':
      return <Answers fields={content.fields} />;
    case 'cart':
      return <Cart items={content.items} text={content.text} />;
    case 'unsupported':
    case 'gone':
      return <Absent content={content} />;
    default:
      return (
        <>
          <Framed frame={content} onImage={onImage} />
          {content.type === 'products' && <Wares sections={content.sections} />}
        </>
      );
  }
}

function Words({ text }: { text: string }): ReactNode {
  return (
    <p className="words" dir="auto">
      <Marked text={text} />
    </p>
  );
}

function Tap({ title, description }: { title: string; description: string | undefined }): ReactNode {
  return (
    <p className="words">
      {title}
      {description && <small className="described">{description}</small>}
    </p>
  );
}

function Captioned({ file, media }: { file: Shown; media: ReactNode }): ReactNode {
  return (
    <>
      {media}
      {file.caption && <Words text={file.caption} />}
    </>
  );
}

/** Header, body and footer of an interactive message. */
function Framed({ frame, onImage }: { frame: Frame; onImage: Props['onImage'] }): ReactNode {
  const { header } = frame;
  return (
    <>
      {header && 'text' in header && <p className="words heading">{header.text}</p>}
      {header && 'media' in header && header.media === 'image' && (
        <ImageView file={header.file} onImage={onImage} />
      )}
      {header && 'media' in header && header.media === 'video' && <VideoView file={header.file} />}
      {header && 'media' in header && header.media === 'document' && <DocumentView file={header.file} />}
      {frame.body && <Words text={frame.body} />}
      {frame.footer && <p className="words footer">{frame.footer}</p>}
    </>
  );
}

function People({ people }: { people: { name: string; phone?: string }[] }): ReactNode {
  const { texts } = useLanguage();
  return (
    <ul className="people">
      {people.map(({ name, phone }) => (
        <li key={name + phone}>
          <span className="face letter" aria-hidden="true">
            <Icon name="person" size={22} />
          </span>
          <span>
            <strong>{name}</strong>
            <small>{phone ?? texts.contact}</small>
          </span>
        </li>
      ))}
    </ul>
  );
}
