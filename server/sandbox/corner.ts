import type { Moment, Service } from "./operation";
import type { Seed } from "./seed-story";
import type { RegionWorld, ScalableTarget, TagMap } from "./world";

/**
 * A corner of the sandbox's world: what one service adds to it, in one file. Its state is plain JSON in each region, with
 * instants in milliseconds since 1970. A new one is a line in corners.ts.
 */
export interface Corner<State extends object> {
  readonly name: string;
  /** A region where nobody has made anything yet. */
  readonly empty: () => State;
  /** Commands by IAM prefix. A prefix may have commands of several corners. */
  readonly services: Readonly<Record<string, Service>>;
  readonly seed: (seed: Seed) => void;
  /** When something happens by itself; null where nothing moves. */
  readonly dues: (state: State) => Iterable<number | null>;
  /** Does what is due at that instant. */
  readonly finish: (state: State, at: number) => void;
  /** What the tagging API knows of it. */
  readonly tagged?: (state: State, at: Moment) => readonly Tagged[];
  readonly scaled?: Scaled;
}

/** What Application Auto Scaling scales of a corner's. */
export interface Scaled {
  /** `kinesis`, `dynamodb`: the service namespace. */
  readonly namespace: string;
  readonly exists: (resourceId: string, dimension: string, at: Moment) => boolean;
  /** Every register call pushes the capacity into the range. */
  readonly push: (target: ScalableTarget, at: Moment) => void;
}

export interface Tagged {
  /** As the tagging API names it: `kinesis:stream`. */
  readonly type: string;
  readonly arn: string;
  readonly tags: TagMap;
}

/** What the rest of the sandbox sees of it: each part works on a region's own state. */
export interface AnyCorner {
  readonly name: string;
  readonly services: Readonly<Record<string, Service>>;
  readonly seed: (seed: Seed) => void;
  readonly dues: (region: RegionWorld) => Iterable<number | null>;
  readonly finish: (region: RegionWorld, at: number) => void;
  readonly tagged: (at: Moment) => readonly Tagged[];
  readonly scaled: Scaled | null;
}

/** A corner's state in a region, made where it is not there yet. */
export function stateOf<State extends object>(
  { name, empty }: Pick<Corner<State>, "name" | "empty">,
  region: RegionWorld,
): State {
  region.corners[name] ??= empty();
  return region.corners[name] as State;
}

/** For a corner whose things only settle: what a call began is in effect once its time has come. */
export function settling<State extends object>(
  things: (state: State) => readonly { until: number | null }[],
): Pick<Corner<State>, "dues" | "finish"> {
  return {
    dues: (state) => things(state).map(({ until }) => until),
    finish: (state, at) => {
      for (const one of things(state)) if (one.until !== null && one.until <= at) one.until = null;
    },
  };
}

/** Ties a corner to its state. Where nobody has made anything nothing happens, and a look leaves no trace. */
export function defineCorner<State extends object>(corner: Corner<State>): AnyCorner {
  const of = ({ corners }: RegionWorld) => corners[corner.name] as State | undefined;
  return {
    name: corner.name,
    services: corner.services,
    seed: corner.seed,
    dues: (region) => {
      const state = of(region);
      return state ? corner.dues(state) : [];
    },
    finish: (region, at) => {
      const state = of(region);
      if (state) corner.finish(state, at);
    },
    tagged: (at) => {
      const state = of(at.region);
      return (state && corner.tagged?.(state, at)) ?? [];
    },
    scaled: corner.scaled ?? null,
  };
}
