import type { RegionWorld, TagMap, World } from "./world";

/** What all parts of the seed share: who owns what, where it stands, what it is called. */

export interface Seed {
  readonly world: World;
  readonly now: number;
}

/** Where a thing stands. `lab` is where the data team tries things out; `none` has no environment: somebody left it behind. */
export type Environment = "dev" | "staging" | "prod" | "lab" | "none";
export type Project = "shop" | "data" | "platform";

const regionNames = { eu: "eu-central-1", us: "us-east-1", ie: "eu-west-1" } as const;
export type RegionKey = keyof typeof regionNames;

export function regionOf(seed: Seed, key: RegionKey): RegionWorld {
  const region = seed.world.regions[regionNames[key]];
  if (!region) throw new Error(`The seed has no region ${key}.`);
  return region;
}

export function regionName(key: RegionKey): string {
  return regionNames[key];
}

/** An instant so many days before now. */
export function daysAgo(seed: Seed, days: number): number {
  return seed.now - days * 24 * 3_600_000;
}

const owners: Readonly<Record<Project, string>> = { shop: "a.ruiz", data: "d.lindqvist", platform: "m.okafor" };

export function tagsOf(environment: Environment, project: Project, more: TagMap = {}): TagMap {
  const owner = { Owner: owners[project] };
  if (environment === "none") return { ...owner, ...more };
  return { Environment: environment, Project: project, Team: project, ...owner, ...more };
}

export function zone(key: RegionKey, index: number): string {
  return `${regionNames[key]}${["a", "b", "c"][index % 3]}`;
}

const subnets = ["subnet-0a3c91e5d7b24f680", "subnet-0d58f2b6a1c97e304", "subnet-071be4c3f9a6d8250"] as const;

export function subnet(index: number): string {
  return subnets[index % 3] ?? subnets[0];
}

/** Groups, databases, functions and alarms have one name per region, so only the first environment has the bare one. */
export function uniqueName(environment: Environment, name: string): string {
  return environment === "staging" || environment === "prod" ? `${name}-${environment}` : name;
}
