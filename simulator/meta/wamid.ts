import { randomBytes } from 'node:crypto';

/**
 * A message id in WhatsApp's own form: a short binary record in base64 with the person's number in it, so that an
 * application that logs or measures such ids meets the real thing.
 */
export function newWamid(number: string, direction: 'in' | 'out'): string {
  const serial = randomBytes(direction === 'in' ? 10 : 9)
    .toString('hex')
    .toUpperCase();
  const record = Buffer.concat([
    Buffer.from([0x1c, 0x18, number.length]),
    Buffer.from(number, 'ascii'),
    Buffer.from([0x15, 0x02, 0x00, direction === 'in' ? 0x12 : 0x11, 0x18, serial.length]),
    Buffer.from(serial, 'ascii'),
    Buffer.from([0x00]),
  ]);
  return `wamid.${record.toString('base64')}`;
}
