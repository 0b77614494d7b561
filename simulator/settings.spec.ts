import { readSettings } from './settings.js';

describe('the settings of the simulator', () => {
  it('suit a desk when nothing is set', () => {
    expect(readSettings({})).toMatchObject({
      host: '127.0.0.1',
      port: 3001,
      webhookUrl: 'http://127.0.0.1:3000/whatsapp/webhook',
      exitWithParent: false,
    });
  });

  it('take what is set', () => {
    const settings = readSettings({
      SIMULATOR_PORT: '0',
      SIMULATOR_DISPLAY_PHONE_NUMBER: '+243 80 000 00 00',
      SIMULATOR_EXIT_WITH_PARENT: 'true',
    });
    expect(settings).toMatchObject({ port: 0, displayPhoneNumber: '243800000000', exitWithParent: true });
  });

  it.each([
    ['SIMULATOR_PORT', '70000'],
    ['SIMULATOR_PORT', 'http'],
    ['SIMULATOR_WEBHOOK_URL', 'localhost'],
    ['SIMULATOR_WEBHOOK_URL', 'file:///etc/passwd'],
    ['SIMULATOR_TWILIO_WEBHOOK_URL', 'localhost'],
    ['SIMULATOR_DHIS2_VERSION', '2.39'],
  ])('refuse %s=%s and say so', (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(name);
  });
});
