import ts from 'typescript';
import { nameSins } from './names.js';
import type { SourceFile } from './tree.js';

/** A line against a law of docs/house.md. */
export interface Sin {
  law: string;
  where: string;
  what: string;
}

interface Law {
  law: string;
  /** Files that it holds for. */
  holds: (path: string) => boolean;
}

interface TextLaw extends Law {
  pattern: RegExp;
}

interface SyntaxLaw extends Law {
  breaks: (node: ts.Node, source: ts.SourceFile) => boolean;
}

const isTest = (path: string): boolean => /^(?:test|bench)\/|\.(?:spec|fake)\.ts$/.test(path);
const isServer = (path: string): boolean => /^(?:src|migrations)\//.test(path) && !isTest(path);
const isOurs = (path: string): boolean => /^(?:src|migrations|simulator)\//.test(path) && !isTest(path);
/** This folder names what it forbids. */
const anywhere = (path: string): boolean => !path.startsWith('test/house/');

const within = (...folders: string[]) => {
  const start = new RegExp(`^(?:${folders.join('|')})`);
  return (path: string): boolean => start.test(path);
};

/** Places where a vendor may be named: its own folder, the wiring that chooses it, the settings that carry its name. */
const vendorFree = (path: string): boolean =>
  isServer(path) && !within('src/providers/', 'src/app/', 'src/platform/config/')(path);

const TEXT_LAWS: readonly TextLaw[] = [
  {
    law: 'nobody-says-meta',
    pattern:
      /(?<!import\.)(?<!<)\bmeta\b|graph\.facebook|wamid|biz_opaque|hub\.(?:challenge|mode|verify)|x-hub-signature|\bwaba\b/i,
    holds: vendorFree,
  },
  {
    law: 'nobody-says-twilio',
    pattern: /twilio/i,
    holds: (path) => vendorFree(path) || within('src/providers/meta/')(path),
  },
  {
    law: 'tokens-stay-home',
    pattern: /access_?token/i,
    holds: (path) =>
      isServer(path) &&
      !within('src/(?:app|token|providers)/', 'src/platform/(?:config|logging)/', 'src/kernel/redact')(path),
  },
  {
    law: 'no-disable-comment',
    pattern:
      /(?:eslint|oxlint)-disable|@ts-(?:ignore|nocheck|expect-error)|(?:prettier|oxfmt|biome)-ignore|(?:istanbul|c8|v8) ignore/,
    holds: anywhere,
  },
  { law: 'no-stub', pattern: /\b(?:TODO|FIXME|XXX|HACK)\b/, holds: anywhere },
];

const SYNTAX_LAWS: readonly SyntaxLaw[] = [
  { law: 'no-any', holds: anywhere, breaks: (node) => node.kind === ts.SyntaxKind.AnyKeyword },
  { law: 'no-non-null', holds: isOurs, breaks: ts.isNonNullExpression },
  {
    law: 'no-console',
    holds: (path) => within('src/', 'migrations/')(path) && !isTest(path),
    breaks: (node, source) => isMember(node) && node.expression.getText(source) === 'console',
  },
  {
    law: 'environment-in-config-only',
    holds: (path) =>
      within('src/', 'migrations/', 'simulator/', 'console/')(path) &&
      !within('src/platform/config/', 'simulator/settings\\.ts$')(path) &&
      !isTest(path),
    breaks: readsEnvironment,
  },
  {
    law: 'no-forward-ref',
    holds: anywhere,
    breaks: (node) => ts.isIdentifier(node) && node.text === 'forwardRef',
  },
];

/** Everything in a file that is against a law of names or of text. */
export function sinsIn(file: SourceFile): Sin[] {
  const { path } = file;
  const named = nameSins(path).map(({ law, what }) => ({ law, where: path, what }));
  return /\.[cm]?tsx?$/.test(path)
    ? [...named, ...textSins(file), ...syntaxSins(file)]
    : [...named, ...textSins(file)];
}

const SHAPE = /^(?:export )?(?:abstract )?class (\w+)/gm;

/** Shapes of the interface that share a name: its documentation knows one of them only. */
export function shapeSins(files: readonly SourceFile[]): Sin[] {
  const first = new Map<string, string>();
  return files
    .filter(({ path, text }) => path.startsWith('src/') && text.includes('@ApiProperty'))
    .flatMap(({ path, text }) => [...text.matchAll(SHAPE)].map(([, name = '']) => ({ path, name })))
    .flatMap(({ path, name }) => {
      const other = first.get(name);
      if (other === undefined) first.set(name, path);
      return other === undefined
        ? []
        : [{ law: 'one-name-one-shape', where: path, what: `${name} is in ${other}, too` }];
    });
}

function textSins({ path, text }: SourceFile): Sin[] {
  const laws = TEXT_LAWS.filter(({ holds }) => holds(path));
  return text
    .split('\n')
    .flatMap((line, at) =>
      laws
        .filter(({ pattern }) => pattern.test(line))
        .map(({ law }) => ({ law, where: `${path}:${at + 1}`, what: line.trim() })),
    );
}

function syntaxSins({ path, text }: SourceFile): Sin[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, false);
  const laws = SYNTAX_LAWS.filter(({ holds }) => holds(path));
  const sins: Sin[] = isBarrel(source)
    ? [{ law: 'no-barrel', where: path, what: 'only passes on the exports of others' }]
    : [];
  const visit = (node: ts.Node): void => {
    for (const { law, breaks } of laws) {
      if (!breaks(node, source)) continue;
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      sins.push({ law, where: `${path}:${line + 1}`, what: node.getText(source).slice(0, 80) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return sins;
}

function isMember(node: ts.Node): node is ts.PropertyAccessExpression | ts.ElementAccessExpression {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

/** `process.env`, `process['env']`, `const { env } = process`, `import { env } from 'node:process'`. */
function readsEnvironment(node: ts.Node, source: ts.SourceFile): boolean {
  if (isMember(node)) return /^process\??\.?(?:\.env|\[['"]env['"]\])$/.test(node.getText(source));
  if (ts.isVariableDeclaration(node))
    return node.initializer?.getText(source) === 'process' && /\benv\b/.test(node.name.getText(source));
  return ts.isImportDeclaration(node) && /\benv\b.*['"](?:node:)?process['"]/s.test(node.getText(source));
}

function isBarrel({ statements }: ts.SourceFile): boolean {
  return (
    statements.length > 0 &&
    statements.every((statement) => ts.isExportDeclaration(statement) && statement.moduleSpecifier)
  );
}
