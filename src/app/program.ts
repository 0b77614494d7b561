import { Command, CommanderError, type Option } from 'commander';
import { assistantCommands } from '../assistant/assistant.cli.js';
import { authCommands } from '../auth/auth.cli.js';
import { catalogCommands } from '../catalog/catalog.cli.js';
import { catalogSyncCommands } from '../catalog/sync/sync.cli.js';
import { conversationsCommands } from '../conversations/conversations.cli.js';
import { dhis2Commands } from '../dhis2/dhis2.cli.js';
import { type Commands } from '../platform/cli/commands.js';
import { doctorCommands } from '../providers/meta/doctor/doctor.cli.js';
import { setupCommands } from '../providers/meta/setup/setup.cli.js';
import { templateSyncCommands } from '../template-sync/template-sync.cli.js';
import { backupCommands } from '../template-sync/backup/backup.cli.js';
import { tokenCommands } from '../token/token.cli.js';
import { uicCommands } from '../uic/uic.cli.js';
import { whatsappCommands } from '../whatsapp/whatsapp.cli.js';
import { demoCommands } from './demo/demo.cli.js';
import { groundCommands } from './ground.cli.js';

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': 'Usage :',
  'Arguments:': 'Arguments :',
  'Options:': 'Options :',
  'Commands:': 'Commandes :',
};

/** Every command of the house, not yet run. A wrong use throws; who runs it says so, by `wrongUse`. */
export function programOf(around: Omit<Commands, 'program'>): Command {
  const program = new Command('relais')
    .description('La ligne de commande de Relais.')
    .helpOption('-h, --help', 'affiche l’aide')
    .helpCommand(false)
    .configureHelp({ styleTitle: (title) => TITLES[title] ?? title, optionDescription })
    .configureOutput({ outputError: () => undefined })
    .exitOverride();
  for (const define of [
    groundCommands,
    authCommands,
    tokenCommands,
    doctorCommands,
    setupCommands,
    whatsappCommands,
    templateSyncCommands,
    conversationsCommands,
    catalogCommands,
    catalogSyncCommands,
    uicCommands,
    dhis2Commands,
    assistantCommands,
    backupCommands('Meta'),
    demoCommands,
  ])
    define({ ...around, program });
  return program;
}

/** What an option is, what it takes, and what holds where nobody gives it. */
function optionDescription({ description, argChoices, defaultValue }: Option): string {
  const notes = [
    ...(argChoices === undefined ? [] : [argChoices.join(', ')]),
    ...(typeof defaultValue === 'string' ? [`sinon ${defaultValue}`] : []),
  ];
  return notes.length === 0 ? description : `${description} (${notes.join(' ; ')})`;
}

const FAULTS: Readonly<Record<string, string>> = {
  'commander.unknownOption': 'Cette option n’existe pas',
  'commander.unknownCommand': 'Cette commande n’existe pas',
  'commander.missingArgument': 'Il manque',
  'commander.optionMissingArgument': 'Il manque la valeur de l’option',
  'commander.invalidArgument': 'Cette valeur ne va pas pour',
  'commander.missingMandatoryOptionValue': 'Il manque l’option',
  'commander.excessArguments': 'Trop de mots pour',
};

/** What is wrong with how a command was written, in words; empty where only the help was shown. */
export function wrongUse({ code, message }: CommanderError): string {
  const words = FAULTS[code];
  if (words === undefined) return '';
  const [, what = ''] = /'([^']+)'/.exec(message) ?? [];
  const [, meant] = /Did you mean (?:one of )?(.+)\?/.exec(message) ?? [];
  const hint = meant === undefined ? '« --help » montre ce qui va.' : `Vouliez-vous dire ${meant} ?`;
  return `${words} : ${what}. ${hint}`;
}
