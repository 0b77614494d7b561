/** What a rule about a part has to know of the whole. */
export interface Circumstances {
  /** Upper case. */
  readonly category: string;
  readonly named: boolean;
  /** There is a limited-time offer. */
  readonly offer: boolean;
  readonly inCard: boolean;
}

/** Names of the rules for drafts: ours, because the provider's numbers are too coarse to help. */
export const RULE = {
  name: 'name',
  language: 'language',
  category: 'category',
  format: 'format',
  ttl: 'ttl',
  components: 'components',
  missing: 'missing',
  unknownKind: 'unknown-kind',
  unknownField: 'unknown-field',
  notAllowed: 'not-allowed',
  tooLong: 'too-long',
  variables: 'variables',
  example: 'example',
  buttons: 'buttons',
  carousel: 'carousel',
} as const;
