import type { RegionWorld, TagMap } from "./world";

/**
 * Who uses what at tidewater. Most is in use; a few things are forgotten, dev sleeps at night and on weekends, and some
 * of staging is larger than it needs to be.
 */

/** always · light: always, with little of its size · office: on working days from 6 to 18 UTC · never */
export type Habit = "always" | "light" | "office" | "never";

interface Subject {
  readonly name: string;
  readonly environment: string;
  /** Before that it did not exist, or did not run. */
  readonly since: number;
}

const forgotten: ReadonlySet<string> = new Set([
  "okafor-test",
  "jupyter-scratch",
  "old-proxy",
  "bench-m8a",
  "scratch-nvme",
  "legacy-wiki",
  "reports-db",
  "image-resize",
  "feed-preview",
  "sensor-lab",
  "notebook-proxy",
  // The two machines of one broker.
  "lab-legacy-1",
  "lab-legacy-2",
  "trial",
  "profiles-trial",
  "routes-trial",
]);

const oversized: ReadonlySet<string> = new Set(["api-1", "api-2", "search-1", "worker-1"]);

export function habitOf({ name, environment }: Subject): Habit {
  if (forgotten.has(name)) return environment === "prod" ? "always" : "never";
  if (environment === "staging" && oversized.has(name)) return "light";
  return environment === "dev" ? "office" : "always";
}

export function isBusyAt(habit: Habit, hour: number): boolean {
  switch (habit) {
    case "never":
      return false;
    case "office": {
      const at = new Date(hour);
      const [day, of] = [at.getUTCDay(), at.getUTCHours()];
      return day > 0 && day < 6 && of >= 6 && of < 18;
    }
    default:
      return true;
  }
}

/** What a set of dimensions is of; null where there is no such thing, or it is off: then CloudWatch has no values. */
export function subjectOf(
  namespace: string,
  dimensions: Readonly<Record<string, string>>,
  region: RegionWorld,
): Subject | null {
  const has = (...names: readonly string[]) => names.join() === Object.keys(dimensions).sort().join();
  switch (namespace) {
    case "AWS/EC2": {
      if (!has("InstanceId")) return null;
      const found = region.instances.find(({ id }) => id === dimensions.InstanceId);
      if (found?.state !== "running") return null;
      return { name: found.tags.Name ?? found.id, environment: environmentOf(found.tags), since: found.launchedAt };
    }
    case "AWS/RDS":
      if (has("DBClusterIdentifier")) return named(dimensions);
      return has("DBInstanceIdentifier") ? databaseOf(region, dimensions.DBInstanceIdentifier ?? "") : null;
    case "AWS/ECS": {
      if (!has("ClusterName", "ServiceName")) return null;
      const { ClusterName: cluster, ServiceName: service } = dimensions;
      const found = region.services.find((one) => one.name === service && one.cluster === cluster);
      if (!found || found.running === 0) return null;
      return { name: found.name, environment: environmentOf(found.tags), since: found.createdAt };
    }
    case "AWS/Lambda": {
      if (!has("FunctionName", "Resource")) return null;
      const found = region.functions.find(({ name }) => name === dimensions.FunctionName);
      return found ? { name: found.name, environment: environmentOf(found.tags), since: 0 } : null;
    }
    default:
      return named(dimensions);
  }
}

function databaseOf(region: RegionWorld, id: string): Subject | null {
  const found = region.databases.find((one) => one.id === id);
  if (found?.status !== "available") return null;
  return { name: found.id, environment: environmentOf(found.tags), since: 0 };
}

/** Of what other corners keep: by its name, which the first dimension has. "app/old-demo/0f3a" is "old-demo". */
function named(dimensions: Readonly<Record<string, string>>): Subject {
  const [first = ""] = Object.values(dimensions);
  return { name: first.split("/")[1] ?? first, environment: "lab", since: 0 };
}

function environmentOf(tags: TagMap): string {
  return tags.Environment ?? "none";
}
