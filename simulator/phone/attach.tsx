import type { ReactNode } from 'react';
import type { Message } from './api.js';
import { Icon, type IconName } from './icons.js';
import { useLanguage } from './language.js';

const KINDS: readonly { kind: 'image' | 'voice' | 'sticker' | 'location' | 'document'; icon: IconName }[] = [
  { kind: 'image', icon: 'image' },
  { kind: 'voice', icon: 'mic' },
  { kind: 'sticker', icon: 'sticker' },
  { kind: 'location', icon: 'pin' },
  { kind: 'document', icon: 'file' },
];
const MARKET = { latitude: -4.3217, longitude: 15.3125 };

/** What can be sent besides words; the files are shipped with the simulator. */
export function Attach({ onSend }: { onSend: (message: Message) => void }): ReactNode {
  const { texts } = useLanguage();
  return (
    <div className="pop attach" role="group" aria-label={texts.attach}>
      {KINDS.map(({ kind, icon }) => (
        <button
          key={kind}
          type="button"
          className={`attach-${kind}`}
          data-testid={`attach-${kind}`}
          onClick={() =>
            onSend(kind === 'location' ? { type: kind, ...MARKET, ...texts.samplePlace } : { type: kind })
          }
        >
          <span>
            <Icon name={icon} />
          </span>
          {texts.attachments[kind]}
        </button>
      ))}
    </div>
  );
}
