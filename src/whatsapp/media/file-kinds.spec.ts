import { createHash } from 'node:crypto';
import { agree, bareMime, FILE_KINDS, isShowable, type Look, lookOf, trustedMime } from './file-kinds.js';
import { fingerprintOf } from './fingerprint.js';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

const heads: [Look, Buffer][] = [
  ['image/jpeg', bytes('\xff\xd8\xff\xe0JFIF')],
  ['image/png', bytes('\x89PNG\r\n\x1a\n\0\0')],
  ['image/gif', bytes('GIF89a')],
  ['image/webp', bytes('RIFF\x01\x02\x03\x04WEBPVP8 ')],
  ['video/mp4', bytes('\0\0\0\x20ftypisom')],
  ['video/mp4', bytes('\0\0\0\x20ftypmp42')],
  ['video/3gpp', bytes('\0\0\0\x20ftyp3gp4')],
  ['audio/mp4', bytes('\0\0\0\x20ftypM4A ')],
  ['audio/ogg', bytes('OggS\0')],
  ['audio/amr', bytes('#!AMR\n')],
  ['audio/mpeg', bytes('ID3\x03')],
  ['audio/mpeg', bytes('\xff\xfb\x90')],
  ['audio/aac', bytes('\xff\xf1\x50')],
  ['audio/aac', bytes('\xff\xf9\x50')],
  ['application/pdf', bytes('%PDF-1.7')],
  ['ole', bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')],
  ['zip', bytes('PK\x03\x04')],
  ['text', Buffer.from('Prénom;Âge\r\n\tMbuyi')],
  ['unknown', bytes('MZ\x90\0\x03')],
  ['unknown', bytes('\x7fELF\x02')],
  ['unknown', Buffer.alloc(0)],
  ['unknown', bytes('RIFF\x01\x02\x03\x04WAVE')],
];

describe('a file', () => {
  it.each(heads)('that looks like %s is told by its first bytes', (look, head) =>
    expect(lookOf(head)).toBe(look),
  );

  it('is what it says when its bytes bear it out, else what they show, else just bytes', () => {
    expect(trustedMime('image/jpeg', 'image/jpeg')).toBe('image/jpeg');
    expect(trustedMime('image/jpeg', 'image/png')).toBe('image/png');
    expect(trustedMime('application/pdf', 'application/pdf')).toBe('application/pdf');
    expect(trustedMime('image/jpeg', 'text')).toBe('application/octet-stream');
    expect(trustedMime('text/html', 'text')).toBe('application/octet-stream');
    expect(trustedMime('image/svg+xml', 'text')).toBe('application/octet-stream');
    expect(trustedMime('application/x-msdownload', 'unknown')).toBe('application/octet-stream');
    expect(trustedMime('audio/mp4', 'video/mp4')).toBe('audio/mp4');
    expect(trustedMime('', 'audio/ogg')).toBe('audio/ogg');
  });

  it('is shown by a browser where it cannot do anything there', () => {
    expect(['image/jpeg', 'image/webp', 'audio/ogg', 'video/mp4'].map(isShowable)).not.toContain(false);
    const kept = [
      'image/svg+xml',
      'text/html',
      'text/plain',
      'application/pdf',
      'application/octet-stream',
      '',
    ];
    expect(kept.map(isShowable)).not.toContain(true);
  });

  it('of each type that may be sent has a look that bears it out, and no page does', () => {
    for (const [mime, { looks }] of Object.entries(FILE_KINDS)) expect(agree(mime, looks)).toBe(true);
    expect(agree('image/jpeg', lookOf(Buffer.from('<html>')))).toBe(false);
  });

  it('is typed without parameters', () => {
    expect(bareMime('Audio/OGG; codecs=opus')).toBe('audio/ogg');
    expect(bareMime(undefined)).toBe('');
  });

  it('has one fingerprint, however it is written, and none where it is none', () => {
    const hash = (as: 'hex' | 'base64' | 'base64url') => createHash('sha256').update('x').digest(as);
    expect(['hex', 'base64', 'base64url'].map((as) => fingerprintOf(hash(as as 'hex')))).toEqual(
      Array(3).fill(hash('hex')),
    );
    expect(fingerprintOf(hash('hex').toUpperCase())).toBe(hash('hex'));
    expect([undefined, '', 'x', hash('hex').slice(1), 'A'.repeat(45)].map(fingerprintOf)).toEqual(
      Array(5).fill(null),
    );
  });
});
