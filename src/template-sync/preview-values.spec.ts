import { asValues, previewValues } from './preview-values.js';

it('values come under their own names, in brackets, or as JSON', () => {
  expect(previewValues({ 1: 'Awa', 'header.1': 'x' })).toEqual({ 1: 'Awa', 'header.1': 'x' });
  expect(previewValues({ 'values[1]': 'Awa', values: '{"2":"b","3":4}' })).toEqual({
    1: 'Awa',
    2: 'b',
    3: '4',
  });
});

it.each([[{ values: 'no json' }], [{ values: '[1]' }], [{ 1: ['a', 'b'] }], [{ 1: 'x'.repeat(2_001) }]])(
  'refuses %j',
  (query) => {
    expect(() => previewValues(query)).toThrow('invalid');
  },
);

it('a value that is no text is named by its place', () => {
  expect(() => asValues('defaults', { a: {} })).toThrow('invalid: defaults.a');
});
