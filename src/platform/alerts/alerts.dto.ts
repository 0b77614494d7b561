import { ApiProperty } from '@nestjs/swagger';

export class AlertView {
  @ApiProperty({ example: '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11' })
  id: string;

  @ApiProperty({ description: 'De quel problème il s’agit, stable.', example: 'token.dead:102290129340398' })
  key: string;

  @ApiProperty({ example: 'Le jeton d’accès ne fonctionne plus : les messages attendent.' })
  title: string;

  @ApiProperty({ example: 'Donnez un nouveau jeton.' })
  advice: string;

  @ApiProperty({ description: 'Combien de fois il a été signalé.', example: 3 })
  count: number;

  @ApiProperty({ example: '2026-11-21T10:15:30.123Z' })
  openedAt: string;

  @ApiProperty({ example: '2026-11-21T10:25:30.123Z' })
  lastAt: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Quand il a pris fin ; `null` s’il dure.',
    example: null,
  })
  closedAt: string | null;
}
