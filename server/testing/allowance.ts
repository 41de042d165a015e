import type { Allowance } from "../costs/actual/ports";

/** So many requests may be asked; `taken` says how many were. */
export function allowanceOf(atMost: number): Allowance & { taken(): number } {
  let taken = 0;
  return {
    take: async () => taken < atMost && ++taken > 0,
    giveBack: async () => {
      taken -= 1;
    },
    taken: () => taken,
  };
}
