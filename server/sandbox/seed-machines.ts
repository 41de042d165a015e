import { daysAgo, type RegionKey, regionOf, type Seed, subnet, zone } from "./seed-story";
import { type Group, newId, newPrivateIp, newUuid, type TagMap } from "./world";

/** The machines that a service makes for its own: an Auto Scaling group with the service's tags on it and on its members. */

interface Fleet {
  readonly region: RegionKey;
  readonly name: string;
  readonly type: string;
  readonly sizes: readonly [min: number, desired: number, max: number];
  readonly createdAt: number;
  readonly tags: TagMap;
  /** Null: nobody names them. */
  readonly memberName: string | null;
}

export function addFleet(seed: Seed, fleet: Fleet): void {
  const { world } = seed;
  const { region: key, name, tags } = fleet;
  const [min, desired, max] = fleet.sizes;
  const group: Group = {
    name,
    id: newUuid(world),
    min,
    max,
    desired,
    suspended: [],
    members: [],
    checkAt: null,
    template: {
      id: newId(world, "lt-"),
      name,
      version: "1",
      instanceType: fleet.type,
      imageId: "ami-0c7d3f95e2b8a4160",
      volumeGb: 40,
    },
    zones: [zone(key, 0), zone(key, 1)],
    subnetIds: [subnet(0), subnet(1)],
    targetGroupArn: null,
    policies: [],
    scheduledActions: [],
    lifecycleHooks: [],
    tags,
    memberTags: {
      ...tags,
      ...(fleet.memberName !== null && { Name: fleet.memberName }),
      "aws:autoscaling:groupName": name,
    },
    createdAt: fleet.createdAt,
  };
  regionOf(seed, key).groups.push(group);
  for (let index = 0; index < desired; index += 1) addMachine(seed, key, group, index);
}

function addMachine(seed: Seed, key: RegionKey, group: Group, index: number): void {
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
