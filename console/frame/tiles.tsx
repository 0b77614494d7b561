import type { ReactNode } from 'react';

export interface Tile {
  value: string;
  label: string;
  count: string;
  /** Somebody has to do something about these. */
  isUrgent?: boolean;
}

interface TilesProps {
  label: string;
  tiles: readonly Tile[];
  chosen: string;
  choose: (value: string) => void;
}

/** How many there are of each kind; a touch shows one kind only, another one all again. */
export function Tiles({ label, tiles, chosen, choose }: TilesProps): ReactNode {
  return (
    <div role="group" aria-label={label} className="tiles">
      {tiles.map((tile) => (
        <button
          key={tile.value}
          type="button"
          className="tile"
          data-urgent={tile.isUrgent}
          aria-pressed={tile.value === chosen}
          onClick={() => choose(tile.value === chosen ? '' : tile.value)}
        >
          <span className="tile-count">{tile.count}</span> <span className="tile-label">{tile.label}</span>
        </button>
      ))}
    </div>
  );
}
