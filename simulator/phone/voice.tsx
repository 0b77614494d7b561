import { useRef, useState, type ReactNode } from 'react';
import { durationOf } from './figures.js';
import { Icon, SolidIcon } from './icons.js';
import { useLanguage } from './language.js';

const BARS = 34;

/** A sound: play, see how far it is. */
export function Voice({ src, voice }: { src: string; voice: boolean }): ReactNode {
  const { texts } = useLanguage();
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(0);
  const toggle = (): void => {
    if (playing) audio.current?.pause();
    else void audio.current?.play().catch(() => setPlaying(false));
  };
  return (
    <div className="voice">
      <span className="voice-kind">
        <Icon name={voice ? 'mic' : 'file'} size={20} />
      </span>
      <button
        type="button"
        className="round"
        onClick={toggle}
        aria-label={playing ? texts.pause : texts.play}
      >
        <SolidIcon name={playing ? 'pause' : 'play'} size={30} />
      </button>
      <span className="voice-wave">
        <Wave seed={src} played={length > 0 ? at / length : 0} />
        <small>{durationOf(playing || at > 0 ? at : length)}</small>
      </span>
      <audio
        ref={audio}
        src={src}
        preload="metadata"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setAt(0)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onDurationChange={(event) => setLength(event.currentTarget.duration)}
      />
    </div>
  );
}

/** Bars that look like speech; always the same ones for the same file. */
function Wave({ seed, played }: { seed: string; played: number }): ReactNode {
  let state = Array.from(seed).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 2_147_483_647, 7);
  const bars = Array.from({ length: BARS }, (_, index) => {
    state = (state * 16_807) % 2_147_483_647;
    const swell = 0.35 + 0.65 * Math.abs(Math.sin(index / 2.6 + (state % 7) / 9));
    return 3 + Math.round(swell * (6 + (state % 13)));
  });
  return (
    <svg className="wave" viewBox={`0 0 ${BARS * 4} 24`} aria-hidden="true" preserveAspectRatio="none">
      {bars.map((height, index) => (
        <rect
          key={index}
          className={index / BARS < played ? 'played' : ''}
          x={index * 4}
          y={12 - height / 2}
          width="2.4"
          height={height}
          rx="1.2"
        />
      ))}
    </svg>
  );
}
