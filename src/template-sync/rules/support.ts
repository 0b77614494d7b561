import { anatomyOf } from './components.js';

/** Whether every component and button is of a kind that this program can fill in. */
export function isSupported(components: unknown[]): boolean {
  const { strange, body, cards } = anatomyOf(components);
  return strange.length === 0 && body !== null && cards?.length !== 0;
}
