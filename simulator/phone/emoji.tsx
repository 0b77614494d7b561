import type { ReactNode } from 'react';
import { useLanguage } from './language.js';

const EMOJI = Array.from(
  '😀😂😊😍🤔😢😮😡👍👎🙏👏🙌💪👋🤝✅❌❓❗🎉🔥💯⭐🌍🌞🌙🌧🏠🏥🏫🚗📱📍📷🎤💬📅⏰💰🩺💊🧪👶👩👨👵👴💚💙',
);

/** A small box of emoji. */
export function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }): ReactNode {
  const { texts } = useLanguage();
  return (
    <div className="pop emoji" role="group" aria-label={texts.emoji}>
      {EMOJI.map((emoji) => (
        <button key={emoji} type="button" onClick={() => onPick(emoji)}>
          {emoji}
        </button>
      ))}
    </div>
  );
}
