import { type Branch, grow } from './tree.js';

const branch = (remoteId: string, parent: string | null = null): Branch => ({
  remoteId,
  name: remoteId,
  parent,
});
const parents = (given: Branch[]) =>
  grow(given).branches.map(({ remoteId, parent }) => `${remoteId}<${parent ?? ''}`);

describe('the tree of categories', () => {
  it('keeps every category under the one above it, in whatever order they come', () => {
    expect(parents([branch('c', 'b'), branch('b', 'a'), branch('a')])).toEqual(['c<b', 'b<a', 'a<']);
  });

  it('puts those on top that turn in circles, and leaves what hangs below them', () => {
    const { branches, faults } = grow([
      branch('a', 'b'),
      branch('b', 'a'),
      branch('c', 'a'),
      branch('d', 'd'),
    ]);
    expect(branches.map(({ parent }) => parent)).toEqual([null, null, 'a', null]);
    expect(faults.map(({ remoteId }) => remoteId)).toEqual(['a', 'b', 'd']);
  });

  it('puts those on top whose parent nobody knows, and says so', () => {
    const { branches, faults } = grow([branch('a', 'z')]);
    expect(branches).toEqual([branch('a')]);
    expect(faults[0]?.reason).toContain('inconnu');
  });
});
