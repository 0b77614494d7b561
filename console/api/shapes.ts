/** What the API answers, as far as the console reads it. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export interface Session {
  kind: 'key' | 'user';
  id: string;
  name: string;
  role: 'viewer' | 'agent' | 'operator' | 'admin';
  permissions: readonly string[];
}

export interface OwnNumber {
  id: string;
  accountId: string;
  label: string;
  phone: string | null;
  state: 'active' | 'paused' | 'held';
  /** When the provider, which lets nothing go from it, is asked again. */
  heldUntil: string | null;
  heldBy: { code: string; fr: ErrorWords; en: ErrorWords | null } | null;
  queued: number;
  failedLastDay: number;
  lastInAt: string | null;
  lastOutAt: string | null;
}

export type Period = 'day' | 'week' | 'month';

export interface Figure {
  value: number | null;
  before: number | null;
  change: number | null;
}

export type FigureName =
  | 'received'
  | 'sent'
  | 'assistantAnswers'
  | 'handovers'
  | 'responseRate'
  | 'averageResponseSeconds'
  | 'errorRate'
  | 'deliveryRate';

export interface Moment {
  at: string;
  received: number;
  sent: number;
  failed: number;
  answered: number;
  averageResponseSeconds: number | null;
}

export interface Cost {
  category: string;
  billable: number;
  free: number;
}

export interface Figures {
  from: string;
  to: string;
  figures: Record<FigureName, Figure>;
  response: { averageSeconds: number | null; p95Seconds: number | null };
  costs: Cost[];
  series: Moment[];
}

export interface Message {
  id: string;
  direction: 'in' | 'out';
  state: string;
  type: string;
  contactId: string | null;
  number: string;
  origin: string | null;
  events: { state: string; at: string }[];
}

export interface Fault {
  id: string;
  key: string;
  service: string | null;
  code: string | null;
  critical: boolean;
  title: string;
  advice: string;
  en: { title: string; advice: string } | null;
  context: Record<string, unknown> | null;
  count: number;
  openedAt: string;
  lastAt: string;
}

export interface Health {
  state: 'ready' | 'failing';
  failing: string[];
}

export interface TokenStatus {
  accountId: string;
  state: 'valid' | 'expiring' | 'expired' | 'invalid' | 'unknown';
  mode: 'normal' | 'fallback';
  daysLeft: number | null;
}

export type ConversationStatus = 'bot' | 'waiting' | 'human' | 'closed';

export interface Conversation {
  id: string;
  contactId: string;
  name: string | null;
  phone: string | null;
  optedOut: boolean;
  number: string;
  status: ConversationStatus;
  assignee: string | null;
  unread: number;
  labels: string[];
  lastMessage: { direction: 'in' | 'out'; type: string; preview: string | null; at: string } | null;
  windowUntil: string | null;
  handoverReason: string | null;
  handoverAt: string | null;
  flow: string | null;
}

export interface Line {
  id: string;
  direction: 'in' | 'out';
  state: string;
  type: string;
  content: Record<string, unknown> | null;
  isPrivate: boolean;
  origin: string | null;
  at: string;
  files: string[];
  error?: { code: string; fr: ErrorWords; en: ErrorWords | null };
  /** Which message a reaction, an edit or a deletion is about. */
  targetId?: string | null;
  editedAt?: string;
  deletedAt?: string;
}

export interface Note {
  id: string;
  author: string;
  text: string | null;
  createdAt: string;
}

/** What went wrong with a message, in one language. */
export interface ErrorWords {
  meaning: string;
  advice: string;
}
