import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings, type Settings } from '../src/platform/config/settings.js';

const key = () => randomBytes(32).toString('base64');

/** Settings for a test: keys, a spool and a folder of files of its own, nothing of this machine's environment. */
export function testSettings(over: Record<string, string> = {}): Settings {
  const folder = mkdtempSync(join(tmpdir(), 'relais-'));
  return readSettings({
    NODE_ENV: 'test',
    DATA_ENCRYPTION_KEY: key(),
    UIC_SECRET: key(),
    SPOOL_DIR: join(folder, 'spool'),
    STORAGE_DIR: join(folder, 'files'),
    LOG_LEVEL: 'silent',
    WHATSAPP_PHONE_NUMBER_ID: '100000000000001',
    WHATSAPP_ACCESS_TOKEN: 'test-token',
    WHATSAPP_APP_SECRET: 'test_app_secret',
    WHATSAPP_WEBHOOK_VERIFY_TOKEN: 'test-verify',
    ...over,
  });
}
