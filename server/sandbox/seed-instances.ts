import {
  daysAgo,
  type Environment,
  type Project,
  type RegionKey,
  regionOf,
  type Seed,
  subnet,
  tagsOf,
  zone,
} from "./seed-story";
import { type Instance, newId, newNumber, newPrivateIp, newPublicIp, type Volume } from "./world";

interface Machine {
  readonly name: string;
  readonly type: string;
  readonly project: Project;
  readonly region?: RegionKey;
  /** Root disk in GB, gp3. */
  readonly disk: number;
  /** A second disk that outlives its machine. */
  readonly data?: { readonly type: Volume["type"]; readonly gb: number; readonly iops?: number };
  readonly address?: "elastic" | "public";
  readonly stopped?: true;
  readonly windows?: true;
  readonly spot?: true;
  readonly hibernation?: true;
  readonly tags?: Readonly<Record<string, string>>;
}

const keep = { keep: "always" };
const image = { linux: "ami-0c7d3f95e2b8a4160", arm: "ami-0f21b6a8d94ce7530", windows: "ami-09ae5d7c31f4b8260" };

const machines: Readonly<Record<Environment, readonly Machine[]>> = {
  lab: [],
  dev: [
    { name: "build-agent-1", type: "m6i.2xlarge", project: "platform", disk: 200 },
    { name: "build-agent-2", type: "m6i.2xlarge", project: "platform", disk: 200 },
    { name: "worker-1", type: "c6i.2xlarge", project: "shop", disk: 80, address: "public" },
    { name: "worker-2", type: "c6i.2xlarge", project: "shop", disk: 80 },
    { name: "search-1", type: "r6i.xlarge", project: "shop", disk: 100, data: { type: "gp3", gb: 200 } },
    { name: "api-1", type: "m6i.xlarge", project: "shop", disk: 80, address: "elastic" },
    { name: "api-2", type: "m6i.xlarge", project: "shop", disk: 80 },
    { name: "batch-runner", type: "c6i.xlarge", project: "data", disk: 120, address: "public" },
    { name: "scratch-nvme", type: "m6id.large", project: "data", disk: 30 },
    { name: "bastion", type: "t4g.medium", project: "platform", disk: 20, address: "elastic", tags: keep },
    { name: "load-gen", type: "c6i.2xlarge", project: "platform", disk: 60, stopped: true },
    { name: "trainer", type: "r6i.2xlarge", project: "data", region: "us", disk: 100, data: { type: "gp3", gb: 500 } },
    { name: "render-spot", type: "c5.xlarge", project: "shop", region: "us", disk: 60, spot: true },
    { name: "win-tools", type: "m5.large", project: "platform", disk: 100, windows: true, hibernation: true },
    { name: "bench-m8a", type: "m8a.large", project: "data", disk: 40 },
  ],
  staging: [
    { name: "api-1", type: "m6i.xlarge", project: "shop", disk: 80, address: "elastic" },
    { name: "api-2", type: "m6i.xlarge", project: "shop", disk: 80 },
    { name: "worker-1", type: "c6i.2xlarge", project: "shop", disk: 80, address: "public" },
    { name: "search-1", type: "r6i.xlarge", project: "shop", disk: 100, data: { type: "gp3", gb: 200 } },
    { name: "load-gen", type: "c6i.2xlarge", project: "platform", region: "ie", disk: 60 },
    { name: "qa-runner", type: "c6i.xlarge", project: "platform", region: "ie", disk: 60 },
  ],
  prod: [
    { name: "api-1", type: "m6i.xlarge", project: "shop", disk: 100, address: "elastic" },
    { name: "api-2", type: "m6i.xlarge", project: "shop", disk: 100, address: "elastic" },
    { name: "api-3", type: "m6i.xlarge", project: "shop", disk: 100 },
    { name: "api-4", type: "m6i.xlarge", project: "shop", region: "ie", disk: 100 },
    { name: "worker-1", type: "c6i.2xlarge", project: "shop", disk: 100 },
    { name: "worker-2", type: "c6i.2xlarge", project: "shop", disk: 100 },
    { name: "worker-3", type: "c6i.2xlarge", project: "data", disk: 100 },
    { name: "worker-4", type: "c6i.2xlarge", project: "data", region: "ie", disk: 100 },
    { name: "search-1", type: "r6i.xlarge", project: "shop", disk: 100, data: { type: "gp3", gb: 400 } },
    {
      name: "search-2",
      type: "r6i.xlarge",
      project: "shop",
      disk: 100,
      data: { type: "io2", gb: 200, iops: 1000 },
    },
    { name: "bastion", type: "t4g.medium", project: "platform", disk: 20, address: "elastic", tags: keep },
  ],
  none: [
    { name: "okafor-test", type: "t3.large", project: "platform", disk: 50, address: "public" },
    { name: "jupyter-scratch", type: "c5.xlarge", project: "data", region: "us", disk: 100 },
    { name: "old-proxy", type: "t3.medium", project: "platform", region: "ie", disk: 20, address: "elastic" },
  ],
};

export function seedInstances(seed: Seed): void {
  for (const environment of ["dev", "staging", "prod", "none"] as const) {
    machines[environment].forEach((machine, index) => {
      addMachine(seed, { environment, machine, index });
    });
  }
}

interface Place {
  readonly environment: Environment;
  readonly machine: Machine;
  readonly index: number;
}

function addMachine(seed: Seed, { environment, machine, index }: Place): void {
  const { world } = seed;
  const key = machine.region ?? "eu";
  const region = regionOf(seed, key);
  const id = newId(world, "i-");
  const launchedAt = daysAgo(seed, 2 + newNumber(world, 40)) + newNumber(world, 20_000_000);
  const tags = { Name: machine.name, ...tagsOf(environment, machine.project, machine.tags) };
  region.instances.push({
    id,
    type: machine.type,
    state: machine.stopped ? "stopped" : "running",
    until: null,
    zone: zone(key, index),
    os: machine.windows ? "windows" : "linux",
    imageId: imageOf(machine),
    subnetId: subnet(index),
    privateIp: newPrivateIp(world),
    publicIp: machine.address === "public" && !machine.stopped ? newPublicIp(world) : null,
    autoPublicIp: machine.address === "public",
    launchedAt,
    stoppedAt: machine.stopped ? daysAgo(seed, 1) : null,
    spot: machine.spot ? { requestId: `sir-${newId(world, "").slice(0, 8)}`, type: "persistent" } : null,
    stopProtected: false,
    hibernation: machine.hibernation ?? false,
    tags,
  } satisfies Instance);
  const disk = { instanceId: id, zone: zone(key, index), createdAt: launchedAt, tags };
  const root = { ...disk, id: newId(world, "vol-"), device: "/dev/xvda", deleteOnTermination: true };
  region.volumes.push({ ...root, type: "gp3", sizeGb: machine.disk, iops: 3000, throughput: 125 });
  if (machine.data) {
    region.volumes.push({
      ...disk,
      id: newId(world, "vol-"),
      type: machine.data.type,
      sizeGb: machine.data.gb,
      iops: machine.data.iops ?? 3000,
      throughput: machine.data.type === "gp3" ? 125 : null,
      device: "/dev/sdf",
      deleteOnTermination: false,
    });
  }
  if (machine.address === "elastic") {
    const allocationId = newId(world, "eipalloc-");
    const associationId = newId(world, "eipassoc-");
    region.addresses.push({ allocationId, associationId, publicIp: newPublicIp(world), instanceId: id, tags });
  }
}

function imageOf(machine: Machine): string {
  if (machine.windows) return image.windows;
  return /^[a-z]\d+g/.test(machine.type) ? image.arm : image.linux;
}
