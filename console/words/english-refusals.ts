/** What the server refuses, for those who do not read its French words; by the code of the problem. */
export const refusals: Readonly<Record<string, string>> = {
  'dhis2.off': 'Registration in DHIS2 is switched off: set DHIS2_MODE, then restart.',
  'dhis2.registration-not-found': 'There is no such registration; it may have been erased.',
  'dhis2.decision-not-open': 'No decision is awaited: somebody may have taken it. Reload the page.',
  'dhis2.decision-impossible': 'This decision is not possible here: two clients may not have one code.',
  'uic.pair-unknown': 'There is no such pair; one of its codes may have been erased.',
  'uic.pair-decided': 'This pair has just been decided. Read it again; reopen it to change the decision.',
  'uic.pair-open': 'This pair is open: there is no decision to take back.',
  'uic.pair-replaced':
    'One of the codes has been replaced. Reopen the pair that replaced it, or decide “two people”.',
  'uic.workbook-too-large': 'Too many codes for one workbook: take a shorter period, or CSV.',
  'reminders.code-not-current': 'This code is no longer current: it was erased, or replaced by a newer one.',
  'reminders.several-holders':
    'Several phones have this code: the one to send it to is named through the API (contactId).',
  'reminders.not-a-holder': 'Nobody has this code any more, or the person was erased.',
  'reminders.opted-out': 'The person wrote STOP. They can still ask for their code by writing themselves.',
  'reminders.no-consent': 'No consent of this person is kept here. Ask them to write CODE and to accept.',
  'reminders.template': 'The 24-hour window is closed, and the template “code_card” cannot be sent.',
  'reminders.too-soon': 'This code was already sent in the last 24 hours.',
  'reminders.number-unknown': 'No number is configured: add one before you send.',
  'catalog.sync-running': 'A copy is already going on. Wait for its end, or stop it.',
  'catalog.no-inventory': 'No inventory is configured: give INVENTORY_BASE_URL and a key.',
  'catalog.export-running': 'An export to this catalogue is already going on.',
  'catalog.product-not-found': 'There is no such product.',
  'catalog.run-not-found': 'There is no such copy.',
  'catalog.inventory-key-not-found': 'There is no such key.',
  'catalog.inventory-key-revoked': 'This key is revoked, or stands in the settings.',
  'catalog.inventory-key-of-settings':
    'This key stands in the settings (INVENTORY_API_KEY): change it there.',
  'request.invalid': 'Something in the request is not as it should be.',
};
