import { z } from 'zod';
import type { ContactCard } from '../whatsapp-content.contract.js';
import { given, kindOf, words } from './submit-kind.js';

const optional = words.optional();

const card = z.strictObject({
  name: z.strictObject({
    formatted_name: words,
    first_name: optional,
    last_name: optional,
    middle_name: optional,
    prefix: optional,
    suffix: optional,
  }),
  phones: z.array(z.strictObject({ phone: words, type: optional, wa_id: optional })).optional(),
  emails: z.array(z.strictObject({ email: words, type: optional })).optional(),
  urls: z.array(z.strictObject({ url: words, type: optional })).optional(),
  addresses: z
    .array(
      z.strictObject({
        street: optional,
        city: optional,
        state: optional,
        zip: optional,
        country: optional,
        country_code: optional,
        type: optional,
      }),
    )
    .optional(),
  org: z.strictObject({ company: optional, department: optional, title: optional }).optional(),
  birthday: z.iso.date().optional(),
});

/** Cards of people. */
export const CONTACTS = kindOf(z.array(card).min(1), (cards) => ({
  kind: 'contacts',
  contacts: cards.map(cardOf),
}));

function cardOf({
  name,
  phones,
  emails,
  urls,
  addresses,
  org,
  birthday,
}: z.output<typeof card>): ContactCard {
  const parts = given({
    formatted: name.formatted_name,
    first: name.first_name,
    last: name.last_name,
    middle: name.middle_name,
    prefix: name.prefix,
    suffix: name.suffix,
  });
  return {
    name: parts,
    ...given({
      phones: phones?.map(({ phone, type, wa_id: waId }) => given({ phone, type, waId })),
      emails: emails?.map(given),
      urls: urls?.map(given),
      addresses: addresses?.map(({ country_code: countryCode, ...rest }) => given({ ...rest, countryCode })),
      organisation: org === undefined ? undefined : given(org),
      birthday,
    }),
  };
}
