import type { LeftBehind, SignalHead } from "../core/idleness";
import type { Observed } from "../core/resource";

/** What tells whether a resource is used, and the signals that many kinds have in common. */

/** What tells whether a resource of the kind is used. Pure data and pure functions; who reads it is costs/idle. */
export interface Idle<Detail = unknown> {
  /** All of them must say so, hour by hour, for a resource to be idle. */
  readonly signals?: readonly IdleSignal<Detail>[];
  /** Why no metric tells: shown instead of a verdict. */
  readonly untold?: string;
  /** Since when it exists, or was started last, where the lists tell that. */
  since?(seen: Observed<Detail>): string | null;
  /** What the lists themselves tell, whatever any metric says: nothing uses it. Null: they do not. */
  left?(seen: Observed<Detail>): LeftBehind | null;
}

/** One metric of CloudWatch, asked by the hour. */
export interface IdleSignal<Detail = unknown> extends SignalHead {
  readonly statistic: "Maximum" | "Minimum" | "Sum";
  /** Exactly the sets that AWS publishes it by: CloudWatch knows any other as empty. None: nothing tells of this one. */
  dimensions(seen: Observed<Detail>): readonly Readonly<Record<string, string>>[];
}

type Dimensions<Detail> = IdleSignal<Detail>["dimensions"];

/**
 * The highest of its minutes, so that one busy minute of an hour counts. AWS publishes it all the time that something runs:
 * an hour without a value is unknown.
 */
export function cpu<Detail>(namespace: string, atMost: number, dimensions: Dimensions<Detail>): IdleSignal<Detail> {
  return {
    label: "CPU at most",
    unit: "%",
    namespace,
    metric: "CPUUtilization",
    statistic: "Maximum",
    idleWhen: { atMost },
    quietMeansIdle: false,
    tellsSize: true,
    dimensions,
  };
}

interface Counted {
  readonly label: string;
  readonly namespace: string;
  readonly metric: string;
  /** The highest of what is there at a time, or all that came in an hour. */
  readonly statistic: "Maximum" | "Sum";
  readonly quietMeansIdle: boolean;
}

/** Idle is none at all. */
export function noneOf<Detail>(counted: Counted, dimensions: Dimensions<Detail>): IdleSignal<Detail> {
  return { ...counted, unit: "count", idleWhen: { atMost: 0 }, dimensions };
}

/**
 * Of a database that does nothing: its own housekeeping stays below it, a job that runs inside it does not. The figure is
 * this product's own.
 */
export const databaseCpuAtMost = 10;

/** Of databases; the engine's own are not among them. */
export const connections = { label: "connections at most", metric: "DatabaseConnections" } as const;

export const byCluster: Dimensions<unknown> = ({ nativeId }) => [{ DBClusterIdentifier: nativeId }];

/** Over all members of a DB cluster. */
export function clusterIdle(namespace: string): Idle {
  return {
    signals: [
      noneOf({ ...connections, namespace, statistic: "Maximum", quietMeansIdle: false }, byCluster),
      cpu(namespace, databaseCpuAtMost, byCluster),
    ],
  };
}
