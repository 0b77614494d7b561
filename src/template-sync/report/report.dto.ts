import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { AsBoolean } from '../template-sync.dto.js';

const counts = (example: Record<string, number>) => ({
  type: 'object' as const,
  additionalProperties: { type: 'number' as const },
  example,
});

/** What is asked of a report. */
export class ReportQuery {
  @ApiPropertyOptional({ enum: ['json', 'csv'], default: 'json' })
  @IsIn(['json', 'csv'])
  format: 'json' | 'csv' = 'json';

  @ApiPropertyOptional({ default: false, description: 'Compare avec WhatsApp, qui est alors interrogé.' })
  @IsOptional()
  @AsBoolean()
  @IsBoolean()
  compare?: boolean;

  @ApiPropertyOptional({ example: '102290129340398' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  accountId?: string;
}

class IdentityDto {
  @ApiProperty({ example: 'commande_prete' })
  name: string;

  @ApiProperty({ example: 'fr' })
  language: string;
}

class DifferentDto extends IdentityDto {
  @ApiProperty({ type: [String], example: ['status', 'components'] })
  fields: string[];
}

class ComparisonDto {
  @ApiProperty({ type: [IdentityDto] })
  missingHere: IdentityDto[];

  @ApiProperty({ type: [IdentityDto] })
  missingThere: IdentityDto[];

  @ApiProperty({ type: [DifferentDto] })
  different: DifferentDto[];
}

/** How the local copy stands. */
export class ReportDto {
  @ApiProperty({ example: 120 })
  total: number;

  @ApiProperty(counts({ APPROVED: 110, PAUSED: 10 }))
  byStatus: Record<string, number>;

  @ApiProperty(counts({ UTILITY: 80, MARKETING: 40 }))
  byCategory: Record<string, number>;

  @ApiProperty(counts({ fr: 100, en_US: 20 }))
  byLanguage: Record<string, number>;

  @ApiProperty(counts({ GREEN: 115, UNKNOWN: 5 }))
  byQuality: Record<string, number>;

  @ApiProperty({
    type: ComparisonDto,
    nullable: true,
    description: '`null` si WhatsApp n’a pas été interrogé ou ne répond pas.',
  })
  comparison: ComparisonDto | null;
}
