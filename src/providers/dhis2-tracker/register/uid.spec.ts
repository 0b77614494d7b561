import { idsOf, newUid } from './uid.js';

const UID = /^[a-zA-Z][a-zA-Z0-9]{10}$/;

describe('an identifier', () => {
  it('is made as DHIS2 makes them, each one new', () => {
    const made = Array.from({ length: 500 }, newUid);
    expect(made.every((uid) => UID.test(uid))).toBe(true);
    expect(new Set(made).size).toBe(500);
  });

  it('stays what it was made before the first attempt', () => {
    const references = { client: 'Kj6vYde4LHh', enrolment: 'MNWZ6hnuhSw' };
    expect(idsOf({ reference: 'r', references })).toEqual(references);
  });

  it('follows from the reference where the registration was queued for another register', () => {
    const one = idsOf({ reference: 'r-1', references: { client: 'not one of DHIS2' } });
    expect(one).toEqual(idsOf({ reference: 'r-1', references: {} }));
    expect(one.client).toMatch(UID);
    expect(one.enrolment).toMatch(UID);
    expect(one.client).not.toBe(one.enrolment);
    expect(one).not.toEqual(idsOf({ reference: 'r-2', references: {} }));
  });
});
