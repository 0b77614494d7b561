import type { Registration } from '../../../dhis2/dhis2.port.js';
import { planFile, planOf } from '../plan/tracker-plan.js';
import { masked } from './masking.js';

const plan = planOf(
  planFile.parse({
    program: 'uicProgram1',
    trackedEntityType: 'uicPersonTy',
    orgUnit: 'uicOrgUnitA',
    attributes: {
      code: 'uicCodeAttr',
      answers: { gender: { attribute: 'uicGenderAt', options: { '3': 'TRANSGENDER' } } },
    },
  }),
);

const registration: Registration = {
  reference: 'r',
  references: {},
  code: 'MBEIBR7DA1',
  answers: { family: 'MBE', given: 'IBR', town: 'DA', gender: '3', mother: 'A.*B' },
  issuedAt: new Date(0),
  possibleDuplicate: false,
};

function said(words: string): string {
  return masked({ outcome: 'rejected', words }, registration, plan).words;
}

describe('what DHIS2 says is kept without the person', () => {
  it.each([
    ['Non-unique value `MBEIBR7DA1` for `uicCodeAttr`', 'Non-unique value `•••` for `uicCodeAttr`'],
    ['mbeibr7da1 and MbeIbr7DA1', '••• and •••'],
    ['Value TRANSGENDER is no option', 'Value ••• is no option'],
    ['family MBE, given ibr', 'family •••, given •••'],
    ["town 'DA' and `3` of 3 in Kinshasa on DAta", "town '•••' and `•••` of 3 in Kinshasa on DAta"],
    ['client `kIbrBUo00WO`, xMBEIBR7DA1x', 'client `kIbrBUo00WO`, x•••x'],
    ['pattern A.*B, AxxB', 'pattern •••, AxxB'],
    ['call +243 810 000 001 with ApiToken d2pat_abcdefghijkl', 'call […] with ApiToken […]'],
    ['several\n  lines', 'several lines'],
    ['', ''],
  ])('%s', (words, kept) => {
    expect(said(words)).toBe(kept);
  });

  it('and never more than a thousand characters of it, cut after the person was taken out', () => {
    const words = `${'x'.repeat(995)} MBEIBR7DA1`;
    expect(said(words)).toHaveLength(999);
    expect(said(`${words} ${'y'.repeat(2_000)}`)).toHaveLength(1_000);
    expect(said(words)).not.toContain('MBE');
  });
});
