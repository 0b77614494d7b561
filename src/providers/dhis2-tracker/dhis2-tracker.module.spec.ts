import { type Dhis2Gateway, Dhis2Gateways } from '../../dhis2/dhis2.port.js';
import { SystemClock } from '../../kernel/clock.js';
import { Secret } from '../../kernel/secret.js';
import type { Settings } from '../../platform/config/settings.js';
import { Dhis2TrackerModule } from './dhis2-tracker.module.js';
import { PlanFileInvalid } from './plan/plan.errors.js';

class Known extends Dhis2Gateways {
  readonly names: string[] = [];
  add({ name }: Dhis2Gateway): void {
    this.names.push(name);
  }
}

async function started(
  mode: 'off' | 'custom' | 'tracker',
  more: { production?: boolean; file?: string } = {},
) {
  const settings = {
    production: more.production ?? false,
    dhis2: {
      mode,
      baseUrl: 'http://127.0.0.1:1/dhis2',
      account: { kind: 'token', token: new Secret('t') },
      configFile: more.file ?? 'docs/examples/dhis2/tracker.yaml',
      timeoutMs: 8_000,
      concurrency: 8,
      codePolicy: 'local',
    },
  };
  const known = new Known();
  const module = new Dhis2TrackerModule(known, settings as Settings, new SystemClock());
  module.onModuleInit();
  await module.onApplicationShutdown();
  return known.names;
}

describe('the Tracker API', () => {
  it('is there where the settings choose it, and only there', async () => {
    expect(await started('tracker')).toEqual(['tracker']);
    expect(await started('custom', { file: 'none.yaml' })).toEqual([]);
    expect(await started('off', { file: 'none.yaml' })).toEqual([]);
  });

  it('stops the start with a file that cannot be used, in production with that of the example', async () => {
    await expect(started('tracker', { file: 'none.yaml' })).rejects.toThrow(PlanFileInvalid);
    await expect(started('tracker', { production: true })).rejects.toThrow(/identifiant d’exemple/);
  });
});
