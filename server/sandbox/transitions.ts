import { corners } from "./corners";
import { type Group, type GroupMember, newId, newPrivateIp, newPublicIp, type RegionWorld, type World } from "./world";

/**
 * What time does to the world. Pure: the world and an instant in, the world at that instant out. Everything that is due
 * happens in order and at its own instant, so a process that slept for eight days finds a database that was started by
 * AWS a day ago, and not one that is just starting.
 */

/** Seconds at pace 1, close to what AWS usually takes. */
const seconds = {
  "ec2.stop": 60,
  "ec2.start": 45,
  "ec2.terminate": 40,
  "ec2.checks": 60,
  "autoscaling.check": 30,
  "rds.stop": 240,
  "rds.start": 300,
  "ecs.drain": 45,
  "ecs.provision": 40,
  "lambda.eventSource": 10,
  "lambda.provision": 60,
} as const;
/** A name, or so many seconds at pace 1. */
export type Duration = keyof typeof seconds | number;

/** AWS starts a stopped database after seven days, and lists a terminated machine for about an hour: the same at any pace. */
export const databaseRestartMs = 7 * 24 * 3_600_000;
const terminatedListedMs = 3_600_000;

/** Milliseconds. */
export function durationOf(duration: Duration, pace: number): number {
  return Math.round((typeof duration === "number" ? duration : seconds[duration]) * 1000 * pace);
}

/** The world at `now`. The same object when nothing became due. */
export function settle(world: World, now: number, pace: number): World {
  if (nextDue(world) > now) return world;
  const draft = structuredClone(world);
  for (let due = nextDue(draft); due <= now; due = nextDue(draft)) {
    for (const region of Object.values(draft.regions)) {
      finish(region, due, pace);
      checkGroups({ world: draft, region, at: due, pace });
    }
    arrangeGroups(draft, due, pace);
  }
  return draft;
}

/** The next instant at which something happens by itself; Infinity when nothing moves. */
export function nextDue(world: World): number {
  let next = Number.POSITIVE_INFINITY;
  for (const region of Object.values(world.regions)) {
    for (const at of dues(region)) if (at !== null && at < next) next = at;
  }
  return next;
}

function* dues(region: RegionWorld): Generator<number | null> {
  for (const instance of region.instances) yield instance.until;
  for (const group of region.groups) yield group.checkAt;
  for (const database of region.databases) {
    yield database.until;
    yield database.restartAt;
  }
  for (const service of region.services) yield service.until;
  for (const source of region.eventSources) yield source.until;
  for (const each of region.functions) for (const provisioned of each.provisioned) yield provisioned.until;
  for (const corner of corners) yield* corner.dues(region);
}

function isDue(until: number | null, at: number): boolean {
  return until !== null && until <= at;
}

function finish(region: RegionWorld, at: number, pace: number): void {
  finishInstances(region, at);
  finishDatabases(region, at, pace);
  for (const corner of corners) corner.finish(region, at);
  for (const service of region.services.filter((each) => isDue(each.until, at))) {
    service.until = null;
    service.running = service.desired;
  }
  for (const source of region.eventSources.filter((each) => isDue(each.until, at))) {
    source.until = null;
    source.state = source.state === "Enabling" ? "Enabled" : "Disabled";
    source.changedAt = at;
  }
  for (const provisioned of region.functions.flatMap((each) => each.provisioned)) {
    if (!isDue(provisioned.until, at)) continue;
    provisioned.until = null;
    provisioned.status = "READY";
  }
}

function finishInstances(region: RegionWorld, at: number): void {
  for (const instance of region.instances.filter((each) => isDue(each.until, at))) {
    instance.until = null;
    if (instance.state === "pending") instance.state = "running";
    else if (instance.state === "stopping") instance.state = "stopped";
    else if (instance.state === "shutting-down") {
      instance.state = "terminated";
      instance.until = at + terminatedListedMs;
      forget(region, instance.id);
    } else if (instance.state === "terminated") {
      region.instances = region.instances.filter((each) => each.id !== instance.id);
    }
  }
}

/** What ends with a machine: the disks that are marked so, and its place in a group. Other disks and addresses stay. */
function forget(region: RegionWorld, instanceId: string): void {
  region.volumes = region.volumes.filter((each) => each.instanceId !== instanceId || !each.deleteOnTermination);
  for (const volume of region.volumes) if (volume.instanceId === instanceId) volume.instanceId = null;
  for (const address of region.addresses.filter((each) => each.instanceId === instanceId)) {
    address.instanceId = null;
    address.associationId = null;
  }
  for (const group of region.groups) group.members = group.members.filter((each) => each.instanceId !== instanceId);
}

function finishDatabases(region: RegionWorld, at: number, pace: number): void {
  for (const database of region.databases) {
    if (isDue(database.until, at)) {
      database.until = null;
      database.status = database.status === "starting" ? "available" : "stopped";
    }
    if (database.status === "stopped" && isDue(database.restartAt, at)) {
      database.restartAt = null;
      database.status = "starting";
      database.until = at + durationOf("rds.start", pace);
    }
  }
}

/** What a group would do now. Empty where the processes that would do it are suspended. */
interface Intentions {
  readonly unhealthy: readonly GroupMember[];
  readonly terminate: readonly GroupMember[];
  readonly launch: number;
}

function intentions(group: Group, region: RegionWorld): Intentions {
  const active = (process: string) => !group.suspended.some((each) => each.name === process);
  const alive = group.members.filter((member) => member.lifecycle !== "Terminating");
  const unhealthy = active("HealthCheck")
    ? alive.filter((each) => each.lifecycle === "InService" && each.health === "Healthy" && !isRunning(region, each))
    : [];
  const sick = alive.filter((member) => member.health === "Unhealthy" || unhealthy.includes(member));
  const replace = active("ReplaceUnhealthy") && active("Terminate") ? sick : [];
  const kept = alive.filter((member) => !replace.includes(member));
  const surplus = active("Terminate") ? Math.max(0, kept.length - group.desired) : 0;
  const removable = kept.filter((member) => !member.protectedFromScaleIn);
  return {
    unhealthy,
    terminate: [...replace, ...removable.slice(0, surplus)],
    launch: active("Launch") ? Math.max(0, group.desired - kept.length) : 0,
  };
}

function isRunning(region: RegionWorld, member: GroupMember): boolean {
  return region.instances.some((each) => each.id === member.instanceId && each.state === "running");
}

/**
 * Brings the groups' lists up to date and sets when each looks at its members next. Called after every change.
 * Changes the world it is given: only for copies.
 */
export function arrangeGroups(world: World, at: number, pace: number): void {
  for (const region of Object.values(world.regions)) {
    for (const group of region.groups) {
      for (const member of group.members) {
        if (member.lifecycle === "Pending" && isRunning(region, member)) member.lifecycle = "InService";
      }
      const { unhealthy, terminate, launch } = intentions(group, region);
      const wants = unhealthy.length + terminate.length + launch > 0;
      group.checkAt = wants ? (group.checkAt ?? at + durationOf("autoscaling.check", pace)) : null;
    }
  }
}

interface GroupCheck {
  readonly world: World;
  readonly region: RegionWorld;
  readonly at: number;
  readonly pace: number;
}

/** A group that is not frozen replaces a stopped member: the old machine is terminated, a new one has a new id. */
function checkGroups(check: GroupCheck): void {
  const { region, at, pace } = check;
  for (const group of region.groups.filter((each) => isDue(each.checkAt, at))) {
    group.checkAt = null;
    const { unhealthy, terminate, launch } = intentions(group, region);
    for (const member of unhealthy) member.health = "Unhealthy";
    for (const member of terminate) {
      member.lifecycle = "Terminating";
      const instance = region.instances.find((each) => each.id === member.instanceId);
      if (!instance || instance.state === "terminated") continue;
      instance.state = "shutting-down";
      instance.until = at + durationOf("ec2.terminate", pace);
    }
    for (let launched = 0; launched < launch; launched += 1) launchMember(check, group);
  }
}

function launchMember({ world, region, at, pace }: GroupCheck, group: Group): void {
  const turn = group.members.length % group.zones.length;
  const zone = group.zones[turn] ?? "";
  const id = newId(world, "i-");
  region.instances.push({
    id,
    type: group.template.instanceType,
    state: "pending",
    until: at + durationOf("ec2.start", pace),
    zone,
    os: "linux",
    imageId: group.template.imageId,
    subnetId: group.subnetIds[turn] ?? "",
    privateIp: newPrivateIp(world),
    publicIp: null,
    autoPublicIp: false,
    launchedAt: at,
    stoppedAt: null,
    spot: null,
    stopProtected: false,
    hibernation: false,
    tags: { ...group.memberTags },
  });
  region.volumes.push({
    id: newId(world, "vol-"),
    type: "gp3",
    sizeGb: group.template.volumeGb,
    iops: 3000,
    throughput: 125,
    zone,
    instanceId: id,
    device: "/dev/xvda",
    deleteOnTermination: true,
    createdAt: at,
    tags: {},
  });
  group.members.push({ instanceId: id, zone, lifecycle: "Pending", health: "Healthy", protectedFromScaleIn: false });
}

/** Starts a stopped machine: a new launch time and, where it has no Elastic IP, a new public address. */
export function startInstance(
  world: World,
  instance: RegionWorld["instances"][number],
  at: number,
  until: number,
): void {
  instance.state = "pending";
  instance.until = until;
  instance.launchedAt = at;
  instance.stoppedAt = null;
  if (instance.autoPublicIp) instance.publicIp = newPublicIp(world);
}
