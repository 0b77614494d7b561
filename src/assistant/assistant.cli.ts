import type { Commands } from '../platform/cli/commands.js';
import { type Check, AssistantCheck, type Finding } from './check.service.js';

const SIGNS = { good: '✓', doubtful: '!', bad: '✗' } as const satisfies Record<Finding['state'], string>;

/** `assistant:check`. */
export function assistantCommands({ program, withApp, say }: Commands): void {
  program
    .command('assistant:check')
    .description('essaie le modèle de l’assistant avec une question minuscule ; 1 quand il ne répond pas')
    .option('--json', 'répond en JSON')
    .action(({ json }: { json?: boolean }) =>
      withApp('assistant:check', async (get) => {
        const check = await get(AssistantCheck).run();
        say(json === true ? JSON.stringify(check) : screen(check));
        if (!check.works) process.exitCode = 1;
      }),
    );
}

function screen({ model, durationMs, inputTokens, outputTokens, findings }: Check): string {
  const lines = findings.flatMap(({ state, text, advice }) => [
    `${SIGNS[state]} ${text}`,
    ...(advice === undefined ? [] : [`  → ${advice}`]),
  ]);
  if (model === null) return lines.join('\n');
  return [`Modèle ${model} : ${durationMs} ms, ${inputTokens} + ${outputTokens} jetons.`, ...lines].join(
    '\n',
  );
}
