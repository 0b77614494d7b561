import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type Violation } from './cruise.js';
import { shapeSins, sinsIn } from './text-laws.js';
import { ROOT } from './tree.js';

/** One import against each law: the file that sins, what it imports, the law that must notice. */
const IMPORTS: readonly [from: string, to: string, law: string][] = [
  ['src/uic/sin.ts', '../whatsapp/whatsapp.contract.js', 'calls-go-down-from-uic'],
  ['src/whatsapp/sin.ts', '../conversations/conversations.contract.js', 'calls-go-down-from-whatsapp'],
  ['src/auth/sin.ts', '../uic/uic.contract.js', 'calls-go-down-from-auth'],
  ['src/token/sin.ts', '../auth/auth.contract.js', 'calls-go-down-from-token'],
  ['src/catalog/sin.ts', '../uic/uic.contract.js', 'calls-go-down-from-catalog'],
  ['src/template-sync/sin.ts', '../whatsapp/whatsapp.port.js', 'calls-go-down-from-template-sync'],
  ['src/dhis2/sin.ts', '../whatsapp/whatsapp.contract.js', 'calls-go-down-from-dhis2'],
  ['src/assistant/sin.ts', '../uic/uic.contract.js', 'calls-go-down-from-assistant'],
  ['src/conversations/sin.ts', '../auth/auth.contract.js', 'calls-go-down-from-conversations'],
  ['src/monitoring/sin.ts', '../providers/meta/meta.module.js', 'calls-go-down-from-monitoring'],
  ['src/uic/room.module.ts', '../whatsapp/whatsapp.module.js', 'calls-go-down-from-uic'],
  ['src/conversations/inside.ts', '../uic/uic.service.js', 'one-door'],
  ['src/conversations/rows.ts', '../uic/uic.entity.js', 'one-door'],
  ['src/conversations/deep.ts', '../uic/towns/other.contract.js', 'one-door'],
  ['src/conversations/uic-module.ts', '../uic/uic.module.js', 'one-door'],
  ['src/providers/meta/inside.ts', '../../whatsapp/whatsapp.entity.js', 'one-door'],
  ['src/conversations/conversations.module.ts', '../uic/uic.service.js', 'one-door-for-modules'],
  ['src/conversations/inside.spec.ts', '../uic/uic.service.js', 'one-door-for-tests'],
  ['src/kernel/sin.ts', 'node:crypto', 'kernel-sees-nobody'],
  ['src/kernel/up.ts', '../platform/config/settings.js', 'kernel-sees-nobody'],
  ['src/platform/web/sin.ts', '../../auth/auth.contract.js', 'platform-sees-kernel'],
  ['src/platform/config/sin.ts', '../web/permission.js', 'ground-is-layered-at-config'],
  ['src/platform/metrics/sin.ts', '../web/permission.js', 'ground-is-layered-at-metrics'],
  ['src/platform/tracing/sin.ts', '../web/permission.js', 'ground-is-layered-at-tracing'],
  ['src/platform/storage/sin.ts', '../web/permission.js', 'ground-is-layered-at-storage'],
  ['src/platform/vault/sin.ts', '../web/permission.js', 'ground-is-layered-at-vault'],
  ['src/platform/database/sin.ts', '../web/permission.js', 'ground-is-layered-at-database'],
  ['src/platform/jobs/sin.ts', '../web/permission.js', 'ground-is-layered-at-jobs'],
  ['src/platform/events/sin.ts', '../web/permission.js', 'ground-is-layered-at-events'],
  ['src/platform/http/sin.ts', '../web/permission.js', 'ground-is-layered-at-http'],
  ['src/platform/web/log.ts', '../logging/logger.js', 'ground-is-layered-at-web'],
  ['src/platform/logging/sin.ts', '../cli/command.js', 'ground-is-layered-at-logging'],
  ['src/platform/alerts/sin.ts', '../cli/command.js', 'ground-is-layered-at-alerts'],
  ['src/app/inside.ts', '../uic/uic.service.js', 'app-sees-doors'],
  ['src/uic/app.ts', '../app/app.module.js', 'nobody-sees-the-app'],
  ['src/whatsapp/vendor.ts', '../providers/meta/meta.module.js', 'rooms-do-not-see-providers'],
  ['src/platform/http/vendor.ts', '../../providers/meta/meta.module.js', 'rooms-do-not-see-providers'],
  ['src/providers/twilio/sin.ts', '../meta/meta.module.js', 'providers-do-not-see-each-other'],
  ['src/uic/uic.contract.ts', '@nestjs/common', 'contract-is-plain'],
  ['src/uic/uic.port.ts', './uic.service.js', 'contract-is-plain'],
  ['src/uic/table.ts', 'typeorm', 'typeorm-has-its-places'],
  ['src/uic/uic.service.ts', '@nestjs/typeorm', 'typeorm-has-its-places'],
  ['src/platform/jobs/table.ts', 'typeorm', 'typeorm-has-its-places'],
  ['migrations/1700000000000-sin.ts', '../src/uic/uic.entity.js', 'migrations-see-their-vocabulary'],
  ['src/uic/late.ts', 'dependency-cruiser', 'production-needs-no-dev-dependency'],
  ['src/uic/smuggled.ts', 'rolldown', 'no-unlisted-dependency'],
  ['src/uic/lost.ts', './nowhere.js', 'everything-resolves'],
  ['simulator/sin.ts', '../src/kernel/sin.js', 'simulator-is-alone'],
  ['console/sin.ts', '../src/kernel/sin.js', 'console-is-alone'],
  ['src/uic/simulated.ts', '../../simulator/sin.js', 'server-is-alone'],
  ['src/uic/supported.ts', '../../test/settings.js', 'tests-stay-outside'],
  ['src/uic/pretending.ts', './uic.fake.js', 'fakes-are-for-tests'],
  ['src/uic/egg.ts', './hen.js', 'no-cycle'],
];

/** What is allowed, and must go unnoticed. */
const VIRTUES: readonly [from: string, to: string][] = [
  ['src/conversations/good.ts', '../uic/uic.contract.js'],
  ['src/conversations/served.ts', '../whatsapp/whatsapp.port.js'],
  ['src/conversations/good.module.ts', '../uic/uic.module.js'],
  ['src/conversations/good.spec.ts', '../uic/uic.fake.js'],
  ['src/platform/vault/good.spec.ts', '../../../test/settings.js'],
  ['src/dhis2/good.ts', '../uic/uic.port.js'],
  ['src/providers/meta/good.ts', '../../whatsapp/whatsapp.port.js'],
  ['src/providers/meta/meta.module.ts', '../../whatsapp/whatsapp.module.js'],
  ['src/app/app.module.ts', '../providers/meta/meta.module.js'],
  ['src/uic/uic.entity.ts', 'typeorm'],
  ['src/uic/uic.repository.ts', '../platform/database/database.js'],
  ['src/platform/database/database.ts', 'typeorm'],
  ['src/auth/auth.contract.ts', '../platform/web/permission.js'],
  ['migrations/1700000000001-good.ts', 'typeorm'],
  ['test/medium/good.spec.ts', '../../src/uic/uic.service.js'],
];

/** Files that the imports above lead to. */
const TARGETS = [
  'src/whatsapp/whatsapp.contract.ts',
  'src/whatsapp/whatsapp.port.ts',
  'src/whatsapp/whatsapp.module.ts',
  'src/whatsapp/whatsapp.entity.ts',
  'src/conversations/conversations.contract.ts',
  'src/uic/uic.module.ts',
  'src/uic/uic.fake.ts',
  'src/uic/towns/other.contract.ts',
  'src/platform/config/settings.ts',
  'src/platform/web/permission.ts',
  'src/platform/logging/logger.ts',
  'src/platform/cli/command.ts',
  'test/settings.ts',
];

/** One text against each law. */
const TEXTS: readonly [path: string, text: string, law: string][] = [
  ['src/uic/sin.ts', 'export const x: any = 1;', 'no-any'],
  ['test/medium/sin.spec.ts', 'export const x = y as any;', 'no-any'],
  ['src/uic/sin.ts', 'export const x = y!.z;', 'no-non-null'],
  ['src/uic/sin.ts', "console.log('x');", 'no-console'],
  ['src/uic/sin.ts', 'const { x } = process.env;', 'environment-in-config-only'],
  ['src/uic/sin.ts', "export const x = process['env'].X;", 'environment-in-config-only'],
  ['src/uic/sin.ts', 'const { env } = process;', 'environment-in-config-only'],
  ['src/uic/sin.ts', "import { env } from 'node:process';", 'environment-in-config-only'],
  ['src/app/main.ts', 'start(process.env);', 'environment-in-config-only'],
  ['simulator/sin.ts', 'start(process.env);', 'environment-in-config-only'],
  ['src/uic/uic.module.ts', "import { forwardRef } from '@nestjs/common';", 'no-forward-ref'],
  ['src/uic/sin.ts', '// eslint-disable-next-line', 'no-disable-comment'],
  ['test/medium/sin.spec.ts', '/* oxlint-disable */', 'no-disable-comment'],
  ['src/uic/sin.ts', '// @ts-expect-error it is late', 'no-disable-comment'],
  ['src/uic/sin.ts', '// TODO: later', 'no-stub'],
  ['src/uic/sin.ts', "export * from './code.js';", 'no-barrel'],
  ['src/whatsapp/sin.ts', '/** What Meta calls a template. */', 'nobody-says-meta'],
  ['src/whatsapp/sin.ts', "const url = 'https://graph.facebook.com';", 'nobody-says-meta'],
  ['src/whatsapp/sin.ts', "if (id.startsWith('wamid.')) return;", 'nobody-says-meta'],
  ['src/conversations/sin.ts', 'send({ biz_opaque_callback_data: id });', 'nobody-says-meta'],
  ['src/platform/web/sin.ts', "query['hub.challenge']", 'nobody-says-meta'],
  ['src/platform/web/sin.ts', "headers['x-hub-signature-256']", 'nobody-says-meta'],
  ['src/whatsapp/sin.ts', "channel === 'twilio'", 'nobody-says-twilio'],
  ['src/providers/meta/sin.ts', '// as Twilio does', 'nobody-says-twilio'],
  ['src/whatsapp/sin.ts', 'headers.authorization = accessToken;', 'tokens-stay-home'],
  ['src/uic/utils.ts', '', 'forbidden-name'],
  ['src/uic/string-helpers.ts', '', 'forbidden-name'],
  ['src/uic/index.ts', '', 'forbidden-name'],
  ['src/uic/uic.types.ts', '', 'forbidden-name'],
  ['src/common/x.ts', '', 'forbidden-name'],
  ['src/uic/uic.handler.ts', '', 'role-list'],
  ['src/uic/uic.client.ts', '', 'role-list'],
  ['src/uic/uic.service.entity.ts', '', 'role-list'],
  ['src/uic/uicCode.ts', '', 'kebab-case'],
];

const INNOCENT: readonly [path: string, text: string][] = [
  ['src/uic/code.ts', "export const many = 'any of them';\nexport const url = import.meta.url;"],
  ['src/uic/code.ts', 'export const metadata = true; // not console.log'],
  ['src/platform/config/environment.ts', 'export const environment = process.env;'],
  ['simulator/settings.ts', 'export const environment = process.env;'],
  ['src/providers/meta/wire.ts', '// Meta calls it wamid'],
  ['src/providers/meta/meta.channel.ts', ''],
  ['src/uic/uic.service.spec.ts', 'export const x = y!.z;'],
  ['src/uic/house-number.ts', 'if (a !== b) throw new Error(`${process.pid}`);'],
];

describe('the watch over imports', () => {
  let found: Violation[] = [];
  let tree: string;

  beforeAll(() => {
    tree = mkdtempSync(join(tmpdir(), 'relais-sins-'));
    for (const file of ['.dependency-cruiser.mjs', 'package.json', 'tsconfig.json'])
      cpSync(join(ROOT, file), join(tree, file));
    symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
    plant(tree);
    found = cruise(tree).violations;
  });
  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  const lawsAgainst = (from: string, to: string): string[] =>
    found
      .filter((violation) => violation.from === from && leadsTo(violation, to))
      .map(({ rule }) => rule.name);

  it.each(IMPORTS)('sees that %s imports %s (%s)', (from, to, law) => {
    expect(lawsAgainst(from, to)).toContain(law);
  });

  it.each(VIRTUES)('lets %s import %s', (from, to) => {
    expect(lawsAgainst(from, to)).toEqual([]);
  });

  it('has a sin for every law', async () => {
    const { default: config } = await import(join(ROOT, '.dependency-cruiser.mjs'));
    const laws = new Set(config.forbidden.map(({ name }: { name: string }) => name));
    expect(new Set(IMPORTS.map(([, , law]) => law))).toEqual(laws);
  });
});

describe('the watch over words', () => {
  it.each(TEXTS)('sees the sin in %s: %s (%s)', (path, text, law) => {
    expect(sinsIn({ path, text }).map((sin) => sin.law)).toContain(law);
  });

  it('sees two shapes of one name', () => {
    const text = 'export class CheckDto {\n  @ApiProperty()\n  name: string;\n}\n';
    const one = { path: 'src/uic/one.dto.ts', text };
    const other = { path: 'src/token/other.dto.ts', text };
    expect(shapeSins([one, other])).toMatchObject([{ law: 'one-name-one-shape', where: other.path }]);
    expect(shapeSins([one])).toEqual([]);
  });

  it.each(INNOCENT)('sees none in %s: %s', (path, text) => {
    expect(sinsIn({ path, text })).toEqual([]);
  });
});

/** Each file imports all that the lists say of it. */
function plant(tree: string): void {
  const files = new Map<string, string[]>(TARGETS.map((path) => [path, []]));
  files.set('src/uic/hen.ts', ['./egg.js']);
  for (const [from, to] of [...IMPORTS, ...VIRTUES]) files.set(from, [...(files.get(from) ?? []), to]);
  for (const [path, imports] of files) {
    const lines = imports.map((to, n) => `import * as n${n} from '${to}';\nexport const used${n} = n${n};\n`);
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), `${lines.join('')}export const here = true;\n`);
  }
}

/** A package's name is somewhere in the path that it resolves to; a file's name ends it. */
function leadsTo({ to }: Violation, specifier: string): boolean {
  if (!specifier.startsWith('.')) return to.includes(specifier.replace(/^node:/, ''));
  const name = specifier.replace(/^(?:\.\.?\/)+/, '').replace(/\.js$/, '');
  return to.replace(/\.[jt]s$/, '').endsWith(name);
}
