import type { WirePane } from "@/server/contract/overview";

/** The geometry of a house, in the units of its own drawing: a window is 15 × 18, one every 21 × 25. Pure. */

export interface Facade {
  readonly columns: number;
  readonly rows: number;
  readonly width: number;
  readonly height: number;
}

export const pane = { width: 15, height: 18 } as const;
const step = { x: 21, y: 25 } as const;
const margin = { x: 12, top: 13 } as const;
const fewestColumns = 12;
/** As tall as the street's band allows: 172 px at 304 px of width. */
const tallest = 0.53;

/** The smallest facade, at least 12 windows wide, that is not taller than the street. */
export function facadeOf(panes: number): Facade {
  let facade = facadeWith(panes, fewestColumns);
  while (facade.height / facade.width > tallest) facade = facadeWith(panes, facade.columns + 1);
  return facade;
}

/** A facade of a given width in windows, as tall as it gets. */
export function facadeWith(panes: number, columns: number): Facade {
  const rows = Math.max(1, Math.ceil(panes / columns));
  const width = margin.x * 2 + columns * step.x - (step.x - pane.width);
  return { columns, rows, width, height: margin.top + rows * step.y + 3 };
}

/** The upper left corner of a window. */
export function placeOf(index: number, columns: number): { readonly x: number; readonly y: number } {
  return {
    x: margin.x + (index % columns) * step.x,
    y: margin.top + Math.floor(index / columns) * step.y,
  };
}

/** Where an arrow key leads from a window; the same window when it leads nowhere. */
export function neighbour(index: number, key: string, { panes, columns }: { panes: number; columns: number }): number {
  const moves: Readonly<Record<string, number>> = {
    ArrowRight: index + 1,
    ArrowLeft: index - 1,
    ArrowDown: index + columns,
    ArrowUp: index - columns,
    Home: 0,
    End: panes - 1,
  };
  const next = moves[key] ?? index;
  return next >= 0 && next < panes ? next : index;
}

/** Which light is on in a window: `off`, `unk`, or `w1` to `w4`. What runs is never dark. */
export function lightOf({ state, level }: Pick<WirePane, "state" | "level">): string {
  if (state === "unknown") return "unk";
  if (state === "running" || state === "failed") return `w${Math.max(1, level)}`;
  return "off";
}
