import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ANYBODY, Book, entry } from './privacy-book.js';
import { Day } from './privacy-day.js';
import { asMarkdown, entriesOf, SEALED, SHOWN } from './privacy-table.js';
import { titlesOf, type Wired, wordsOf } from './messaging-process.js';

/** Half a minute on a machine of one's own; many share one where tests run. */
jest.setTimeout(480_000);

const allowed = new Set([...entriesOf(SHOWN), ...entriesOf(SEALED)]);
const met = new Set<string>();

describe('two hundred registrations with a DHIS2', () => {
  let day: Day;
  beforeAll(async () => {
    day = await Day.of({ mode: 'tracker', length: 'whole' });
  });
  afterAll(() => day?.house.close());

  it('everybody who finished has the code that the answers give', () => {
    const finished = day.crowd.filter(({ manner }) => manner !== 'cancelled' && manner !== 'expired');
    expect(finished.length).toBeGreaterThanOrEqual(200);
    const without = finished.filter(
      ({ number, code }) => !day.house.crowd.of(number).some((message) => wordsOf(message).includes(code)),
    );
    expect(without).toEqual([]);
    const missing = finished.filter(
      ({ code, manner }) => manner !== 'erased' && !day.exported.includes(code),
    );
    expect(missing).toEqual([]);
  });

  it('names, codes and numbers are only where the design says', () => {
    expect(strayed(day)).toEqual({});
  });

  it.each(['spool', 'files', 'log', 'metrics', 'errors', 'traces', 'file data/relais.sqlite'])(
    'there was something to read: %s',
    (place) => {
      expect(day.book.readAt(place)).toBeGreaterThan(500);
    },
  );

  it('every route that shows something was looked at', () => {
    const admin = day.visits.get('admin');
    expect([...(admin?.open ?? [])].length).toBeGreaterThan(40);
    expect(day.book.readAt('GET /api/audit')).toBeGreaterThan(1_000);
    expect(day.book.readAt('GET /api/errors')).toBeGreaterThan(100);
    expect(day.book.readAt('GET /api/dhis2/registrations')).toBeGreaterThan(10_000);
  });

  it('when all runs are over nobody’s answers are kept, not even under lock', () => {
    const kept = [...day.evening.found().keys()].filter((each) => /: (answer|letters)$/.test(each));
    expect(kept).toEqual([entry('sealed dhis2_registration.payload', ANYBODY, 'letters')]);
  });

  it('of people who were erased nothing is kept, not even under lock', () => {
    const left = day
      .forgotten()
      .flatMap(({ number, profile, code }) => [number.slice(-9), profile.toLowerCase(), code])
      .filter((each) => day.evening.met.has(each));
    expect(left).toEqual([]);
    expect(day.forgotten().length).toBeGreaterThan(15);
    expect(day.evening.met.size).toBeGreaterThan(600);
  });

  it('nothing is found twice under lock: what is equal looks different', () => {
    const sealed = day.cells.map(({ value }) => value).filter((value) => value.startsWith('v1.'));
    expect(sealed.length).toBeGreaterThan(1_000);
    expect(new Set(sealed).size).toBe(sealed.length);
  });

  it('a keyed hash leads from one table to another only where rows are found by it', () => {
    const places = new Map<string, Set<string>>();
    for (const { column, value } of day.cells)
      if (/^[\w-]{6}\.[\w-]{43}$/.test(value))
        places.set(value, (places.get(value) ?? new Set()).add(column));
    const shared = new Set(
      [...places.values()].filter(({ size }) => size > 1).map((each) => [...each].toSorted().join(' = ')),
    );
    expect([...shared]).toEqual(['whatsapp_contact.phone_index = whatsapp_inbox.lane']);
    expect(places.size).toBeGreaterThan(400);
  });

  it('whoever types another’s answers reads, byte for byte, what a new person reads', () => {
    const pairs = day.twins();
    expect(pairs.length).toBeGreaterThan(10);
    const transcript = (number: string) => day.house.crowd.of(number).map(shownOf);
    for (const [first, second] of pairs) expect(transcript(second.number)).toEqual(transcript(first.number));
    expect(transcript(day.neighbour.number)).toEqual(transcript(day.crowd[0]?.number ?? ''));
  });

  it('a leak would be found: one planted in a file and in the log', () => {
    const [person] = day.crowd;
    writeFileSync(join(day.house.server.folder, 'data/planted.txt'), `one line with ${person?.code}`);
    day.house.server.output += `{"level":20,"msg":"sent to +${person?.number}"}\n`;
    const book = new Book(day.search);
    book.look([...day.house.files(), ...day.house.told()]);
    expect([...book.found().keys()]).toEqual([
      entry('file data/planted.txt', ANYBODY, 'code'),
      entry('log', ANYBODY, 'phone'),
    ]);
  });

  it.each([
    ['in a log line', (code: string) => `{"level":30,"msg":"issued ${code}"}`],
    ['in small letters', (code: string) => code.toLowerCase()],
    [
      'as the card groups it',
      (code: string) => `${code.slice(0, 3)} ${code.slice(3, 6)} ${code.slice(6, 7)} ${code.slice(7)}`,
    ],
    ['in base64', (code: string) => Buffer.from(`the code is ${code}, says the log`).toString('base64')],
    ['in hexadecimal', (code: string) => Buffer.from(`the code ${code}`).toString('hex')],
  ])('the search is awake: a code %s', (_, write) => {
    const code = day.crowd[0]?.code ?? '';
    expect(day.search.in(write(code))).toContainEqual(expect.objectContaining({ kind: 'code', of: code }));
  });

  it.each([
    ['in JSON', '{"last_name_code":"Qtz","city_code":"KI"}'],
    ['in a list', '["Qtz","Xwj"]'],
    ['in a line of a log', 'what stands for the prénom: Qtz, then'],
    ['in French as bytes', Buffer.from('les lettres gardées du prénom sont Qtz ').toString('latin1')],
    ['alone', '"Qtz"'],
  ])('the search is awake: letters of a name %s', (_, text) => {
    expect(day.search.in(text)).toContainEqual(expect.objectContaining({ kind: 'letters', of: 'Qtz' }));
  });

  it('the search takes no chance of sealed bytes for letters of a name', () => {
    const sealed = [0x81, 0x12, 0xf3, 0x00, 0x9c, 0x41, 0xfe, 0x07]
      .map((byte) => String.fromCharCode(byte))
      .join('');
    expect(day.search.in(`${sealed}'Qtz,C${sealed}=xwj"8${sealed}`)).toEqual([]);
  });
});

describe('some registrations with a server of one’s own', () => {
  it('names, codes and numbers are only where the design says', async () => {
    const day = await Day.of({ mode: 'custom', length: 'short' });
    await day.house.close();
    expect(day.exported.match(/"?Q[A-Z]ZX[A-Z]J\d/g)?.length).toBeGreaterThan(20);
    expect(strayed(day)).toEqual({});
  });
});

describe('the tables', () => {
  it('allow nothing that does not happen', () => {
    expect([...allowed].filter((each) => !met.has(each))).toEqual([]);
  });

  it('are those of the guide', () => {
    const guide = readFileSync('docs/operate/privacy.md', 'utf8');
    for (const table of [SHOWN, SEALED]) expect(guide).toContain(asMarkdown(table));
  });
});

/** What was found where nothing should be; everything is noted as met. */
function strayed({ book }: Day): Record<string, string> {
  const found = book.found();
  for (const each of found.keys()) met.add(each);
  return Object.fromEntries([...found].filter(([each]) => !allowed.has(each)));
}

/** What a person sees of a message: all of it but the number, our references and the ids of taps. */
function shownOf(message: Wired): object {
  const caption = (message.body['image'] as { caption?: string } | undefined)?.caption;
  return { type: message.type, words: wordsOf(message), titles: titlesOf(message), caption };
}
