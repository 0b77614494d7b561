/** The provider's limits, in characters unless said otherwise. */
export const LIMIT = {
  name: 512,
  header: 60,
  body: 1024,
  bodyWithOffer: 600,
  bodyInCard: 160,
  footer: 60,
  buttonText: 25,
  url: 2000,
  phone: 20,
  coupon: 20,
  code: 15,
  offer: 16,
  /** Number of buttons. */
  buttons: 10,
  cards: { least: 2, most: 10 },
  products: 30,
  sections: 10,
  sectionTitle: 24,
  /** Consecutive spaces in a value. */
  spaces: 4,
  /** Minutes. */
  codeExpiration: { least: 1, most: 90 },
  supportedApps: 5,
} as const;

/** How long a message may wait for delivery, by category, in seconds; −1 means thirty days. */
export const TTL: Readonly<Record<string, readonly [number, number]>> = {
  AUTHENTICATION: [30, 900],
  UTILITY: [30, 43_200],
  MARKETING: [43_200, 2_592_000],
};

export const CATEGORIES: readonly string[] = ['AUTHENTICATION', 'MARKETING', 'UTILITY'];

/** Categories of before 2023, still read from old templates. */
export const OLD_CATEGORIES: readonly string[] = [
  'ACCOUNT_UPDATE',
  'ALERT_UPDATE',
  'APPOINTMENT_UPDATE',
  'AUTO_REPLY',
  'ISSUE_RESOLUTION',
  'OTP',
  'PAYMENT_UPDATE',
  'PERSONAL_FINANCE_UPDATE',
  'RESERVATION_UPDATE',
  'SHIPPING_UPDATE',
  'TICKET_UPDATE',
  'TRANSACTIONAL',
  'TRANSPORTATION_UPDATE',
  'FREE_SERVICE',
];

/** Languages that templates can be written in. */
export const LANGUAGES: ReadonlySet<string> = new Set(
  (
    'af sq ar ar_EG ar_AE ar_LB ar_MA ar_QA az be_BY bn bn_IN bg ca zh_CN zh_HK zh_TW hr cs da prs_AF nl nl_BE ' +
    'en en_GB en_US en_AE en_AU en_CA en_GH en_IE en_IN en_JM en_MY en_NZ en_QA en_SG en_UG en_ZA et fil fi ' +
    'fr fr_BE fr_CA fr_CH fr_CI fr_MA ka de de_AT de_CH el gu ha he hi hu id ga it ja kn kk rw_RW ko ky_KG lo ' +
    'lv lt mk ms ml mr nb ps_AF fa pl pt_BR pt_PT pa ro ru sr si_LK sk sl es es_AR es_CL es_CO es_CR es_DO es_EC ' +
    'es_HN es_MX es_PA es_PE es_ES es_UY sw sv ta te th tr uk ur uz vi zu'
  ).split(' '),
);
