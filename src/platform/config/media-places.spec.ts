import { testSettings } from '../../../test/settings.js';

const whole = {
  STORAGE_S3_BUCKET: 'relais',
  STORAGE_S3_ACCESS_KEY_ID: 'id',
  STORAGE_S3_SECRET_ACCESS_KEY: 'very-secret',
};

describe('where files are kept', () => {
  it('is a folder where no bucket is named, and a bucket where it is', () => {
    expect(testSettings().storage.s3).toBeUndefined();
    const { s3 } = testSettings({ ...whole, STORAGE_S3_ENDPOINT: 'https://s3.example.org/' }).storage;
    expect(s3).toMatchObject({ bucket: 'relais', region: 'us-east-1', endpoint: 'https://s3.example.org' });
    expect(JSON.stringify(s3)).not.toContain('very-secret');
  });

  it.each(Object.keys(whole))('is asked for where %s is missing beside the others', (missing) => {
    const { [missing]: _gone, ...rest } = whole as Record<string, string>;
    expect(() => testSettings(rest)).toThrow(missing);
  });

  it('is not guessed where only an endpoint is given', () => {
    expect(() => testSettings({ STORAGE_S3_ENDPOINT: 'https://s3.example.org' })).toThrow(
      'STORAGE_S3_BUCKET',
    );
  });
});
