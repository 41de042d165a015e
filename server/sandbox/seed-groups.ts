import {
  daysAgo,
  type Environment,
  type Project,
  regionOf,
  type Seed,
  subnet,
  tagsOf,
  uniqueName,
  zone,
} from "./seed-story";
import { type Group, newId, newPrivateIp, newUuid } from "./world";

interface Fleet {
  readonly environment: Environment;
  readonly name: string;
  readonly project: Project;
  readonly type: string;
  readonly sizes: readonly [min: number, desired: number, max: number];
  /** Names of the members; launched ones get `member`. */
  readonly members: readonly string[];
  readonly member: string;
  readonly suspended?: Group["suspended"];
  readonly balanced?: true;
}

const paused = [{ name: "AZRebalance", reason: "User suspended at 2026-05-11T08:24:10Z" }];
const letters = ["a", "b", "c", "d", "e", "f"];
const web = (count: number) => letters.slice(0, count).map((letter) => `web-${letter}`);

const fleets: readonly Fleet[] = [
  {
    environment: "dev",
    name: "web-asg",
    project: "shop",
    type: "m7g.large",
    sizes: [2, 3, 6],
    members: web(3),
    member: "web",
    balanced: true,
  },
  {
    environment: "dev",
    name: "queue-asg",
    project: "data",
    type: "m6i.large",
    sizes: [1, 2, 4],
    members: ["queue-a", "queue-b"],
    member: "queue",
    suspended: paused,
  },
  {
    environment: "staging",
    name: "web-asg",
    project: "shop",
    type: "m7g.large",
    sizes: [2, 2, 6],
    members: web(2),
    member: "web",
    balanced: true,
  },
  {
    environment: "staging",
    name: "queue-asg",
    project: "data",
    type: "m6i.large",
    sizes: [1, 1, 2],
    members: ["queue-a"],
    member: "queue",
  },
  {
    environment: "prod",
    name: "web-asg",
    project: "shop",
    type: "m7g.large",
    sizes: [4, 6, 12],
    members: web(6),
    member: "web",
    balanced: true,
  },
  {
    environment: "prod",
    name: "queue-asg",
    project: "data",
    type: "m6i.large",
    sizes: [2, 2, 8],
    members: ["queue-a", "queue-b"],
    member: "queue",
    suspended: paused,
  },
];

export function seedGroups(seed: Seed): void {
  for (const fleet of fleets) addFleet(seed, fleet);
}

function addFleet(seed: Seed, fleet: Fleet): void {
  const { world } = seed;
  const region = regionOf(seed, "eu");
  const name = uniqueName(fleet.environment, fleet.name);
  const createdAt = daysAgo(seed, 210);
  const [min, desired, max] = fleet.sizes;
  const tags = tagsOf(fleet.environment, fleet.project);
  const group: Group = {
    name,
    id: newUuid(world),
    min,
    max,
    desired,
    suspended: [...(fleet.suspended ?? [])],
    members: [],
    checkAt: null,
    template: {
      id: newId(world, "lt-"),
      name: `${name}-template`,
      version: "4",
      instanceType: fleet.type,
      imageId: fleet.type.includes("7g") ? "ami-0f21b6a8d94ce7530" : "ami-0c7d3f95e2b8a4160",
      volumeGb: 40,
    },
    zones: [zone("eu", 0), zone("eu", 1), zone("eu", 2)],
    subnetIds: [subnet(0), subnet(1), subnet(2)],
    targetGroupArn: fleet.balanced
      ? `arn:aws:elasticloadbalancing:eu-central-1:${world.accountId}:targetgroup/${name}/6d0ecf831eec9f09`
      : null,
    policies: [{ name: "cpu-60", targetValue: 60 }],
    scheduledActions:
      fleet.environment === "prod" ? [{ name: "morning", recurrence: "0 5 * * MON-FRI", min, max, desired }] : [],
    lifecycleHooks: fleet.balanced
      ? [{ name: "drain", transition: "autoscaling:EC2_INSTANCE_TERMINATING", heartbeatSeconds: 120 }]
      : [],
    tags: { ...tags, Name: fleet.member },
    memberTags: { ...tags, Name: fleet.member, "aws:autoscaling:groupName": name },
    createdAt,
  };
  region.groups.push(group);
  fleet.members.forEach((member, index) => {
    addMember(seed, { group, member, index });
  });
}

interface Place {
  readonly group: Group;
  readonly member: string;
  readonly index: number;
}

function addMember(seed: Seed, { group, member, index }: Place): void {
  const { world } = seed;
  const region = regionOf(seed, "eu");
  const id = newId(world, "i-");
  const launchedAt = daysAgo(seed, 6 + index);
  region.instances.push({
    id,
    type: group.template.instanceType,
    state: "running",
    until: null,
    zone: zone("eu", index),
    os: "linux",
    imageId: group.template.imageId,
    subnetId: subnet(index),
    privateIp: newPrivateIp(world),
    publicIp: null,
    autoPublicIp: false,
    launchedAt,
    stoppedAt: null,
    spot: null,
    stopProtected: false,
    hibernation: false,
    tags: { ...group.memberTags, Name: member },
  });
  region.volumes.push({
    id: newId(world, "vol-"),
    type: "gp3",
    sizeGb: group.template.volumeGb,
    iops: 3000,
    throughput: 125,
    zone: zone("eu", index),
    instanceId: id,
    device: "/dev/xvda",
    deleteOnTermination: true,
    createdAt: launchedAt,
    tags: {},
  });
  group.members.push({
    instanceId: id,
    zone: zone("eu", index),
    lifecycle: "InService",
    health: "Healthy",
    protectedFromScaleIn: false,
  });
}
