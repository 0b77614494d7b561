import { ApiProperty } from '@nestjs/swagger';
import type { LastingProblem } from '../../platform/alerts/alerts.js';
import { callerLanguage } from '../../platform/web/request-context.js';

export class ProblemWords {
  @ApiProperty({ example: 'The payment of the account is not in order.' })
  title: string;

  @ApiProperty({ example: 'Add or correct the account’s means of payment.' })
  advice: string;
}

/** What holds a number or an account back, as the log of errors tells it. */
export class ProblemView {
  @ApiProperty({ example: 'token.dead:102290129340398' })
  key: string;

  @ApiProperty({ type: String, nullable: true, example: '131042' })
  code: string | null;

  @ApiProperty({ example: 'Le paiement du compte n’est pas en règle.' })
  title: string;

  @ApiProperty({ example: 'Ajoutez ou corrigez le moyen de paiement du compte.' })
  advice: string;

  @ApiProperty({
    type: ProblemWords,
    description: 'En français ; `title` et `advice` suivent `Accept-Language`.',
  })
  fr: ProblemWords;

  @ApiProperty({ type: ProblemWords, nullable: true, description: 'La même chose en anglais.' })
  en: ProblemWords | null;

  @ApiProperty({ example: '2026-11-21T10:15:30.123Z' })
  since: string;

  static of({ key, code, title, advice, en, since }: LastingProblem): ProblemView {
    const fr = { title, advice };
    const words = callerLanguage() === 'en' ? (en ?? fr) : fr;
    return Object.assign(new ProblemView(), {
      key,
      code: code ?? null,
      ...words,
      fr,
      en: en ?? null,
      since: since.toISOString(),
    });
  }
}
