/** How the world behaves until told otherwise. */
export interface Options {
  statuses: {
    mode: 'on' | 'off' | 'failed';
    /** Error code of the `failed` mode. */
    code: number;
    /** After the message was taken. */
    delaysMs: { sent: number; delivered: number; read: number };
    /** How often each status is delivered. */
    copies: number;
    /** `read` first, `sent` last. */
    reversed: boolean;
  };
  webhooks: {
    /** How often each message of a person is delivered. */
    copies: number;
    /** Keep messages back until they are released. */
    hold: boolean;
    attempts: number;
    firstRetryMs: number;
    timeoutMs: number;
  };
  limits: {
    /** Most messages in a second; `null`: no limit. */
    perSecond: number | null;
    /** At most 45 messages at once to one person, then one every 6 s. */
    pair: boolean;
    /** Free messages only within 24 hours of the person's last one. */
    window: boolean;
    /** Most calls in an hour that manage the account; `null`: no limit. */
    management: number | null;
  };
  templates: {
    /** How long a review takes. */
    reviewMs: number;
    /** A template with this in its name is refused. */
    rejectNames: string;
    /** A utility template with one of these words is filed as marketing. */
    marketingWords: string[];
    creationsPerHour: number;
    editsPerDay: number;
    editsPerMonth: number;
    /** Most templates of the account. */
    most: number;
  };
  graph: {
    /** The version that really answers; `null`: the one asked for, or the oldest that is still alive. */
    version: string | null;
    /** How many seconds the clock of the Graph is ahead. */
    clockSkewSeconds: number;
    /** How much of its quota the account has used, in percent, whatever it did; `null`: what it did. */
    usage: number | null;
    /** Calls must carry `appsecret_proof`. */
    proof: boolean;
  };
  /** A number that the simulator does not know: not on WhatsApp, or a new phone. */
  strangers: 'refuse' | 'welcome';
  /** Where a closed window and an unknown number are told: in a `failed` status, as Meta does now, or in the answer. */
  refusals: 'status' | 'response';
}

/** Some of them, at any depth. */
export type OptionsChange = {
  [K in keyof Options]?: Options[K] extends object
    ? { [L in keyof Options[K]]?: ChangeOf<Options[K][L]> }
    : Options[K];
};

type ChangeOf<T> = T extends readonly unknown[] ? T : T extends object ? Partial<T> : T;

export function defaultOptions(): Options {
  return {
    statuses: {
      mode: 'on',
      code: 131026,
      delaysMs: { sent: 60, delivered: 250, read: 700 },
      copies: 1,
      reversed: false,
    },
    webhooks: { copies: 1, hold: false, attempts: 12, firstRetryMs: 500, timeoutMs: 10_000 },
    limits: { perSecond: null, pair: false, window: true, management: 5_000 },
    templates: {
      reviewMs: 1_000,
      rejectNames: 'rejet',
      marketingWords: ['promo', 'solde', 'réduction', 'offre spéciale', 'discount', 'sale'],
      creationsPerHour: 100,
      editsPerDay: 1,
      editsPerMonth: 10,
      most: 6_000,
    },
    graph: { version: null, clockSkewSeconds: 0, usage: null, proof: false },
    strangers: 'refuse',
    refusals: 'status',
  };
}

export function changeOptions(options: Options, change: OptionsChange): Options {
  const { statuses, webhooks, limits, templates, graph, ...rest } = change;
  return {
    ...options,
    ...rest,
    statuses: {
      ...options.statuses,
      ...statuses,
      delaysMs: { ...options.statuses.delaysMs, ...statuses?.delaysMs },
    },
    webhooks: { ...options.webhooks, ...webhooks },
    limits: { ...options.limits, ...limits },
    templates: { ...options.templates, ...templates },
    graph: { ...options.graph, ...graph },
  };
}
