import { pino } from 'pino';
import { RelaisError } from '../../kernel/error.js';
import { NestLog } from './logger.js';

class Refused extends RelaisError {
  readonly code = 'test.refused';
  readonly kind = 'invalid';
  readonly publicText = 'Ligne 3 : « id » manque.';
}

describe('the log behind Nest', () => {
  let lines: string[];
  let log: NestLog;
  beforeEach(() => {
    lines = [];
    log = new NestLog(pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }));
  });

  it('leaves our own refusals of a start to whoever starts the server', () => {
    log.error(new Refused('the file'), 'ExceptionHandler');
    expect(lines).toEqual([]);
  });

  it('keeps what nobody foresaw at a start, and our refusals everywhere else', () => {
    log.error(new Error('no provider'), 'ExceptionHandler');
    log.error(new Refused('the file'), 'Http');
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
      'no provider',
      'the file',
    ]);
  });
});
