import { stateOf } from "./corner";
import { empty, type NodeGroup, name } from "./eks-state";
import { daysAgo, type Project, type RegionKey, regionOf, type Seed, subnet, tagsOf, zone } from "./seed-story";
import { type Group, newId, newPrivateIp, newUuid } from "./world";

interface Row {
  readonly region: RegionKey;
  readonly name: string;
  readonly project: Project;
  readonly type: string;
  readonly sizes: readonly [min: number, desired: number, max: number];
  readonly spot?: true;
  readonly issue?: string;
}

const cluster = "lab-cluster";

/** The last one cannot be paused: EKS cannot reach it. */
const rows: readonly Row[] = [
  { region: "eu", name: "general", project: "data", type: "m6i.large", sizes: [1, 2, 5] },
  { region: "eu", name: "batch-spot", project: "data", type: "m6i.large", sizes: [0, 1, 4], spot: true },
  { region: "us", name: "general", project: "data", type: "m6i.large", sizes: [1, 1, 3] },
  {
    region: "eu",
    name: "orphan",
    project: "platform",
    type: "m6i.large",
    sizes: [0, 1, 1],
    issue: "Your worker nodes do not have permission to join the cluster",
  },
];

export function seedEks(seed: Seed): void {
  for (const row of rows) {
    const state = stateOf({ name, empty }, regionOf(seed, row.region));
    if (!state.clusters.includes(cluster)) state.clusters.push(cluster);
    const tags = tagsOf("lab", row.project);
    const uid = newUuid(seed.world);
    const nodegroup: NodeGroup = {
      cluster,
      name: row.name,
      uid,
      status: row.issue === undefined ? "ACTIVE" : "DEGRADED",
      until: null,
      capacityType: row.spot ? "SPOT" : "ON_DEMAND",
      labels: { pool: row.name },
      issue: row.issue ?? null,
      groupName: `eks-${row.name}-${uid}`,
      createdAt: daysAgo(seed, 90),
      tags,
    };
    state.nodegroups.push(nodegroup);
    addMachines(seed, row, nodegroup);
  }
}

/** The Auto Scaling group that EKS makes, with its own tags on it and on its nodes. */
function addMachines(seed: Seed, row: Row, { groupName, createdAt, tags }: NodeGroup): void {
  const { world } = seed;
  const region = regionOf(seed, row.region);
  const [min, desired, max] = row.sizes;
  const owned = { "eks:cluster-name": cluster, "eks:nodegroup-name": row.name };
  const group: Group = {
    name: groupName,
    id: newUuid(world),
    min,
    max,
    desired,
    suspended: [],
    members: [],
    checkAt: null,
    template: {
      id: newId(world, "lt-"),
      name: groupName,
      version: "1",
      instanceType: row.type,
      imageId: "ami-0c7d3f95e2b8a4160",
      volumeGb: 40,
    },
    zones: [zone(row.region, 0), zone(row.region, 1)],
    subnetIds: [subnet(0), subnet(1)],
    targetGroupArn: null,
    policies: [],
    scheduledActions: [],
    lifecycleHooks: [],
    tags: { ...tags, ...owned },
    memberTags: { ...tags, ...owned, Name: `${cluster}-${row.name}`, "aws:autoscaling:groupName": groupName },
    createdAt,
  };
  region.groups.push(group);
  for (let index = 0; index < desired; index += 1) addNode(seed, row.region, group, index);
}

function addNode(seed: Seed, key: RegionKey, group: Group, index: number): void {
  const { world } = seed;
  const region = regionOf(seed, key);
  const id = newId(world, "i-");
  const launchedAt = daysAgo(seed, 3 + index);
  region.instances.push({
    id,
    type: group.template.instanceType,
    state: "running",
    until: null,
    zone: zone(key, index),
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
    tags: { ...group.memberTags },
  });
  region.volumes.push({
    id: newId(world, "vol-"),
    type: "gp3",
    sizeGb: group.template.volumeGb,
    iops: 3000,
    throughput: 125,
    zone: zone(key, index),
    instanceId: id,
    device: "/dev/xvda",
    deleteOnTermination: true,
    createdAt: launchedAt,
    tags: {},
  });
  group.members.push({
    instanceId: id,
    zone: zone(key, index),
    lifecycle: "InService",
    health: "Healthy",
    protectedFromScaleIn: false,
  });
}
