import { XML, xmlOf } from './xml.js';

/** Places of the formats in the list of styles. */
export const BOLD = 1;
export const DATE = 2;
export const DAY = 3;

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** The part of the table in this place. */
export function partOf(at: number): string {
  return `xl/worksheets/sheet${at + 1}.xml`;
}

/** Everything of a workbook but its tables, which are told by their names. */
export function frameOf(names: readonly string[]): { name: string; text: readonly string[] }[] {
  return [
    { name: '[Content_Types].xml', text: [XML, types(names)] },
    { name: '_rels/.rels', text: [XML, links([['officeDocument', 'xl/workbook.xml']])] },
    { name: 'xl/workbook.xml', text: [XML, book(names)] },
    { name: 'xl/_rels/workbook.xml.rels', text: [XML, bookLinks(names)] },
    { name: 'xl/styles.xml', text: [XML, STYLES] },
  ];
}

function types(names: readonly string[]): string {
  const tables = names.map((_, at) => override(partOf(at), 'worksheet'));
  return (
    `<Types xmlns="${PACKAGE}/content-types">` +
    `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    `${override('xl/workbook.xml', 'sheet.main')}${override('xl/styles.xml', 'styles')}${tables.join('')}</Types>`
  );
}

function override(part: string, kind: string): string {
  return `<Override PartName="/${part}" ContentType="${TYPE}.${kind}+xml"/>`;
}

function links(targets: readonly (readonly [kind: string, target: string])[]): string {
  const each = targets.map(
    ([kind, target], at) => `<Relationship Id="rId${at + 1}" Type="${OFFICE}/${kind}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}/relationships">${each.join('')}</Relationships>`;
}

function book(names: readonly string[]): string {
  const sheets = names.map(
    (name, at) => `<sheet name="${xmlOf(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`,
  );
  return (
    `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><bookViews><workbookView/></bookViews>` +
    `<sheets>${sheets.join('')}</sheets></workbook>`
  );
}

function bookLinks(names: readonly string[]): string {
  const tables = names.map((_, at) => ['worksheet', partOf(at).replace(/^xl\//, '')] as const);
  return links([...tables, ['styles', 'styles.xml']]);
}

/** As they are, in bold, as a moment, and as a day. Every list has to be there, with what spreadsheets take for granted. */
const STYLES =
  `<styleSheet xmlns="${MAIN}">` +
  '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>' +
  '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts>' +
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
  '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>' +
  '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' +
  '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>' +
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';
