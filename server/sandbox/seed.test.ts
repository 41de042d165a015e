import { expect, test } from "vitest";
import { isProtected } from "../core/resource";
import { seedWorld } from "./seed";
import { nextDue, settle } from "./transitions";
import type { RegionWorld, TagMap } from "./world";

const now = Date.parse("2026-11-20T12:00:00Z");
const world = seedWorld(now);
const regions = Object.values(world.regions);

const kinds = {
  "ec2.instance": (region: RegionWorld) => region.instances,
  "autoscaling.group": (region: RegionWorld) => region.groups,
  "rds.instance": (region: RegionWorld) => region.databases,
  "ecs.service": (region: RegionWorld) => region.services,
  "lambda.function": (region: RegionWorld) => region.functions,
  "cloudwatch.alarm": (region: RegionWorld) => region.alarms,
};

function tagsOfAll(kind: keyof typeof kinds): TagMap[] {
  return regions.flatMap((region) => kinds[kind](region).map((each) => each.tags));
}

test("the same instant gives the same world, and every id is there once", () => {
  expect(seedWorld(now)).toEqual(world);
  const ids = regions.flatMap((region) => [
    ...region.instances.map((each) => each.id),
    ...region.volumes.map((each) => each.id),
    ...region.addresses.map((each) => each.allocationId),
    ...region.eventSources.map((each) => each.uuid),
  ]);
  expect(new Set(ids).size).toBe(ids.length);
});

test("about 150 resources: dev, staging, prod and a few in no environment", () => {
  const every = (Object.keys(kinds) as (keyof typeof kinds)[]).flatMap(tagsOfAll);
  // The lab has what other kinds bring along: nodes of a cluster, members of a fleet.
  const isOfLab = (tags: TagMap) => tags.Environment === "lab" || tags["eks:cluster-name"] !== undefined;
  const all = every.filter((tags) => !isOfLab(tags));
  const count = (environment: string | undefined) => all.filter((tags) => tags.Environment === environment).length;
  expect(all.length).toBeGreaterThanOrEqual(145);
  expect(all.length).toBeLessThanOrEqual(155);
  expect([count("dev"), count("staging"), count("prod"), count(undefined)]).toEqual([49, 38, 58, 6]);
});

test.each(Object.keys(kinds) as (keyof typeof kinds)[])("%s is there at least twice in each environment", (kind) => {
  for (const environment of ["dev", "staging", "prod"]) {
    const found = tagsOfAll(kind).filter((tags) => tags.Environment === environment);
    expect(found.length).toBeGreaterThanOrEqual(2);
  }
});

test("nothing is under way at first, however long nobody looks", () => {
  expect(nextDue(world)).toBe(Number.POSITIVE_INFINITY);
  expect(settle(world, now + 400 * 24 * 3_600_000, 1)).toBe(world);
});

test("the links hold: members and their groups, services and their definitions, sources and their functions", () => {
  for (const region of regions) {
    const ids = region.instances.map((each) => each.id);
    for (const group of region.groups) {
      expect(group.members).toHaveLength(group.desired);
      expect(ids).toEqual(expect.arrayContaining(group.members.map((each) => each.instanceId)));
    }
    for (const { instanceId } of region.volumes) if (instanceId !== null) expect(ids).toContain(instanceId);
    const definitions = region.taskDefinitions.map((each) => `${each.family}:${each.revision}`);
    for (const service of region.services) {
      expect(definitions).toContain(service.taskDefinition);
      expect(region.clusters).toContain(service.cluster);
    }
    const functions = region.functions.map((each) => each.name);
    for (const source of region.eventSources) expect(functions).toContain(source.functionName);
    for (const names of [functions, region.alarms.map((each) => each.name), region.databases.map((each) => each.id)]) {
      expect(new Set(names).size).toBe(names.length);
    }
    const services = region.services.map((each) => `service/${each.cluster}/${each.name}`);
    for (const target of region.scalableTargets.filter((each) => each.namespace === "ecs")) {
      expect(services).toContain(target.resourceId);
    }
  }
});

test("the cases that a pause must meet are in the story", () => {
  const all = <Item>(of: (region: RegionWorld) => readonly Item[]) => regions.flatMap(of);
  const dev = <Item extends { tags: TagMap }>(items: readonly Item[]) =>
    items.filter((each) => each.tags.Environment === "dev");
  const instances = all((region) => region.instances);
  expect(dev(instances).filter((each) => each.state === "stopped")).toHaveLength(1);
  expect(dev(instances).filter((each) => isProtected(each.tags))).toHaveLength(1);
  expect(instances.filter((each) => each.spot?.type === "persistent")).toHaveLength(1);
  expect(instances.filter((each) => each.os === "windows")).toHaveLength(1);
  expect(instances.filter((each) => each.publicIp !== null).length).toBeGreaterThan(1);
  expect(dev(all((region) => region.groups)).filter((each) => each.suspended.length === 1)).toHaveLength(1);
  const databases = dev(all((region) => region.databases));
  expect(databases.filter((each) => each.secondaryZone !== null)).toHaveLength(1);
  expect(databases.filter((each) => each.replicaOf !== null)).toHaveLength(1);
  const services = dev(all((region) => region.services));
  expect(services.filter((each) => each.strategy === "DAEMON")).toHaveLength(1);
  expect(services.filter((each) => each.desired === 0)).toHaveLength(1);
  const functions = dev(all((region) => region.functions));
  expect(functions.find((each) => each.name === "price-quote")?.provisioned).toMatchObject([
    { qualifier: "live", requested: 10, status: "READY" },
  ]);
  expect(functions.filter((each) => each.reserved !== null)).toHaveLength(2);
  expect(dev(all((region) => region.alarms)).filter((each) => !each.actionsEnabled)).toHaveLength(1);
});
