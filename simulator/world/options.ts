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
  };
  /** A number that the simulator does not know: not on WhatsApp, or a new phone. */
  strangers: 'refuse' | 'welcome';
  /** Where a closed window and an unknown number are told: in a `failed` status, as Meta does now, or in the answer. */
  refusals: 'status' | 'response';
}

/** Some of them, at any depth. */
export type OptionsChange = {
  [K in keyof Options]?: Options[K] extends object
    ? { [L in keyof Options[K]]?: Options[K][L] extends object ? Partial<Options[K][L]> : Options[K][L] }
    : Options[K];
};

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
    limits: { perSecond: null, pair: false, window: true },
    strangers: 'refuse',
    refusals: 'status',
  };
}

export function changeOptions(options: Options, change: OptionsChange): Options {
  const { statuses, webhooks, limits, ...rest } = change;
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
  };
}
