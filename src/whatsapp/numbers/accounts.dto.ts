import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  MinLength,
  ValidateNested,
} from 'class-validator';
import type { LastingProblem } from '../../platform/alerts/alerts.js';
import type { OwnAccount } from '../whatsapp.port.js';
import type { Connected } from './connecting.service.js';
import { ProblemView } from './problems.dto.js';
import { ACCOUNT, CheckView, ID, ID_SHAPE, NUMBER, NumberWishDto, viewOf } from './numbers.dto.js';

export class AccountWishDto {
  @ApiProperty({ example: 'canal', description: 'Nom du canal : voir `GET /api/accounts`.' })
  @IsString()
  @MinLength(1)
  @MaxLength(20)
  channel: string;

  @ApiProperty({ example: ACCOUNT, description: 'Identifiant du compte chez le fournisseur.' })
  @IsString()
  @MaxLength(64)
  @Matches(ID, ID_SHAPE)
  id: string;

  @ApiPropertyOptional({ example: 'Programme du Nord-Kivu', maxLength: 100 })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  label?: string;

  @ApiProperty({ type: [NumberWishDto], description: 'Ses numéros, un au moins.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ArrayUnique(({ id }: NumberWishDto) => id)
  @ValidateNested({ each: true })
  @Type(() => NumberWishDto)
  numbers: NumberWishDto[];

  @ApiProperty({
    type: Object,
    writeOnly: true,
    example: { cle: 'ce-que-demande-le-canal' },
    description: 'Les secrets que demande le canal. Essayés, chiffrés, jamais montrés.',
  })
  @IsObject()
  secrets: Record<string, unknown>;
}

export class AccountView {
  @ApiProperty({ example: ACCOUNT })
  id: string;

  @ApiProperty({ example: 'canal' })
  channel: string;

  @ApiProperty({ example: 'Programme du Nord-Kivu' })
  label: string;

  @ApiProperty({ type: [String], example: [NUMBER], description: 'Identifiants de ses numéros.' })
  numbers: string[];

  @ApiProperty({
    type: [ProblemView],
    description: 'Ce qui retient le compte, tant que cela dure ; voir `GET /api/errors`.',
  })
  problems: ProblemView[];

  static of(
    { id, channel, label, numbers }: OwnAccount,
    problems: readonly LastingProblem[] = [],
  ): AccountView {
    return Object.assign(new AccountView(), {
      id,
      channel,
      label,
      numbers: numbers.map((number) => number.id),
      problems: problems.map((problem) => ProblemView.of(problem)),
    });
  }
}

export class AccountList {
  @ApiProperty({ type: [AccountView] })
  items: AccountView[];

  @ApiProperty({ type: String, nullable: true, example: null })
  nextCursor: null;

  @ApiProperty({
    type: Object,
    example: { canal: { cle: 'clé d’accès du compte' } },
    description: 'Les canaux auxquels un compte peut être ajouté, et les secrets que chacun demande.',
  })
  secrets: Record<string, Readonly<Record<string, string>>>;
}

export class NumberCheckView extends CheckView {
  @ApiProperty({ example: NUMBER })
  number: string;
}

export class ConnectedView extends AccountView {
  @ApiProperty({ type: [NumberCheckView], description: 'Chaque numéro ajouté, essayé.' })
  checks: NumberCheckView[];

  static with({ account, checks }: Connected): ConnectedView {
    const tried = checks.map(({ number, check }) => ({ number, ...viewOf(check) }));
    return Object.assign(new ConnectedView(), { ...AccountView.of(account), checks: tried });
  }
}
