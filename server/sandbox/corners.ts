import type { AnyCorner } from "./corner";

/** Every corner of the world, in the order in which it is built. Adding a line is the registration. */
export const corners: readonly AnyCorner[] = [];
