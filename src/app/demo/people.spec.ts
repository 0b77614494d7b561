import { parsePhone } from '../../kernel/phone.js';
import type { Question } from '../../uic/uic.contract.js';
import { demoPhones, isDemoPhone, MOST_PEOPLE, peopleOf } from './people.js';

const letters = (key: string): Question => ({ key, kind: 'letters', options: [] });
const choice: Question = {
  key: 'gender',
  kind: 'choice',
  options: [{ value: '1' }, { value: '2' }],
};
const QUESTIONS: readonly Question[] = [
  letters('family'),
  letters('given'),
  { key: 'year', kind: 'year', options: [] },
  { key: 'month', kind: 'month', options: [] },
  { key: 'children', kind: 'number', options: [] },
  choice,
];

describe('the people of the demonstration', () => {
  const people = peopleOf(MOST_PEOPLE, QUESTIONS);

  it('are the same ones each time, however many are asked for', () => {
    expect(peopleOf(30, QUESTIONS)).toEqual(people.slice(0, 30));
  });

  it('have numbers that nobody has, and a mark in their names', () => {
    expect(people.filter(({ phone }) => parsePhone(phone) !== phone || !isDemoPhone(phone))).toEqual([]);
    expect(people.filter(({ phone }) => !phone.startsWith('2430'))).toEqual([]);
    expect(people.filter(({ name }) => !name.endsWith(' (démo)'))).toEqual([]);
    expect(people.map(({ phone }) => phone)).toEqual(demoPhones());
    expect(new Set(people.map(({ name }) => name)).size).toBe(MOST_PEOPLE);
  });

  it.each(['243810000001', '24300000000', '2430000000011', null])('do not have the number %s', (phone) => {
    expect(isDemoPhone(phone)).toBe(false);
  });

  it('answer each question of the programme so that nobody has to ask again', () => {
    for (const { answers } of people) {
      const [family = '', given = '', year, month, children, gender] = answers;
      expect([answers.length, family.length > 2, given.length > 2]).toEqual([QUESTIONS.length, true, true]);
      expect([year, month, children, gender].join(' ')).toMatch(/^(?:19|20)\d\d (?:[1-9]|1[0-2]) \d [12]$/);
    }
  });

  it('have codes of their own, but for those who are there to be looked at', () => {
    const own = people.filter(({ part }) => part !== 'has-the-same-code');
    const codes = new Set(own.map(({ answers }) => answers.join(' ')));
    expect(codes.size).toBe(own.length);
    const twins = people.filter(({ part }) => part === 'has-the-same-code');
    expect(twins.length).toBeGreaterThan(0);
    expect(twins.filter(({ answers }) => !codes.has(answers.join(' ')))).toEqual([]);
  });
});
