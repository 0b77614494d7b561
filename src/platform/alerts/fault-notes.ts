import type { Fault } from './alerts.js';

/** A fault that was noted several times since the last writing. */
export interface Noted {
  fault: Fault;
  count: number;
  lastAt: Date;
}

/** More different faults than this between two writings are one: a key may be made of what a stranger sent. */
const MOST = 500;
const OVERFLOW: Fault = {
  key: 'alerts.overflow',
  title: 'Trop d’erreurs différentes à la fois : toutes ne sont pas notées.',
  advice: 'Consultez les journaux du serveur.',
  en: {
    title: 'Too many different errors at once: not all are noted.',
    advice: 'Look at the server’s logs.',
  },
};

/** Faults that wait to be written, counted by their key. */
export class FaultNotes {
  private waiting = new Map<string, Noted>();

  add(fault: Fault, at: Date, count = 1): void {
    const known = this.waiting.get(fault.key);
    if (known !== undefined) {
      this.waiting.set(fault.key, { fault, count: known.count + count, lastAt: at });
    } else if (this.waiting.size < MOST) {
      this.waiting.set(fault.key, { fault, count, lastAt: at });
    } else {
      const { count: lost = 0 } = this.waiting.get(OVERFLOW.key) ?? {};
      this.waiting.set(OVERFLOW.key, { fault: OVERFLOW, count: lost + count, lastAt: at });
    }
  }

  /** Takes all of them. */
  take(): Noted[] {
    const taken = [...this.waiting.values()];
    this.waiting = new Map();
    return taken;
  }
}
