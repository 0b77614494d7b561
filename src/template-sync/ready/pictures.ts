import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Fields, fieldsOf, listOf, textOf } from '../rules/reading.js';

/** A file for the example of a header. */
export interface Picture {
  readonly name: string;
  readonly mime: string;
  readonly bytes: Buffer;
}

/** By name, in base64. */
const pictures = JSON.parse(readFileSync(join(import.meta.dirname, 'pictures.json'), 'utf8')) as Readonly<
  Record<string, string>
>;

/** The components of a ready template, whose examples name pictures that are shipped, with what the source calls these. */
export async function withPictures(
  components: readonly unknown[],
  upload: (picture: Picture) => Promise<string>,
): Promise<Fields[]> {
  const whole: Fields[] = [];
  for (const component of components) {
    const part = fieldsOf(component);
    const picture = pictureOf(part);
    const example = picture === null ? null : { header_handle: [await upload(picture)] };
    whole.push(example === null ? part : { ...part, example });
  }
  return whole;
}

function pictureOf(part: Fields): Picture | null {
  const name = textOf(listOf(fieldsOf(part['example'])['header_handle'])[0]);
  const base64 = Object.hasOwn(pictures, name) ? pictures[name] : undefined;
  return base64 === undefined ? null : { name, mime: 'image/png', bytes: Buffer.from(base64, 'base64') };
}
