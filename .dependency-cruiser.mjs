// The laws of docs/house.md about who may see whom. test/house/laws.spec.ts runs them, test/house/sins.spec.ts proves them awake.

/** Rooms of src/ and the rooms whose doors they may use; all see platform and kernel. */
export const MAY_SEE = {
  monitoring: [
    'conversations',
    'assistant',
    'whatsapp',
    'template-sync',
    'uic',
    'catalog',
    'dhis2',
    'token',
    'auth',
  ],
  conversations: ['whatsapp', 'template-sync', 'uic', 'catalog', 'assistant'],
  assistant: ['catalog'],
  whatsapp: [],
  'template-sync': [],
  uic: [],
  catalog: [],
  dhis2: ['uic'],
  token: [],
  auth: [],
};

/** Parts of the platform, the lowest first: each sees those before it. */
export const GROUND = [
  'config',
  'metrics',
  'tracing',
  'vault',
  'storage',
  'database',
  'jobs',
  'events',
  'http',
  'web',
  'logging',
  'alerts',
  'cli',
];

const ROOMS = Object.keys(MAY_SEE).join('|');
const TESTS = '[.]spec[.]ts$|[.]fake[.]ts$';
const ORM = '(^|/)node_modules/(typeorm|@nestjs/typeorm)/';

/** `^src/uic/uic.contract.ts$`: the files of a room that have this role and the room's own name, `uic-texts.contract.ts` too. */
const door = (rooms, roles) =>
  rooms
    .split('|')
    .map((room) => `^src/${room}/${room}[-a-z]*[.](${roles})[.]ts$`)
    .join('|');

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const callsGoDown = Object.entries(MAY_SEE).map(([room, seen]) =>
  rule(
    `calls-go-down-from-${room}`,
    `${room} may see ${[...seen, 'platform', 'kernel'].join(', ')} and nobody else.`,
    { path: `^src/${room}/` },
    { path: '^src/', pathNot: `^src/(${[room, ...seen, 'platform', 'kernel'].join('|')})/` },
  ),
);

const groundIsLayered = GROUND.slice(0, -1).map((part, floor) =>
  rule(
    `ground-is-layered-at-${part}`,
    `platform/${part} sees only the parts below it.`,
    { path: `^src/platform/${part}/` },
    { path: `^src/platform/(${GROUND.slice(floor + 1).join('|')})/` },
  ),
);

/** A room is `src/<room>` or `src/providers/<vendor>`. */
const WHO = `^src/(${ROOMS}|providers/[^/]+)/`;
const ANOTHER_ROOM = `^src/(?!$1/)(${ROOMS})/`;

const oneDoor = [
  rule(
    'one-door',
    'Of another room only <room>.contract.ts and <room>.port.ts are seen.',
    { path: WHO, pathNot: `[.]module[.]ts$|${TESTS}` },
    { path: ANOTHER_ROOM, pathNot: door(ROOMS, 'contract|port') },
  ),
  rule(
    'one-door-for-modules',
    'A module sees modules, contracts and ports of other rooms.',
    { path: `${WHO}.*[.]module[.]ts$` },
    { path: ANOTHER_ROOM, pathNot: door(ROOMS, 'contract|port|module') },
  ),
  rule(
    'one-door-for-tests',
    'The test of a room sees contracts, ports and fakes of other rooms.',
    { path: `${WHO}.*(${TESTS})` },
    { path: ANOTHER_ROOM, pathNot: door(ROOMS, 'contract|port|fake') },
  ),
];

const floors = [
  rule(
    'kernel-sees-nobody',
    'The kernel is plain TypeScript and imports nothing.',
    { path: '^src/kernel/', pathNot: TESTS },
    { pathNot: '^src/kernel/' },
  ),
  rule(
    'platform-sees-kernel',
    'The platform sees the kernel only.',
    { path: '^src/platform/' },
    { path: '^(src|migrations)/', pathNot: '^src/(platform|kernel)/' },
  ),
  rule(
    'app-sees-doors',
    'The wiring sees modules, contracts, ports and commands.',
    { path: '^src/app/', pathNot: TESTS },
    { path: `^src/(${ROOMS}|providers)/`, pathNot: '[.](module|contract|port|cli)[.]ts$' },
  ),
  rule(
    'nobody-sees-the-app',
    'The app knows everybody; nobody knows the app.',
    { path: '^src/(?!app/)' },
    { path: '^src/app/' },
  ),
  rule(
    'rooms-do-not-see-providers',
    'A room never knows who serves its port.',
    { path: '^src/(?!app/|providers/)' },
    { path: '^src/providers/' },
  ),
  rule(
    'providers-do-not-see-each-other',
    'A provider never sees another one.',
    { path: '^src/providers/([^/]+)/' },
    { path: '^src/providers/', pathNot: '^src/providers/$1/' },
  ),
];

const PLAIN = ['^src/kernel/', '[.](contract|port)[.]ts$', '^src/platform/web/permission[.]ts$'].join('|');

const materials = [
  rule(
    'contract-is-plain',
    'A contract or port knows no framework, no database, no inside.',
    { path: '[.](contract|port)[.]ts$' },
    { pathNot: PLAIN },
  ),
  rule(
    'typeorm-has-its-places',
    'TypeORM lives in entities, repositories, modules, platform/database and migrations.',
    {
      path: '^(src|simulator|console)/',
      pathNot: '[.](entity|repository|module)[.]ts$|^src/platform/database/',
    },
    { path: ORM },
  ),
  rule(
    'migrations-see-their-vocabulary',
    'A migration sees TypeORM and platform/database.',
    { path: '^migrations/' },
    { pathNot: `^migrations/|^src/platform/database/|${ORM}` },
  ),
  rule(
    'production-needs-no-dev-dependency',
    'What the server needs is a dependency, not a devDependency.',
    { path: '^(src|migrations)/', pathNot: TESTS },
    { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm'] },
  ),
  rule(
    'no-unlisted-dependency',
    'Every package is listed in package.json.',
    { path: '^(src|migrations|simulator|test|bench)/' },
    { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  ),
  rule('everything-resolves', 'Every import leads somewhere.', {}, { couldNotResolve: true }),
];

const neighbours = [
  rule(
    'simulator-is-alone',
    'The simulator is the outside world: it sees no file of the server.',
    { path: '^simulator/' },
    { path: '^(src|migrations|console|bench)/' },
  ),
  rule(
    'console-is-alone',
    'The console talks to the HTTP API only.',
    { path: '^console/' },
    { path: '^(src|migrations|simulator|bench)/' },
  ),
  rule(
    'server-is-alone',
    'The server sees neither its console nor the simulator.',
    { path: '^(src|migrations)/' },
    { path: '^(console|simulator|bench)/' },
  ),
  rule(
    'tests-stay-outside',
    'What runs in production sees no test; a test beside its file may use the support in test/.',
    { path: '^(src|migrations|simulator|console)/', pathNot: TESTS },
    { path: '^(test|bench)/' },
  ),
  rule(
    'fakes-are-for-tests',
    'What runs in production sees no fake and no test.',
    { path: '^(src|migrations|simulator|console)/', pathNot: TESTS },
    { path: TESTS },
  ),
  rule('no-cycle', 'No file reaches itself.', {}, { circular: true }),
];

export default {
  forbidden: [...callsGoDown, ...groundIsLayered, ...oneDoor, ...floors, ...materials, ...neighbours],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^simulator/phone/(?!.*[.]ts$)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    skipAnalysisNotInRules: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
