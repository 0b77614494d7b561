import type { Choice, Frame, Section } from '../world/content.js';
import { readCommerce } from './commerce.js';
import { unique, type Field } from './field.js';
import { readForm } from './form.js';
import { GraphError } from './graph.errors.js';
import type { Draft, FileRef } from './outgoing.js';
import { readFile } from './plain.js';

const MAX = { body: 1024, header: 60, footer: 60, buttonTitle: 20, buttonId: 256 };
const MAX_LIST = { rows: 10, sections: 10, sectionTitle: 24, rowId: 200, rowTitle: 24, description: 72 };

const KINDS = [
  'button',
  'list',
  'cta_url',
  'location_request_message',
  'product',
  'product_list',
  'catalog_message',
  'flow',
] as const;
type Kind = (typeof KINDS)[number];
/** Which header a kind may have. */
const HEADERS: Record<Kind, 'any' | 'text' | 'needed' | 'none'> = {
  button: 'any',
  list: 'text',
  cta_url: 'any',
  location_request_message: 'none',
  product: 'none',
  product_list: 'needed',
  catalog_message: 'none',
  flow: 'any',
};

export function readInteractive(interactive: Field): Draft {
  interactive.only('type', 'header', 'body', 'footer', 'action');
  const type = interactive.at('type').oneOf(...KINDS);
  const frame = readFrame(interactive, type);
  const action = interactive.at('action');
  switch (type) {
    case 'button':
      return { type: 'buttons', ...frame, buttons: readButtons(action) };
    case 'list':
      return { type: 'list', ...frame, ...readList(action) };
    case 'cta_url':
      return { type: 'link', ...frame, ...readLink(action) };
    case 'location_request_message':
      action.only('name').at('name').oneOf('send_location');
      return { type: 'ask-location', ...frame };
    case 'flow':
      return { type: 'form', ...frame, ...readForm(action) };
    default:
      return { ...frame, ...readCommerce(type, action) };
  }
}

function readFrame(interactive: Field, type: Kind): Frame<FileRef> {
  const [header, footer] = [interactive.maybe('header'), interactive.maybe('footer')];
  checkHeader(header, type);
  const said = interactive.maybe('body');
  const body =
    type === 'product' && !said.present ? undefined : interactive.at('body').only('text').at('text');
  return {
    ...(header.present && { header: readHeader(header) }),
    body: body?.text({ label: 'Body text', max: MAX.body }) ?? '',
    ...(footer.present && {
      footer: footer.only('text').at('text').text({ label: 'Footer text', max: MAX.footer }),
    }),
  };
}

function checkHeader(header: Field, type: Kind): void {
  const wanted = HEADERS[type];
  if (wanted === 'needed' && !header.present) {
    throw new GraphError(131008, { details: `Messages of type ${type} need a header.` });
  }
  if (!header.present || wanted === 'any') return;
  if (wanted === 'none')
    throw new GraphError(131009, { details: `Messages of type ${type} have no header.` });
  if (header.at('type').value !== 'text') {
    throw new GraphError(131009, { details: `Messages of type ${type} support only a header of type text.` });
  }
}

function readHeader(header: Field): Frame<FileRef>['header'] {
  const type = header.at('type').oneOf('text', 'image', 'video', 'document');
  header.only('type', type);
  if (type === 'text') return { text: header.at('text').text({ label: 'Header text', max: MAX.header }) };
  return { media: type, file: readFile(header.at(type).only('id', 'link', 'caption', 'filename')) };
}

function readButtons(action: Field): Choice[] {
  const buttons = action
    .only('buttons')
    .at('buttons')
    .list('buttons', 1, 3)
    .map((button) => {
      button.only('type', 'reply').at('type').oneOf('reply');
      const reply = button.at('reply').only('id', 'title');
      return {
        id: reply.at('id').text({ label: 'Button id', max: MAX.buttonId }),
        title: reply.at('title').text({ label: 'Button title', max: MAX.buttonTitle }),
      };
    });
  unique(
    'button title',
    buttons.map((button) => button.title),
  );
  unique(
    'button id',
    buttons.map((button) => button.id),
  );
  return buttons;
}

function readLink(action: Field): { label: string; url: string } {
  action.only('name', 'parameters').at('name').oneOf('cta_url');
  const parameters = action.at('parameters').only('display_text', 'url');
  return {
    label: parameters.at('display_text').text({ label: 'Button title', max: MAX.buttonTitle }),
    url: parameters.at('url').url(),
  };
}

function readList(action: Field): { button: string; sections: Section[] } {
  const button = action.only('button', 'sections').at('button');
  const listed = action.at('sections').list('sections', 1, MAX_LIST.sections);
  const sections = listed.map((section) => readSection(section, listed.length > 1));
  const rows = sections.flatMap((section) => section.rows);
  if (rows.length > MAX_LIST.rows) {
    throw new GraphError(131009, {
      details: `Total row count exceed max allowed count: ${MAX_LIST.rows}`,
    });
  }
  unique(
    'row id',
    rows.map((row) => row.id),
  );
  return { button: button.text({ label: 'Button', max: MAX.buttonTitle }), sections };
}

function readSection(section: Field, titled: boolean): Section {
  section.only('title', 'rows');
  const title = titled ? section.at('title') : section.maybe('title');
  const min = titled ? 1 : 0;
  return {
    ...(title.present && { title: title.text({ label: 'Section title', max: MAX_LIST.sectionTitle, min }) }),
    rows: section.at('rows').list('rows', 1, MAX_LIST.rows).map(readRow),
  };
}

function readRow(row: Field): Choice {
  row.only('id', 'title', 'description');
  const description = row.maybe('description');
  return {
    id: row.at('id').text({ label: 'Row id', max: MAX_LIST.rowId }),
    title: row.at('title').text({ label: 'Row title', max: MAX_LIST.rowTitle }),
    ...(description.present && {
      description: description.text({ label: 'Row description', max: MAX_LIST.description, min: 0 }),
    }),
  };
}
