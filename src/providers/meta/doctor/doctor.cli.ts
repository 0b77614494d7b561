import { messageOf, RelaisError } from '../../../kernel/error.js';
import { redact } from '../../../kernel/redact.js';
import type { Commands } from '../../../platform/cli/commands.js';
import { Doctor } from './doctor.js';
import { type Diagnosis, diagnosisOf, fault, shown } from './finding.js';

/** `token:doctor`: everything that WhatsApp needs, checked. */
export function doctorCommands({ program, withApp, say }: Commands): void {
  program
    .command('token:doctor')
    .description(
      'vérifie tout ce dont WhatsApp a besoin : réglages, application, jeton, numéro, compte, webhook',
    )
    .option('--json', 'répond en JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const diagnoses = await diagnosed(() => withApp('token:doctor', (get) => get(Doctor).diagnose()));
      const healthy = diagnoses.every((diagnosis) => diagnosis.healthy);
      say(
        json === true ? JSON.stringify({ healthy, accounts: diagnoses }) : diagnoses.map(shown).join('\n\n'),
      );
      if (!healthy) process.exitCode = 1;
    });
}

/** Settings that are wrong and a database that is away are findings like any other. */
async function diagnosed(diagnose: () => Promise<Diagnosis[]>): Promise<Diagnosis[]> {
  try {
    return await diagnose();
  } catch (error) {
    const reason = error instanceof RelaisError ? error.publicText : redact(messageOf(error));
    const advice =
      'Corrigez-le d’abord ; « npm run relais -- token:setup » aide pour les réglages de WhatsApp.';
    return [diagnosisOf(null, [fault('start', reason, advice)])];
  }
}
