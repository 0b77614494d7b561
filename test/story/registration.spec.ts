import { copyFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../until.js';
import { titlesOf, wordsOf } from './messaging-process.js';
import {
  answersOf,
  type Client,
  type Received,
  type Registration,
  RegistrationStory,
  type Visitor,
} from './registration-ground.js';
import { ServerProcess } from './server-process.js';

const TRACKER_FILE = resolve('docs/examples/dhis2/tracker.yaml');
const QUESTIONS_FILE = resolve('docs/examples/questions/six-questions.yaml');
const PREPARING = 'Votre code se prépare';
/** Much more than a turn takes, much less than the register is given. */
const NOT_WAITED_MS = 3_500;

let number = 0;
/** Somebody's answers, which nobody else has. */
const somebody = () => answersOf((number += 1));
const whole = (text: string) => text.split('\n');
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const kinds = (calls: readonly Received[]) => calls.map(({ what }) => what);
const valuesOf = ({ attributes }: Client) =>
  Object.fromEntries(attributes.map(({ id, value }) => [id, value]));

describe('codes registered by five addresses, with nothing but the address of the server', () => {
  let story: RegistrationStory;
  beforeAll(async () => {
    story = await RegistrationStory.open();
  });
  afterAll(() => story.close());

  it('a person has the code in the same turn, and the register hears of it once, in order', async () => {
    const { answers, code } = somebody();
    const { words } = await story.newcomer().obtain(answers);
    expect(whole(words)).toContain(code);
    const [registration] = await story.done(1);
    const calls = await story.received();
    expect(kinds(calls)).toEqual(['validate', 'search', 'generate', 'create']);
    const create = calls.at(-1);
    expect(create?.body).toMatchObject({ uic: code, reference: registration?.id, city_code: 'KI' });
    const [client] = await story.clients();
    expect(client).toMatchObject({ id: registration?.clientId, code });
    expect(registration).toMatchObject({ attempts: 1, outcome: 'created' });
    expect(registration).not.toHaveProperty('lastError');
    const found = await story.api<{ items: { registered: boolean }[] }>('POST', 'uic/search', { code });
    expect(found.body.items.map(({ registered }) => registered)).toEqual([true]);
  });

  it('the same person again is the same client', async () => {
    const { answers, code } = somebody();
    const person = story.newcomer();
    await person.obtain(answers);
    await story.done(2);
    const clients = (await story.clients()).length;
    await person.answer(answers);
    const [again] = await person.write('oui');
    expect(whole(wordsOf(again))).toContain(code);
    await pause(300);
    expect((await story.clients()).length).toBe(clients);
  });

  it('what the server knows of the code stands nowhere in its log', async () => {
    const { answers, code } = somebody();
    await story.newcomer().obtain(answers);
    await story.done(3);
    expect(story.server.output).not.toContain(code);
    expect(story.server.output).not.toContain('simulator-dhis2-token');
  });
});

describe('a register that is in trouble', () => {
  const TIMEOUT_MS = 4_000;
  let story: RegistrationStory;
  let usualMs = 0;

  const three = () => Array.from({ length: 3 }, somebody);
  /** All at once; how long the last answer took to bring the code, half of them less. */
  const obtain = async (people: readonly { answers: string[]; code: string }[]) => {
    const told = await Promise.all(people.map(({ answers }) => story.newcomer().obtain(answers)));
    for (const [at, { words }] of told.entries()) expect(whole(words)).toContain(people[at]?.code);
    return median(told.map(({ ms }) => ms));
  };
  beforeAll(async () => {
    story = await RegistrationStory.open({ DHIS2_TIMEOUT_MS: String(TIMEOUT_MS) });
    usualMs = await obtain(three());
    await story.done(3);
  });
  afterAll(() => story.close());

  it('that says nothing keeps nobody waiting: the code is there before the register has said a word', async () => {
    await story.register({ faults: [{ kind: 'silent', times: null }] });
    const { answers, code } = somebody();
    const { words } = await story.newcomer().obtain(answers);
    const [now] = await story.registrations(1, () => true);
    expect(whole(words)).toContain(code);
    expect(now).toMatchObject({ state: expect.stringMatching(/QUEUED|SENDING/) as string, outcome: null });
    await story.registrations(1, ({ state }) => state === 'RETRY');
    await story.register({ clearFaults: true });
    expect(await retriedByCall()).toBe(1);
    await story.done(1);
  });

  it.each([
    { fault: { kind: 'down' }, cause: 'http-503', byCommand: true },
    { fault: { kind: 'slow', ms: 30_000 }, cause: 'timeout' },
    { fault: { kind: 'cut-after', on: 'create' }, cause: 'cut' },
    { fault: { kind: 'unauthorised' }, cause: 'http-401' },
    { fault: { kind: 'html' }, cause: 'not-json' },
  ])(
    '$fault: people have their code as before it, and everybody is registered once when it is over',
    async ({ fault, cause, byCommand }) => {
      await story.register({ faults: [{ ...fault, times: null }] });
      const people = three();
      expect(await obtain(people)).toBeLessThan(usualMs + NOT_WAITED_MS);

      const waiting = await waitingAfterTry();
      const tried = waiting.filter(isTried);
      expect(new Set(tried.map(({ lastError }) => lastError?.code))).toEqual(new Set([cause]));
      expect(tried.every(({ lastError }) => (lastError?.advice.length ?? 0) > 20)).toBe(true);
      expect(JSON.stringify(waiting)).not.toMatch(new RegExp(people.map(({ code }) => code).join('|')));
      expect(await story.problems(({ length }) => length > 0)).toEqual([`dhis2.fault:${cause}`]);

      await story.register({ clearFaults: true });
      expect(await (byCommand === true ? retriedByCommand() : retriedByCall())).toBeGreaterThan(0);
      await story.done(3);
      const clients = await Promise.all(people.map(({ code }) => story.clients(code)));
      expect(clients.map(({ length }) => length)).toEqual([1, 1, 1]);
      expect(await story.problems(({ length }) => length === 0)).toEqual([]);
    },
  );

  it('a server that is killed while a client is being made asks for it, and makes it once', async () => {
    await story.register({ faults: [{ kind: 'slow', ms: 1_500, on: 'create' }] });
    const { answers, code } = somebody();
    const before = (await story.received()).at(-1)?.seq ?? 0;
    await story.newcomer().obtain(answers);
    const since = async () => kinds((await story.received()).filter(({ seq }) => seq > before));
    await until('only the client is missing', async () => (await since()).at(-1) === 'generate');
    // What is noted before the client is made is noted in less.
    await pause(300);
    await story.server.stop('SIGKILL');
    await until('the register has made it', async () => (await story.clients(code)).length === 1);
    await story.server.start();
    const [registration] = await story.done(1);
    expect(registration).toMatchObject({
      attempts: 2,
      outcome: expect.stringMatching(/created|already-ours/) as string,
    });
    expect(registration?.clientId).toBe((await story.clients(code))[0]?.id);
    expect((await since()).filter((what) => what === 'create')).toEqual(['create']);
    expect(await story.clients(code)).toHaveLength(1);
  });

  const isTried = ({ lastError }: Registration) => lastError !== undefined;

  async function waitingAfterTry(): Promise<Registration[]> {
    const { items } = await story.settled<{ items: Registration[] }>(
      'dhis2/registrations?limit=3',
      (page) =>
        page.items.some(isTried) && page.items.every(({ state }) => state === 'RETRY' || state === 'QUEUED'),
    );
    return items;
  }

  async function retriedByCommand(): Promise<number> {
    const { code, output } = await story.server.command('dhis2:retry', 'all', '--json');
    return code === 0 ? (JSON.parse(output) as { retried: number }).retried : NaN;
  }

  async function retriedByCall(): Promise<number> {
    const { body } = await story.api<{ retried: number }>('POST', 'dhis2/registrations/retry', { all: true });
    return body.retried;
  }
});

describe.each(['2.40', '2.41', '2.42', '2.43'])('DHIS2 %s by its own Tracker API', (version) => {
  let story: RegistrationStory;
  beforeAll(async () => {
    story = await RegistrationStory.open(
      { DHIS2_MODE: 'tracker', DHIS2_CONFIG_FILE: TRACKER_FILE },
      { simulated: { DHIS2_VERSION: version } },
    );
  });
  afterAll(() => story.close());

  it('has the person under our ids, in the unit of its town, with the options of its own', async () => {
    const { words } = await story.newcomer().obtain(['Kabila', 'Trésor', '1994', 'Lubumbashi', 'trans']);
    expect(whole(words)).toContain('KABTRE4LU3');
    const [registration] = await story.done(1);
    const { body } = await story.api<{ references: { client: string; enrolment: string } }>(
      'GET',
      `dhis2/registrations/${registration?.id}`,
    );
    const [client, ...others] = await story.clients();
    expect(others).toEqual([]);
    expect(client).toMatchObject({
      id: body.references.client,
      code: 'KABTRE4LU3',
      orgUnit: 'uicOrgUnitB',
      enrollments: [body.references.enrolment],
      isDuplicate: false,
    });
    expect(valuesOf(client as Client)).toEqual({
      uicGenderAt: 'TRANSGENDER',
      uicYearAttr: '4',
      uicTownAttr: 'LU',
    });
    const refused = (await story.received()).filter(({ status }) => status !== 200);
    expect(refused.map(({ method, path, status }) => [method, path, status])).toEqual([]);
  });
});

describe('a register whose own code counts', () => {
  const TIMEOUT_MS = 2_500;
  const LITTLE_MS = 3_000;
  let story: RegistrationStory;
  beforeAll(async () => {
    story = await RegistrationStory.open({
      DHIS2_CODE_POLICY: 'remote',
      DHIS2_TIMEOUT_MS: String(TIMEOUT_MS),
    });
  });
  afterEach(() => story.register({ clearFaults: true }));
  afterAll(() => story.close());

  const theirs = (code: string) => `${code.slice(0, 5)}X${code.slice(6)}`;

  it('a person waits a moment for it, has it and finds it again; ours is told nobody', async () => {
    await story.register({ faults: [{ kind: 'other-code', on: 'generate' }] });
    const { answers, code } = somebody();
    const person = story.newcomer();
    const { words } = await person.obtain(answers);
    expect(words).toContain(PREPARING);
    const [told] = await person.receive();
    expect(whole(wordsOf(told))).toContain(theirs(code));
    await story.done(1);
    expect(await story.clients(theirs(code))).toHaveLength(1);
    await person.write('mon code');
    const [found] = await person.write(answers[1] ?? '');
    expect(whole(wordsOf(found))).toContain(theirs(code));
    expect(await person.timesTold(code)).toBe(0);
  });

  it('the same code is not told twice where the register agrees', async () => {
    const { answers, code } = somebody();
    const person = story.newcomer();
    await person.obtain(answers);
    const [told] = await person.receive();
    expect(whole(wordsOf(told))).toContain(code);
    await story.done(2);
    expect(await person.timesTold(code)).toBe(1);
  });

  it('a register that says nothing is waited for as long as was set, then ours counts', async () => {
    await story.register({ faults: [{ kind: 'silent', times: null }] });
    const { answers, code } = somebody();
    const person = story.newcomer();
    const begun = performance.now();
    await person.obtain(answers);
    const [told] = await person.receive();
    expect(whole(wordsOf(told))).toContain(code);
    expect(performance.now() - begun).toBeLessThan(TIMEOUT_MS + LITTLE_MS);
    await story.registrations(1, ({ state }) => state === 'RETRY');
    await story.register({ clearFaults: true });
    await story.api('POST', 'dhis2/registrations/retry', { all: true });
    await story.done(3);
    expect(await story.clients(code)).toHaveLength(1);
    expect(await person.timesTold(code)).toBe(1);
  });

  it('a server that is killed while somebody waits tells them their code once when it is back', async () => {
    await story.register({ faults: [{ kind: 'silent', times: null }] });
    const { answers, code } = somebody();
    const person = story.newcomer();
    expect((await person.obtain(answers)).words).toContain(PREPARING);
    await story.server.stop('SIGKILL');
    await story.register({ clearFaults: true });
    await story.server.start();
    const [told] = await person.receive();
    expect(whole(wordsOf(told))).toContain(code);
    await story.done(4);
    await pause(1_000);
    expect(await person.timesTold(code)).toBe(1);
    expect(await story.clients(code)).toHaveLength(1);
  });
});

interface Pair {
  id: string;
  state: string;
  kept: { id: string };
  other: { id: string };
}

async function openPairs(story: RegistrationStory): Promise<Pair[]> {
  return (await story.api<{ items: Pair[] }>('GET', 'uic/duplicates?state=OPEN')).body.items;
}

describe('the same answers from two phones', () => {
  const open = async (env: Record<string, string>) => {
    const story = await RegistrationStory.open(env);
    const { answers } = somebody();
    const first = await story.newcomer().obtain(answers);
    const [kept] = await story.done(1);
    const second = await story.newcomer().obtain(answers);
    return { story, kept, told: [first.words, second.words] };
  };

  it('wait for a decision where a register has one client for a code; it can be taken back', async () => {
    const { story, kept, told } = await open({});
    try {
      expect(told[1]).toBe(told[0]);
      const review = ({ state }: Registration) => state === 'NEEDS_REVIEW';
      const [, [held]] = [await story.registrations(1, review), await story.registrations(1, review)];
      expect(held).toMatchObject({ outcome: 'used-by-another', task: 'duplicate' });
      expect(await story.clients()).toHaveLength(1);

      const [pair] = await openPairs(story);
      expect([pair?.kept.id, pair?.other.id]).toEqual([kept?.codeId, held?.codeId]);
      const decide = (path: string, decision: string) => story.api('POST', path, { decision });
      expect((await decide(`uic/duplicates/${pair?.id}/decide`, 'same')).status).toBe(200);
      expect(await openPairs(story)).toEqual([]);
      await story.done(2);
      expect((await story.api('POST', `uic/duplicates/${pair?.id}/reopen`)).status).toBe(200);
      expect(await openPairs(story)).toHaveLength(1);
      await story.registrations(1, review);

      const task = `dhis2/registrations/${held?.id}/decide`;
      expect((await decide(task, 'different')).status).toBe(409);
      expect((await decide(task, 'same')).status).toBe(204);
      const [linked] = await story.done(2);
      expect(linked).toMatchObject({ outcome: 'linked', clientId: kept?.clientId });
      expect(await story.clients()).toHaveLength(1);
    } finally {
      await story.close();
    }
  });

  it('are two clients that DHIS2 is told of as possible duplicates, where it has several for a code', async () => {
    const { story, kept, told } = await open({ DHIS2_MODE: 'tracker', DHIS2_CONFIG_FILE: TRACKER_FILE });
    try {
      expect(told[1]).toBe(told[0]);
      const [other] = await story.done(2);
      const clients = await story.clients();
      expect(clients.map(({ isDuplicate }) => isDuplicate)).toEqual([true, true]);
      const pairs = await story.pairs();
      expect(pairs).toMatchObject([{ original: kept?.clientId, duplicate: other?.clientId }]);
      const [pair] = await openPairs(story);
      for (const decision of ['same', 'different']) {
        const decided = await story.api<Pair>('POST', `uic/duplicates/${pair?.id}/decide`, { decision });
        expect([decided.status, decided.body.state]).toEqual([200, decision.toUpperCase()]);
        expect((await story.api('POST', `uic/duplicates/${pair?.id}/reopen`)).status).toBe(200);
      }
      await story.done(2);
      expect(await story.clients()).toHaveLength(2);
      expect(await story.pairs()).toHaveLength(1);
    } finally {
      await story.close();
    }
  });
});

describe('what a person can do about a code that is in the register', () => {
  let story: RegistrationStory;
  let registered = 0;
  beforeAll(async () => {
    story = await RegistrationStory.open({ DHIS2_MODE: 'tracker', DHIS2_CONFIG_FILE: TRACKER_FILE });
  });
  afterAll(() => story.close());

  const withCode = async (): Promise<{ person: Visitor; answers: string[]; code: string }> => {
    const person = story.newcomer();
    const made = somebody();
    await person.obtain(made.answers);
    registered += 1;
    await story.done(registered);
    return { person, ...made };
  };
  const stateOf = async (code: string) => {
    const { body } = await story.api<{ items: { state: string }[] }>('POST', 'uic/search', { code });
    return body.items.map(({ state }) => state);
  };

  it('finds it again with one answer, and reads what is kept', async () => {
    const { person, answers, code } = await withCode();
    await person.write('mon code');
    const [found] = await person.write(answers[1] ?? '');
    expect(whole(wordsOf(found))).toContain(code);
    const [kept] = await person.write('mes données');
    expect(wordsOf(kept)).toContain('DHIS2');
    expect(wordsOf(kept)).not.toContain(code);
  });

  it('corrects it: the newer one stands for the older, and DHIS2 is told of both', async () => {
    const { person, code } = await withCode();
    const better = somebody();
    await person.write('corriger');
    await person.write('oui');
    await person.goThrough(better.answers);
    const [told] = await person.write('oui');
    expect(whole(wordsOf(told))).toContain(better.code);
    registered += 1;
    const [newer] = await story.done(registered);
    expect(await stateOf(code)).toEqual(['SUPERSEDED']);
    await until('DHIS2 was told of the pair', async () =>
      (await story.pairs()).some(({ duplicate }) => duplicate === newer?.clientId),
    );
  });

  it.each([
    { says: 'Je corrige mon code', states: ['SUPERSEDED', 'ACTIVE'], isTold: true },
    { says: 'Une autre personne', states: ['ACTIVE', 'ACTIVE'], isTold: false },
  ])('is asked when a second code is nearly the first: « $says »', async ({ says, states, isTold }) => {
    const { person, answers, code } = await withCode();
    const nearly = answers.with(2, String((Number(answers[2]) + 1) % 10));
    await person.write('code');
    await person.write('oui');
    await person.goThrough(nearly);
    const replies = await person.write('oui', 2);
    expect(replies.map(titlesOf)).toContainEqual(['Je corrige mon code', 'Une autre personne']);
    await person.tap(says);
    registered += 1;
    const [newer] = await story.done(registered);
    expect([...(await stateOf(code)), ...(await stateOf(nearly.join('')))]).toEqual(states);
    await pause(isTold ? 0 : 500);
    const isKnown = async () =>
      (await story.pairs()).some(({ duplicate }) => duplicate === newer?.clientId) === isTold;
    await until('DHIS2 knows of the pair, or does not', isKnown);
  });

  it('erases it: what waits goes, and what is there becomes a task', async () => {
    const { person } = await withCode();
    const erase = async (who: Visitor) => {
      await who.write('supprimer');
      const [done] = await who.write('oui');
      expect(wordsOf(done)).toContain('C’est fait');
    };
    await erase(person);
    const [task] = await story.registrations(1, ({ state }) => state === 'NEEDS_REVIEW');
    expect(task).toMatchObject({ task: 'delete-client', outcome: 'erased' });
    const { status } = await story.api('POST', `dhis2/registrations/${task?.id}/decide`, {
      decision: 'done',
    });
    expect(status).toBe(204);

    await story.register({ faults: [{ kind: 'down', times: null }] });
    const late = story.newcomer();
    await late.obtain(somebody().answers);
    const [waiting] = await story.registrations(1, ({ state }) => state === 'RETRY');
    await erase(late);
    await story.registrations(1, ({ id }) => id !== waiting?.id);
    await story.register({ clearFaults: true });
  });
});

describe('six questions of a programme of its own', () => {
  it('are asked, make its code, and fill its attributes', async () => {
    const story = await RegistrationStory.open({}, { starts: false });
    try {
      const file = join(story.server.folder, 'dhis2.yaml');
      writeFileSync(file, SIX);
      copyFileSync(QUESTIONS_FILE, join(story.server.folder, 'questions.yaml'));
      story.server.configure({
        DHIS2_MODE: 'tracker',
        DHIS2_CONFIG_FILE: './dhis2.yaml',
        UIC_QUESTIONS_FILE: './questions.yaml',
      });
      await story.server.start();
      const { words } = await story
        .newcomer()
        .obtain(['Mbengue', 'Ibrahim', '1997', 'mars', 'Marie', 'femme']);
      expect(whole(words)).toContain('MBEI9703M2O');
      await story.done(1);
      const [client] = await story.clients();
      expect(client?.code).toBe('MBEI9703M2O');
      expect(valuesOf(client as Client)).toEqual({ uicGenderAt: 'FEMALE', uicYearAttr: '97' });
    } finally {
      await story.close();
    }
  });
});

const SIX = `program: uicProgram1
trackedEntityType: uicPersonTy
orgUnit: CD_KN_01
orgUnitIdScheme: CODE
attributes:
  code: uicCodeAttr
  answers:
    gender: { attribute: uicGenderAt, options: { '1': MALE, '2': FEMALE, '3': TRANSGENDER, '4': OTHER } }
    year: uicYearAttr
`;

describe('whoever sets it up', () => {
  let story: RegistrationStory;
  beforeAll(async () => {
    story = await RegistrationStory.open(
      { DHIS2_MODE: 'tracker', DHIS2_CONFIG_FILE: TRACKER_FILE },
      { starts: false },
    );
  });
  afterAll(() => story.close());

  it('has everything looked at, and nothing is changed by it', async () => {
    const { code, output } = await story.server.command('dhis2:check');
    expect([code, output.split('\n').filter((line) => line.startsWith('✗'))]).toEqual([0, []]);
    expect(output).toMatch(/^✓ .*2\.42/m);
    const json = await story.server.command('dhis2:check', '--json');
    const { state, findings } = JSON.parse(json.output) as { state: string; findings: { state: string }[] };
    expect([json.code, state, findings.length > 8]).toEqual([0, 'ok', true]);
    expect(await story.clients()).toEqual([]);
  });

  it('is told what is wrong and what to do about it', async () => {
    await story.register({ mandatory: ['uicCodeAttr', 'uicPhoneAtt'], programUnits: ['uicOrgUnitB'] });
    const { code, output } = await story.server.command('dhis2:check');
    expect(code).toBe(1);
    expect(output).toMatch(/^✗ .+\n {2}→ .+/m);
    await story.register({ faults: [{ kind: 'unauthorised', times: null }] });
    const json = await story.server.command('dhis2:check', '--json');
    expect([json.code, (JSON.parse(json.output) as { state: string }).state]).toEqual([1, 'failed']);
    expect(output + json.output + json.errors).not.toContain('simulator-dhis2-token');
    await story.register({ clearFaults: true });
  });

  it.each([
    [{ DHIS2_BASE_URL: 'https://dhis2.example.org' }, /DHIS2_BASE_URL.*adresse d’exemple/s],
    [
      {
        DHIS2_BASE_URL: 'https://dhis2.sante.gouv.cd',
        DHIS2_MODE: 'tracker',
        DHIS2_CONFIG_FILE: TRACKER_FILE,
      },
      /ligne \d+ : .*identifiant d’exemple/,
    ],
  ])('cannot start a server in production with what stands in an example', async (env, sentence) => {
    const server = new ServerProcess({
      NODE_ENV: 'production',
      DHIS2_MODE: 'custom',
      DHIS2_API_TOKEN: 'd2pat_of-nobody',
      ...env,
    });
    await expect(server.start()).rejects.toThrow(sentence);
  });

  it.each([
    ['tracker', 'program: uicProgram1\ntrackedEntityType: uicPersonTy\norgunit: uicOrgUnitA\n', 3],
    ['custom', 'endpoints:\n  validate:\n    method: PATCH\n', 3],
  ])(
    'cannot start a server with a faulty file (%s), and reads the line and the reason',
    async (mode, text, line) => {
      const server = new ServerProcess({
        DHIS2_MODE: mode,
        DHIS2_BASE_URL: story.simulator.address,
        DHIS2_API_TOKEN: 'd2pat_of-nobody',
        DHIS2_CONFIG_FILE: './dhis2.yaml',
      });
      writeFileSync(join(server.folder, 'dhis2.yaml'), text);
      await expect(server.start()).rejects.toThrow(new RegExp(`ligne ${line} : .+`));
    },
  );
});
