import type { ReactNode } from 'react';

const PATHS = {
  back: 'M15 5l-7 7 7 7',
  more: 'M12 5.5v.01M12 12v.01M12 18.5v.01',
  close: 'M6 6l12 12M18 6L6 18',
  plus: 'M12 5v14M5 12h14',
  down: 'M6 9.5l6 6 6-6',
  reply: 'M10 8L5 12.5l5 4.5v-3c5 0 7.5 1.5 9 4.5 0-5-2.5-9-9-9z',
  list: 'M9 7h10M9 12h10M9 17h10M5 7v.01M5 12v.01M5 17v.01',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  link: 'M14 5h5v5M19 5l-8 8M17 14v4a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1h4',
  clip: 'M18.5 11.5l-6.8 6.8a4.5 4.5 0 0 1-6.4-6.4l7.3-7.3a3 3 0 0 1 4.3 4.3l-7.2 7.2a1.5 1.5 0 0 1-2.2-2.2l6.5-6.4',
  smile:
    'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM8.5 14c.8 1.3 2 2 3.5 2s2.7-.7 3.5-2M9 9.7v.01M15 9.7v.01',
  image:
    'M5 5h14a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1zM4.5 17l4.5-5 3.5 4 2.5-2.5 4.5 4.5M15.5 9.5v.01',
  pin: 'M12 21c4-4.5 6.5-7.7 6.5-11a6.5 6.5 0 0 0-13 0c0 3.3 2.5 6.5 6.5 11zM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  sticker:
    'M6 4h12a2 2 0 0 1 2 2v8l-6 6H6a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2zM20 14h-4a2 2 0 0 0-2 2v4M8.5 13c.8 1 1.7 1.5 3 1.5M9 9v.01M14 9v.01',
  file: 'M7 3.5h6.5L18 8v11.5a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1v-15a1 1 0 0 1 1-1zM13 3.5V8.5h5M9 13h6M9 16.5h4',
  mic: 'M12 14.5a3 3 0 0 0 3-3v-5a3 3 0 0 0-6 0v5a3 3 0 0 0 3 3zM6 11.5a6 6 0 0 0 12 0M12 17.5V21',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c.8-3.8 3.8-6 7.5-6s6.7 2.2 7.5 6',
  lock: 'M7 11h10a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  pulse: 'M3 12h4l2.5-6 4.5 12 2.5-6H21',
  register:
    'M4.5 8.5c0-1.9 3.4-3.5 7.5-3.5s7.5 1.6 7.5 3.5S16.1 12 12 12s-7.5-1.6-7.5-3.5zM4.5 8.5v7c0 1.9 3.4 3.5 7.5 3.5s7.5-1.6 7.5-3.5v-7M4.5 12c0 1.9 3.4 3.5 7.5 3.5s7.5-1.6 7.5-3.5',
  out: 'M5 12h13M13 6.5l5.5 5.5-5.5 5.5',
  in: 'M19 12H6M11 6.5L5.5 12l5.5 5.5',
} as const;

export type IconName = keyof typeof PATHS;

/** A line drawing of 24 × 24; whoever uses it gives it its name for those who do not see it. */
export function Icon({ name, size = 24 }: { name: IconName; size?: number }): ReactNode {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}

const SOLID = {
  send: 'M3.5 20.5l18-8.5-18-8.5v6.6l12 1.9-12 1.9z',
  play: 'M8 5.5v13l11-6.5z',
  pause: 'M7 5h3.5v14H7zM13.5 5H17v14h-3.5z',
} as const;

export function SolidIcon({ name, size = 24 }: { name: keyof typeof SOLID; size?: number }): ReactNode {
  return (
    <svg
      className="icon solid"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
    >
      <path d={SOLID[name]} />
    </svg>
  );
}

/** One tick, two ticks, two blue ones. */
export function Ticks({ ticks, label }: { ticks: 'sent' | 'delivered' | 'read'; label: string }): ReactNode {
  return (
    <svg
      className={`ticks ${ticks}`}
      width="17"
      height="11"
      viewBox="0 0 17 11"
      role="img"
      aria-label={label}
    >
      {ticks !== 'sent' && <path d="M1 6.2l3.2 3.3L11 1.5" />}
      <path d={ticks === 'sent' ? 'M4 6.2l3.2 3.3L14 1.5' : 'M8 8.2l1.3 1.3L16 1.5'} />
    </svg>
  );
}

/** The face of the service: two ways in one bubble. */
export function ServiceFace(): ReactNode {
  return (
    <svg className="face" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      <circle cx="24" cy="24" r="24" fill="#e7f6ef" />
      <path
        d="M12 18a4 4 0 0 1 4-4h16a4 4 0 0 1 4 4v10a4 4 0 0 1-4 4H23l-5.8 4.9c-.9.7-2.2.1-2.2-1V32a4 4 0 0 1-3-4z"
        fill="#008069"
      />
      <path
        d="M18 20.5h11m0 0-3-3m3 3-3 3M30 26H19m0 0 3-3M19 26l3 3"
        fill="none"
        stroke="#fff"
        strokeWidth="2.2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

const TINTS = ['#d9695f', '#bb7f22', '#5d8f3c', '#2b8c8c', '#3f77c4', '#7d62c2', '#b4568f', '#7a6a5c'];

/** The face of a person: the first letter on a colour of their own. */
export function PersonFace({ name, number }: { name: string; number: string }): ReactNode {
  const tint = TINTS[Number(number.slice(-2)) % TINTS.length];
  return (
    <span className="face letter" style={{ backgroundColor: tint }} aria-hidden="true">
      {Array.from(name.trim())[0]?.toUpperCase() ?? '?'}
    </span>
  );
}
