/** Before every id. Not the empty text: that is NULL on Oracle, and nothing is greater than NULL. */
export const BEFORE_ALL_IDS = '00000000-0000-0000-0000-000000000000';

/** After every id. */
export const AFTER_ALL_IDS = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The least id that could have been made at a moment: ids (UUID v7) begin with their time. */
export function idAt(moment: Date): string {
  const time = moment.getTime().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}

/** The end of a range of which this id is the last: nothing lies between. */
export function justAfter(id: string): string {
  return `${id}0`;
}
