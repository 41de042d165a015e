import type { MetricType, ScalableDimension, ServiceNamespace } from "@aws-sdk/client-application-auto-scaling";

/**
 * The sandbox's world: plain JSON, instants in milliseconds since 1970. Only what changes or differs between resources
 * is kept; the rest of an answer is filled in by the service files. A command works on a copy, so fields are mutable.
 */

export type TagMap = Record<string, string>;

export interface World {
  version: 2;
  accountId: string;
  accountAlias: string;
  /** How many ids were handed out: new ids go on where the seed stopped. */
  serial: number;
  regions: Record<string, RegionWorld>;
}

export interface RegionWorld {
  instances: Instance[];
  volumes: Volume[];
  addresses: Address[];
  groups: Group[];
  databases: Database[];
  clusters: string[];
  services: EcsService[];
  taskDefinitions: TaskDefinition[];
  scalableTargets: ScalableTarget[];
  functions: LambdaFunction[];
  eventSources: EventSource[];
  alarms: Alarm[];
  /** What each corner (corner.ts) keeps, by its name. */
  corners: Record<string, object>;
}

/** What is under way ends at `until`; null where nothing moves. */
interface Moving {
  until: number | null;
}

export interface Instance extends Moving {
  id: string;
  type: string;
  state: "pending" | "running" | "shutting-down" | "terminated" | "stopping" | "stopped";
  zone: string;
  os: "linux" | "windows";
  imageId: string;
  subnetId: string;
  privateIp: string;
  publicIp: string | null;
  /** Gets a new public address at every start; false where it has none or an Elastic IP. */
  autoPublicIp: boolean;
  launchedAt: number;
  stoppedAt: number | null;
  spot: { requestId: string; type: "persistent" | "one-time" } | null;
  stopProtected: boolean;
  hibernation: boolean;
  tags: TagMap;
}

export interface Volume {
  id: string;
  type: "gp2" | "gp3" | "io2" | "st1";
  sizeGb: number;
  iops: number | null;
  throughput: number | null;
  zone: string;
  instanceId: string | null;
  device: string;
  deleteOnTermination: boolean;
  createdAt: number;
  tags: TagMap;
}

export interface Address {
  allocationId: string;
  associationId: string | null;
  publicIp: string;
  instanceId: string | null;
  tags: TagMap;
}

export interface GroupMember {
  instanceId: string;
  zone: string;
  lifecycle: "Pending" | "InService" | "Terminating";
  health: "Healthy" | "Unhealthy";
  protectedFromScaleIn: boolean;
}

export interface Group {
  name: string;
  id: string;
  min: number;
  max: number;
  desired: number;
  suspended: { name: string; reason: string }[];
  members: GroupMember[];
  /** When the group looks at its members and acts; null while all is as wanted. */
  checkAt: number | null;
  template: { id: string; name: string; version: string; instanceType: string; imageId: string; volumeGb: number };
  zones: string[];
  subnetIds: string[];
  targetGroupArn: string | null;
  policies: { name: string; targetValue: number }[];
  scheduledActions: { name: string; recurrence: string; min: number; max: number; desired: number }[];
  lifecycleHooks: { name: string; transition: string; heartbeatSeconds: number }[];
  tags: TagMap;
  /** Tags that a launched member gets. */
  memberTags: TagMap;
  createdAt: number;
}

export interface Database extends Moving {
  id: string;
  resourceId: string;
  class: string;
  engine: "postgres" | "mysql" | "mariadb";
  engineVersion: string;
  status: "available" | "stopping" | "stopped" | "starting";
  /** AWS starts a stopped database by itself at this instant. */
  restartAt: number | null;
  zone: string;
  secondaryZone: string | null;
  storageType: "gp2" | "gp3" | "io1";
  sizeGb: number;
  iops: number | null;
  replicas: string[];
  replicaOf: string | null;
  deletionProtection: boolean;
  createdAt: number;
  tags: TagMap;
}

export interface EcsService extends Moving {
  name: string;
  cluster: string;
  desired: number;
  running: number;
  launchType: "FARGATE" | "EC2";
  strategy: "REPLICA" | "DAEMON";
  taskDefinition: string;
  deploymentId: string;
  targetGroupArn: string | null;
  subnetIds: string[];
  createdAt: number;
  tags: TagMap;
}

export interface TaskDefinition {
  family: string;
  revision: number;
  cpu: number;
  memory: number;
  arch: "X86_64" | "ARM64";
  launchType: "FARGATE" | "EC2";
  image: string;
  registeredAt: number;
}

export interface ScalableTarget {
  /** ecs, lambda, or one of a corner's. */
  namespace: ServiceNamespace;
  resourceId: string;
  dimension: ScalableDimension;
  min: number;
  max: number;
  suspended: { in: boolean; out: boolean; scheduled: boolean };
  policies: {
    name: string;
    metric: MetricType;
    target: number;
    alarmNames: string[];
  }[];
  scheduledActions: { name: string; schedule: string; min: number; max: number }[];
  createdAt: number;
}

export interface ProvisionedConcurrency extends Moving {
  qualifier: string;
  requested: number;
  status: "IN_PROGRESS" | "READY";
  changedAt: number;
}

export interface LambdaFunction {
  name: string;
  runtime: "nodejs22.x" | "python3.13" | "java21";
  arch: "x86_64" | "arm64";
  memory: number;
  timeout: number;
  /** Null: no reservation. */
  reserved: number | null;
  /** Published versions, oldest first. */
  versions: string[];
  aliases: { name: string; version: string }[];
  provisioned: ProvisionedConcurrency[];
  codeSize: number;
  codeSha256: string;
  revisionId: string;
  changedAt: number;
  tags: TagMap;
}

export interface EventSource extends Moving {
  uuid: string;
  functionName: string;
  sourceArn: string;
  state: "Enabled" | "Enabling" | "Disabling" | "Disabled";
  batchSize: number;
  changedAt: number;
}

export interface Alarm {
  name: string;
  type: "metric" | "composite";
  description: string;
  actionsEnabled: boolean;
  actions: string[];
  state: "OK" | "ALARM" | "INSUFFICIENT_DATA";
  namespace: string;
  metric: string;
  dimensions: TagMap;
  statistic: "Average" | "Maximum" | "Sum" | "Minimum";
  comparison: "GreaterThanThreshold" | "LessThanThreshold";
  threshold: number;
  periodSeconds: number;
  evaluations: number;
  missingData: "missing" | "breaching" | "notBreaching";
  /** For a composite alarm. */
  rule: string;
  changedAt: number;
  tags: TagMap;
}

export function emptyRegion(): RegionWorld {
  return {
    instances: [],
    volumes: [],
    addresses: [],
    groups: [],
    databases: [],
    clusters: [],
    services: [],
    taskDefinitions: [],
    scalableTargets: [],
    functions: [],
    eventSources: [],
    alarms: [],
    corners: {},
  };
}

/** Seventeen hex digits after the prefix, as EC2 writes its ids. Counts the world's serial up. */
export function newId(world: World, prefix: string): string {
  return `${prefix}${newHex(world, 17)}`;
}

/** `length` hex digits that depend on the serial alone: the same story always gets the same ids. */
export function newHex(world: World, length: number): string {
  world.serial += 1;
  let text = "";
  for (let part = 0; text.length < length; part += 1)
    text += mix(world.serial * 64 + part)
      .toString(16)
      .padStart(8, "0");
  return text.slice(0, length);
}

export function newUuid(world: World): string {
  const hex = newHex(world, 32);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20)].join("-");
}

/** A whole number in [0, below) that depends on the serial alone. */
export function newNumber(world: World, below: number): number {
  return Number.parseInt(newHex(world, 8), 16) % below;
}

export function newPrivateIp(world: World): string {
  return `10.20.${newNumber(world, 64)}.${4 + newNumber(world, 250)}`;
}

/** 198.51.100.0/24 is kept for examples (RFC 5737), so no real machine is ever named; 203.0.113.0/24 likewise. */
export function newPublicIp(world: World): string {
  const net = newNumber(world, 2) === 0 ? "198.51.100" : "203.0.113";
  return `${net}.${1 + newNumber(world, 254)}`;
}

/** 32-bit finaliser of MurmurHash3: neighbours get unlike values. */
function mix(value: number): number {
  let hash = (value ^ 0x9e3779b9) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
