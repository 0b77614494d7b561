import type { Interview } from '../answers/interview.js';
import type { Question } from '../uic.contract.js';
import { Statistics } from './statistics.service.js';
import type { TallyRepository } from './tally.repository.js';
import type { Tally } from './tally.service.js';

const SHIPPED: Question[] = [
  { key: 'town', kind: 'town', options: [] },
  { key: 'gender', kind: 'choice', options: [{ value: '1' }, { value: '2' }] },
];

const OWN: Question[] = [
  {
    key: 'village',
    kind: 'letters',
    options: [],
    texts: { fr: { ask: 'Dans quel village ?', label: 'Village' } },
  },
  {
    key: 'gender',
    kind: 'choice',
    options: [{ value: 'F', names: { fr: 'Femme', en: 'Woman' } }, { value: 'H' }],
    texts: { fr: { ask: 'Genre ?', label: 'Genre' } },
  },
];

function statisticsOf(questions: Question[], ...genders: string[]): Statistics {
  const tally = { flush: () => Promise.resolve() } as Tally;
  const rows = genders.map((item) => ({ day: '2026-01-31', kind: 'gender', item, amount: 1 }));
  const repository = { between: () => Promise.resolve(rows) } as unknown as TallyRepository;
  return new Statistics(tally, repository, { questions, towns: {} } as unknown as Interview);
}

const namesOf = async (statistics: Statistics) => {
  const { genders } = await statistics.over(['2026-01-31']);
  return genders.map(({ gender, name }) => `${gender} ${name}`);
};

describe('the names in the statistics', () => {
  it('of the shipped questions are known', async () => {
    const statistics = statisticsOf(SHIPPED, '1', '2', '7');
    expect(await namesOf(statistics)).toEqual(['1 homme', '2 femme', '7 null']);
    expect(statistics.stageName('town')).toBe('ville de naissance');
  });

  it('of a programme’s own questions are its own', async () => {
    const statistics = statisticsOf(OWN, 'F', 'H', '1');
    expect(await namesOf(statistics)).toEqual(['1 null', 'F Femme', 'H null']);
    expect(statistics.stageName('village')).toBe('Village');
    expect(statistics.stageName('summary')).toBe('récapitulatif');
    expect(statistics.stageName('gone')).toBeNull();
  });
});
