const DEFAULTS = { fr: 'fr-FR', en: 'en-GB' };
const MINUTE = 60_000;
const DAY = 86_400_000;

/** The form of numbers and dates: the reader's own where it is one of the language shown. */
export function localeOf(language: 'fr' | 'en', preferred: readonly string[]): string {
  return preferred.find((each) => each.toLowerCase().startsWith(`${language}-`)) ?? DEFAULTS[language];
}

/** Numbers, times and durations as one reader writes them. */
export class Formats {
  readonly zone: string;
  private readonly whole: Intl.NumberFormat;
  private readonly tenth: Intl.NumberFormat;
  private readonly short: Intl.NumberFormat;
  private readonly share: Intl.NumberFormat;
  private readonly hour: Intl.DateTimeFormat;
  private readonly dayAndHour: Intl.DateTimeFormat;
  private readonly dayOnly: Intl.DateTimeFormat;
  private readonly passed: Intl.RelativeTimeFormat;

  constructor(
    private readonly locale: string,
    zone?: string,
  ) {
    const timeZone = zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
    this.zone = timeZone;
    this.whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
    this.tenth = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
    this.short = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
    this.share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
    this.hour = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone });
    this.dayOnly = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone });
    this.dayAndHour = new Intl.DateTimeFormat(locale, {
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      timeZone,
    });
    this.passed = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  }

  /** `12 345`; from a hundred thousand `123,4 k`. */
  count(value: number): string {
    return (value < 100_000 ? this.whole : this.short).format(value);
  }

  /** `12,50 USD` from the exact text `12.50`. */
  price(amount: string, currency: string): string {
    const decimals = amount.split('.')[1]?.length ?? 0;
    const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    return `${new Intl.NumberFormat(this.locale, digits).format(Number(amount))}\u00a0${currency}`;
  }

  /** `97,4 %` from 0.974. */
  percent(share: number): string {
    return this.share.format(share);
  }

  /** `420 ms`, `1,4 s`, `3 min 20 s`, `2 h 5 min`. */
  duration(seconds: number): string {
    if (seconds < 0.9995) return `${this.whole.format(seconds * 1_000)}\u00a0ms`;
    if (seconds < 59.95) return `${this.tenth.format(seconds)}\u00a0s`;
    const whole = Math.round(seconds);
    if (whole < 3_600) return pair(Math.floor(whole / 60), 'min', whole % 60, 's');
    const minutes = Math.round(seconds / 60);
    return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  }

  time(at: string | number): string {
    return this.hour.format(new Date(at));
  }

  day(at: string | number): string {
    return this.dayOnly.format(new Date(at));
  }

  moment(at: string | number): string {
    return this.dayAndHour.format(new Date(at));
  }

  /** The time of something of today, the day and the time of what is older. */
  when(at: string | number, now: number): string {
    const date = new Date(at);
    const isToday = now - date.getTime() < DAY && this.day(at) === this.day(now);
    return isToday ? this.time(at) : this.moment(at);
  }

  /** `il y a 5 min`. */
  ago(at: string | number, now: number): string {
    const passed = Math.max(0, now - new Date(at).getTime());
    if (passed < MINUTE) return this.passed.format(0, 'second');
    if (passed < 60 * MINUTE) return this.passed.format(-Math.floor(passed / MINUTE), 'minute');
    if (passed < DAY) return this.passed.format(-Math.floor(passed / (60 * MINUTE)), 'hour');
    return this.passed.format(-Math.floor(passed / DAY), 'day');
  }
}

function pair(large: number, unit: string, rest: number, small: string): string {
  return rest === 0 ? `${large}\u00a0${unit}` : `${large}\u00a0${unit} ${rest}\u00a0${small}`;
}

/** `••• 07`: enough to recognise somebody on the phone, too little to call. */
export function masked(phone: string | null | undefined): string | null {
  const digits = (phone ?? '').replace(/\D/g, '').slice(-2);
  return digits.length < 2 ? null : `•••\u00a0${digits}`;
}

/** `+243 81 000 00 07`; another country's number as it is. */
export function international(digits: string): string {
  return `+${digits.replace(/^(243)(\d{2})(\d{3})(\d{2})(\d{2})$/, '$1\u00a0$2\u00a0$3\u00a0$4\u00a0$5')}`;
}
