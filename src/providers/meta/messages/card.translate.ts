import type { ContactCard } from '../../../whatsapp/whatsapp-content.contract.js';
import type { Json } from '../graph/json.js';

type Address = NonNullable<ContactCard['addresses']>[number];
type Phone = NonNullable<ContactCard['phones']>[number];

/** A person's card as Meta takes it. */
export function cardWire({
  name,
  phones,
  emails,
  urls,
  addresses,
  organisation,
  birthday,
}: ContactCard): Json {
  return {
    name: nameWire(name),
    ...(phones?.length && { phones: phones.map(phoneWire) }),
    ...(emails?.length && { emails: emails.map(({ email, type }) => told({ email, type })) }),
    ...(urls?.length && { urls: urls.map(({ url, type }) => told({ url, type })) }),
    ...(addresses?.length && { addresses: addresses.map(addressWire) }),
    ...(organisation && { org: told({ ...organisation }) }),
    ...(birthday && { birthday }),
  };
}

/** Meta wants one part of the name at least besides the whole of it. */
function nameWire({ formatted, first, last, middle, prefix, suffix }: ContactCard['name']): Json {
  const parts = told({
    first_name: first,
    last_name: last,
    middle_name: middle,
    prefix,
    suffix,
  });
  return {
    formatted_name: formatted,
    ...(Object.keys(parts).length > 0 ? parts : { first_name: formatted }),
  };
}

function phoneWire({ phone, type, waId }: Phone): Json {
  return told({ phone, type, wa_id: waId });
}

function addressWire({ street, city, state, zip, country, countryCode, type }: Address): Json {
  return told({ street, city, state, zip, country, country_code: countryCode, type });
}

function told(fields: Readonly<Record<string, string | undefined>>): Json {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value));
}
