import type { Idle, IdleSignal } from "./contract";

/** Signals that many kinds have in common. */

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
