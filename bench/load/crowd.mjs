import { messageBody, messageId, phoneOf, signedRequest, statusBody } from '../webhooks.ts';
import { Connection } from './connection.mjs';

const STUCK_MS = 15_000;
const QUIET_MS = 150;
const REPORTERS = 8;

/** People, each in a conversation of their own, on connections that they share. */
export class Crowd {
  turns = 0;
  /** Messages that arrived at the Graph API. */
  said = 0;
  #order;
  #replies = [];
  #next = 0;
  #messages = 0;
  #talking = new Map();
  #idle = [];
  /** Connections without a request under way. */
  #free = [];
  #reporters = [];
  #reports = null;
  #durations = null;
  #stuck = 0;
  #wrong = 0;
  #open = false;
  #rate = undefined;

  /** @param {{ port: number, path: string, secret: string, connections: number, run: string, first: number }} order */
  static async gather(order) {
    const crowd = new Crowd();
    crowd.#order = order;
    crowd.#next = order.first;
    for (let n = 0; n < order.connections; n += 1) crowd.#free.push(await Connection.open(order.port));
    for (let n = 0; n < REPORTERS; n += 1) crowd.#reporters.push(await Connection.open(order.port));
    return crowd;
  }

  /** One conversation with pauses; counts the texts with which each message is answered. */
  async rehearse() {
    const person = this.#newPerson();
    const transcript = [];
    for (const text of person.lines) {
      const heard = [];
      person.listen = (message) => heard.push(message);
      this.#talking.set(person.phone, person);
      await new Promise((resolve) => this.#write(person, text, resolve));
      await quiet(heard);
      const texts = heard.filter(({ kind }) => kind !== 'image');
      this.#replies.push(texts.length);
      transcript.push({ text, replies: heard.map(({ kind, text: reply }) => `[${kind}] ${reply}`) });
    }
    this.#talking.delete(person.phone);
    const last = transcript.at(-1).replies.join('\n');
    return { transcript, replies: this.#replies, code: last.includes(person.code) };
  }

  /** A text or picture arrived at the Graph API. */
  hear(message) {
    this.said += 1;
    this.#report(message);
    this.#talking.get(message.to)?.listen(message);
  }

  begin({ people, rate, statuses }) {
    this.#open = true;
    this.#rate = rate;
    this.#stuck = 0;
    this.#wrong = 0;
    this.#reports = statuses ? [] : null;
    for (let n = 0; n < people; n += 1) this.#idle.push(this.#newPerson());
    if (rate === undefined) for (const person of this.#idle.splice(0)) this.#turn(person, performance.now());
    else return this.#keepPace(rate);
  }

  measure() {
    this.#durations = [];
  }

  measured() {
    const durations = Float64Array.from(this.#durations);
    this.#durations = null;
    return durations;
  }

  /** Lets everybody end their turn; whoever gets no answer is stuck. */
  async finish(pace) {
    this.#open = false;
    clearInterval(pace);
    const end = performance.now() + STUCK_MS;
    const waiting = () => [...this.#talking.values()].filter((person) => person.begin !== null).length;
    while (waiting() > 0 && performance.now() < end) await sleep(20);
    this.#stuck += waiting();
    this.#talking.clear();
    this.#idle = [];
    this.#reports = null;
    return { stuck: this.#stuck, wrong: this.#wrong };
  }

  leave() {
    for (const connection of [...this.#free, ...this.#reporters]) connection.close();
  }

  /** Messages in even spacing, each by somebody who is not waiting for a reply. */
  #keepPace(rate) {
    const start = performance.now();
    let count = 0;
    return setInterval(() => {
      for (; count < ((performance.now() - start) / 1000) * rate; count += 1) {
        const due = start + (count * 1000) / rate;
        this.#turn(this.#idle.shift() ?? this.#newPerson(), due);
      }
    }, 1);
  }

  #turn(person, begin) {
    person.begin = begin;
    person.acknowledged = false;
    person.missing = this.#replies[person.at];
    person.listen = (message) => {
      if (message.kind === 'image') return;
      person.missing -= 1;
      if (person.at === person.lines.length - 1 && message.text.includes(person.code)) person.told = true;
      if (person.missing === 0) this.#answered(person);
      if (person.acknowledged && person.missing <= 0) this.#goOn(person);
    };
    this.#talking.set(person.phone, person);
    this.#write(person, person.lines[person.at], (status) => {
      person.acknowledged = true;
      if (status !== 200) this.#stuck += 1;
      if (person.missing <= 0) this.#goOn(person);
    });
  }

  #answered(person) {
    this.turns += 1;
    this.#durations?.push(performance.now() - person.begin);
  }

  #goOn(person) {
    person.begin = null;
    person.at += 1;
    const over = person.at === person.lines.length;
    if (over) this.#talking.delete(person.phone);
    if (over && !person.told) this.#wrong += 1;
    if (!this.#open) return;
    const next = over ? this.#newPerson() : person;
    if (this.#rate === undefined) this.#turn(next, performance.now());
    else this.#idle.push(next);
  }

  #write(person, text, done) {
    const { path, secret, run } = this.#order;
    this.#messages += 1;
    const message = { id: messageId(run, this.#messages), from: person.phone, text, at: seconds() };
    this.#post(signedRequest(path, messageBody(message), secret), done);
  }

  #post(request, done) {
    const connection = this.#free.pop();
    if (connection === undefined) return setTimeout(() => this.#post(request, done), 1);
    connection.send(request, (status) => {
      this.#free.push(connection);
      done(status);
    });
  }

  /** Meta tells of each message that it was sent, delivered and read, one webhook each. */
  #report({ id, to, reference }) {
    if (this.#reports === null) return;
    const { path, secret } = this.#order;
    for (const state of ['sent', 'delivered', 'read']) {
      const body = statusBody({ id, to, state, reference, at: seconds() });
      this.#reports.push(signedRequest(path, body, secret));
    }
    this.#sendReports();
  }

  #sendReports() {
    while (this.#reports?.length > 0 && this.#reporters.length > 0) {
      const reporter = this.#reporters.pop();
      reporter.send(this.#reports.shift(), () => {
        this.#reporters.push(reporter);
        this.#sendReports();
      });
    }
  }

  #newPerson() {
    const n = this.#next;
    this.#next += 1;
    const answers = answersOf(n);
    return {
      phone: phoneOf(n),
      at: 0,
      lines: ['Bonjour', 'oui', ...answers, 'oui'],
      code: answers.join(''),
      begin: null,
      told: false,
      listen: () => {},
    };
  }
}

/** Answers that are words of no language, so that nothing is taken for a greeting or a command; different for each person. */
function answersOf(n) {
  const letters = (k) =>
    `${'KMTLBDG'[k % 7]}${'AEIOU'[Math.floor(k / 7) % 5]}${'BKLMG'[Math.floor(k / 35) % 5]}`;
  return [
    letters(n % 175),
    letters(Math.floor(n / 175) % 175),
    String(Math.floor(n / 30_625) % 10),
    ['DA', 'KI', 'LU'][Math.floor(n / 306_250) % 3],
    String(1 + (n % 2)),
  ];
}

/** Resolves when something was heard and then nothing for a while. */
async function quiet(heard) {
  let count = -1;
  for (
    let waited = 0;
    (heard.length !== count || heard.length === 0) && waited < STUCK_MS;
    waited += QUIET_MS
  ) {
    count = heard.length;
    await sleep(QUIET_MS);
  }
}

function seconds() {
  return Math.floor(Date.now() / 1000);
}

function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
