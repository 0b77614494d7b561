import { board } from './english-board.js';
import { catalog } from './english-catalog.js';
import { dhis2 } from './english-dhis2.js';
import { talks } from './english-talks.js';
import { uic } from './english-uic.js';
import { work } from './english-work.js';
import type { Texts } from './french.js';

const many = (count: number, one: string, more: string): string => (count === 1 ? one : more);

export const en: Texts = {
  name: 'Relais',
  skip: 'Skip to content',
  pages: {
    dashboard: 'Dashboard',
    conversations: 'Conversations',
    uic: 'Codes (UIC)',
    duplicates: 'Duplicates',
    dhis2: 'DHIS2',
    catalog: 'Catalogue',
  },
  navigation: 'Pages',
  openMenu: 'Open the menu',
  closeMenu: 'Close the menu',
  language: 'Français',
  languageLabel: 'Passer en français',
  toDark: 'Switch to dark mode',
  toLight: 'Switch to light mode',
  roles: { viewer: 'Read only', agent: 'Agent', operator: 'Operator', admin: 'Administrator' },
  signOut: 'Sign out',
  signOutFailed: 'The server does not answer: the session is still open. Try again.',
  account: 'Your session',
  notFound: 'There is no such page.',
  backHome: 'Back to the dashboard',
  broken: 'This page stopped because of an error.',
  reload: 'Reload the page',
  loading: 'Loading…',
  retry: 'Try again',
  notLoaded: 'This cannot be read at the moment.',
  notAllowed: 'Your role does not allow you to see this.',
  zone: (zone) => `Times shown: ${zone}`,
  signIn: {
    title: 'Sign in',
    lead: 'The console of your WhatsApp service.',
    how: 'Sign in with',
    withKey: 'An access key',
    withPassword: 'A password',
    key: 'Access key',
    keyHint: 'It begins with “rk_”.',
    user: 'User name',
    password: 'Password',
    show: 'Show or hide',
    enter: 'Sign in',
    missing: 'Please fill this in',
    wrongKey: 'This key does not open. Check that it is complete and has not been revoked.',
    wrongPassword: 'Wrong name or password. Check them and try again.',
    wait: (seconds) => `Too many attempts. Try again in ${seconds} ${many(seconds, 'second', 'seconds')}.`,
    unreachable: 'The server does not answer. Check your connection and try again.',
    failed: 'Signing in failed. Try again in a moment.',
    over: 'Your session has ended. Sign in again: you will return to where you were.',
  },
  silence: (when) => `The server does not answer. Last data received at ${when}; trying again by itself.`,
  health: {
    title: 'The service is not well',
    parts: {
      database: 'The database does not answer: received messages wait in a journal on disk.',
      storage: 'The folder of files cannot be written: photos and documents wait.',
      inbox: 'Received messages are not handled fast enough.',
      token: 'A WhatsApp token no longer works: messages wait to be sent.',
      spool: 'The emergency folder cannot be written.',
    },
    other: (name) => `Check “${name}” fails.`,
  },
  ...board,
  ...talks,
  ...work,
  ...dhis2,
  ...uic,
  ...catalog,
};
