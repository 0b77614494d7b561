import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { SessionRow } from '../conversations.entity.js';

/** What the team writes about a conversation; the person never sees it. Goes with the conversation. */
@Entity('conversation_note')
@Index(['conversationId', 'id'])
export class NoteRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  @Column({ type: String, length: 36 })
  @ForeignKey(() => SessionRow, { onDelete: 'CASCADE' })
  conversationId: string;

  @Column({ type: String, length: 80 })
  authorId: string;

  @Column({ type: String, length: 4000 })
  sealed: string;

  @Column({ type: Date })
  createdAt: Date;
}
