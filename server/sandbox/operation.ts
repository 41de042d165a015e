import type { Duration } from "./transitions";
import type { RegionWorld, World } from "./world";

/** Where and when a command is answered. */
export interface Moment {
  readonly world: World;
  readonly region: RegionWorld;
  readonly regionName: string;
  readonly now: number;
  /** The instant at which something that begins now is over: its duration at the sandbox's pace, a little uneven. */
  readonly ends: (duration: Duration) => number;
  /** Milliseconds at the sandbox's pace, always the same. */
  readonly lasts: (duration: Duration) => number;
}

/** An SDK output without what the sandbox adds to every answer. */
export type Answer<Out> = Omit<Out, "$metadata">;

/** One command of one service. A change gets a copy of the world and may write to it; a read must not. */
export interface Operation {
  readonly changes: boolean;
  answer(input: object, at: Moment): object;
}

/** The commands of a service by name. */
export type Service = Readonly<Record<string, Operation>>;

export function read<In extends object>(answer: (input: In, at: Moment) => object): Operation {
  return operation(false, answer);
}

export function change<In extends object>(answer: (input: In, at: Moment) => object): Operation {
  return operation(true, answer);
}

/** The door sends a command's own input, so each handler names the SDK's type for it; methods are bivariant. */
function operation<In extends object>(changes: boolean, answer: (input: In, at: Moment) => object): Operation {
  const handler: { readonly changes: boolean; answer(input: In, at: Moment): object } = { changes, answer };
  return handler;
}
