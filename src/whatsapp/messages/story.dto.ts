import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { MESSAGE_STATES, MessageView, type MessageState } from './messages.dto.js';

const ID = '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11';

export class ReplySummary {
  @ApiProperty({ example: ID })
  id: string;

  @ApiProperty({ enum: MESSAGE_STATES, example: 'delivered' })
  state: MessageState;

  @ApiProperty({ example: 'text' })
  type: string;
}

export class PricingView {
  @ApiProperty({ description: 'Catégorie de prix du fournisseur.', example: 'service' })
  category: string;

  @ApiProperty({
    type: Boolean,
    nullable: true,
    description: 'Facturé ou non ; `null` où il ne le dit pas.',
    example: false,
  })
  billable: boolean | null;
}

export class ReferralView {
  @ApiPropertyOptional({ example: 'ad' })
  type?: string;

  @ApiPropertyOptional({ example: '120200000000000000' })
  id?: string;

  @ApiPropertyOptional({ example: 'https://fb.me/exemple' })
  url?: string;

  @ApiPropertyOptional({ example: 'Votre code en deux minutes' })
  headline?: string;

  @ApiPropertyOptional({ example: 'Écrivez-nous, nous répondons tout de suite.' })
  body?: string;

  @ApiPropertyOptional({ description: 'Ce qui s’y voyait.', example: 'image' })
  mediaType?: string;

  @ApiPropertyOptional({ example: '300000000000001' })
  mediaId?: string;

  @ApiPropertyOptional({ example: 'https://exemple.cd/annonce.jpg' })
  mediaUrl?: string;

  @ApiPropertyOptional({ example: 'https://exemple.cd/annonce-petite.jpg' })
  thumbnailUrl?: string;

  @ApiPropertyOptional({ description: 'Ce que l’annonce a dit d’abord.', example: 'Bienvenue !' })
  welcome?: string;

  @ApiPropertyOptional({ description: 'Pour l’administration seulement.', example: 'ARAkLkA8rmlFeiCk' })
  clickId?: string;
}

export class ProductReference {
  @ApiProperty({ example: '194836987003835' })
  catalogId: string;

  @ApiProperty({ example: 'SAVON-250' })
  productId: string;
}

const CONTENT_STATES = ['shown', 'hidden', 'private', 'deleted', 'erased'] as const;

/** One message from its arrival or decision to its end. */
export class MessageStory extends MessageView {
  @ApiProperty({
    enum: CONTENT_STATES,
    description:
      '`hidden` : votre rôle ne le montre pas. `private` : jamais montré. `deleted` : repris par son auteur, plus montré à personne. `erased` : effacé, selon la durée de conservation ou à la demande.',
    example: 'hidden',
  })
  contentState: (typeof CONTENT_STATES)[number];

  @ApiPropertyOptional({
    type: Object,
    description: 'Le contenu, pour l’administration seulement.',
    example: { kind: 'text', text: 'Bonjour' },
  })
  content?: object;

  @ApiPropertyOptional({
    description: 'Envoyé : votre propre repère, tant que le contenu est gardé.',
    example: 'commande-42',
  })
  callbackData?: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Reçu : quand il a été traité.',
    example: '2026-11-21T10:15:30.456Z',
  })
  handledAt: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Envoyé : le message auquel il répond.',
    example: null,
  })
  causeId: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Reçu : le message que la personne cite, quand il est connu ici.',
    example: null,
  })
  replyToId: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description:
      'Reçu : le message auquel il réagit, qu’il change ou qu’il reprend ; `null` s’il n’est pas connu ici.',
    example: null,
  })
  targetId?: string | null;

  @ApiPropertyOptional({
    description: 'Quand son auteur l’a modifié en dernier ; les mots nouveaux sont dans la modification.',
    example: '2026-11-21T10:16:00.000Z',
  })
  editedAt?: string;

  @ApiPropertyOptional({
    description: 'Quand son auteur l’a supprimé : son contenu n’est plus montré.',
    example: '2026-11-21T10:17:00.000Z',
  })
  deletedAt?: string;

  @ApiProperty({ type: [ReplySummary], description: 'Reçu : les réponses qui lui ont été faites.' })
  replies: ReplySummary[];

  @ApiProperty({
    type: [String],
    description: 'Fichiers de `/api/media` qui lui appartiennent.',
    example: [],
  })
  files: string[];

  @ApiPropertyOptional({
    description:
      'Écrit dans un groupe : son identifiant chez le fournisseur, pour l’administration seulement.',
    example: 'Y2FwaV9ncm91cA',
  })
  groupId?: string;

  @ApiPropertyOptional({ enum: ['once', 'often'], description: 'Transféré depuis une autre conversation.' })
  forwarded?: 'once' | 'often';

  @ApiPropertyOptional({ type: ReferralView, description: 'L’annonce par laquelle la personne est venue.' })
  referral?: ReferralView;

  @ApiPropertyOptional({ type: ProductReference, description: 'Le produit dont parle le message.' })
  product?: ProductReference;

  @ApiProperty({ description: 'Tentatives : de traitement, ou d’envoi.', example: 1 })
  attempts: number;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Prochaine tentative, ou moment prévu de l’envoi, tant qu’il attend.',
    example: null,
  })
  dueAt: string | null;

  @ApiPropertyOptional({ type: PricingView })
  pricing?: PricingView;
}
