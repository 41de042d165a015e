import type { WirePane } from "@/server/contract/overview";

/**
 * The picture of a house for the first screen, before there is one to show. One character is one window: 1 to 4 lit,
 * `.` dark, `_` dark with a lit sill, `o` always on.
 */
const windows = "431.44.43.3444_3o_44_431_3_44_31_4o44.13_444.313_._4o13_343_43443_34_._13o4.43.34.441_4_o3_3";

export const sampleHouse: readonly WirePane[] = [...windows].slice(0, 88).map((mark, index) => ({
  id: String(index),
  name: `window ${index + 1}`,
  kind: "sample",
  state: stateOf(mark),
  protected: false,
  level: Number(mark) || 0,
  sill: mark === "_",
  stands: 1,
}));

function stateOf(mark: string): WirePane["state"] {
  if (mark === "o") return "alwaysOn";
  return mark === "." || mark === "_" ? "paused" : "running";
}
