import type { Texts } from './french.js';

/** Words that several pages of work share. */
export const work: Pick<Texts, 'work'> = {
  work: {
    confirm: 'Confirm',
    cancel: 'Cancel',
    all: 'All',
    never: 'never',
    none: '–',
    back: 'Back to the list',
    sections: 'Parts of the page',
    search: 'Search',
    clear: 'Clear',
    at: 'At',
    more: 'Detail',
    yes: 'yes',
    no: 'no',
    download: (format) => `Download as ${format}`,
  },
};
