import type { ReactNode } from 'react';

const PATHS = {
  board: 'M4 13h6V4H4zM14 20h6v-9h-6zM4 20h6v-4H4zM14 8h6V4h-6z',
  talks: 'M20 14.5a2 2 0 0 1-2 2H9l-4.500 3.500V6a2 2 0 0 1 2-2H18a2 2 0 0 1 2 2zM9 9h7M9 12.500h4.500',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400',
  moon: 'M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500z',
  out: 'M14 4h4a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-4M10 8l-4 4 4 4M6 12h10',
  up: 'M12 19V5M6 11l6-6 6 6',
  down: 'M12 5v14M6 13l6 6 6-6',
  level: 'M5 12h14',
  received: 'M18 6L7 17M7 9v8h8',
  sent: 'M6 18L17 7M9 7h8v8',
  warning: 'M12 4l9 16H3zM12 10v4.500M12 17.300v.010',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  pause: 'M9 6v12M15 6v12',
  key: 'M15 9a4 4 0 1 0-3.800 4L13 15h2v2h2v2h3v-3l-5.200-5.200A4 4 0 0 0 15 9zM10 8v.010',
  stop: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM6 6l12 12',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.500 2',
  cloudOff: 'M3 3l18 18M8 8a5 5 0 0 0-.900 10H17M20.500 16.200A4 4 0 0 0 17 10a6 6 0 0 0-6.500-4',
  language:
    'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3.500 9.500h17M3.500 14.500h17M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18',
  card: 'M3 6h18v12H3zM7 10h4v4H7zM14 10.500h4M14 13.500h3',
  pair: 'M9 8h11v11H9zM6 15H4V4h11v2',
  shelf: 'M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8',
  register: 'M6 3h9l4 4v14H6zM14 3v5h5M9 13h7M9 17h5',
  back: 'M15 5l-7 7 7 7',
  bin: 'M5 7h14M10 4h4M7 7l1 13h8l1-13',
} as const;

export type IconName = keyof typeof PATHS;

/** A line drawing; whoever uses it gives it its name for those who do not see it. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }): ReactNode {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The sign of the house: there and back. */
export function Mark({ size = 32 }: { size?: number }): ReactNode {
  return (
    <svg className="mark" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="9" />
      <path d="M8 12.500h11m0 0-3.500-3.500m3.500 3.500L15.500 16M24 20.500H13m0 0 3.500-3.500M13 20.500l3.500 3.500" />
    </svg>
  );
}
