import { stateOf } from "./corner";
import { empty, type Gateway, name } from "./nat-state";
import { daysAgo, type RegionKey, regionOf, type Seed, subnet, tagsOf } from "./seed-story";
import { newId, newPrivateIp, newPublicIp, type TagMap } from "./world";

interface Row {
  readonly region: RegionKey;
  readonly name: string;
  /** How many elastic IPs; a private gateway has none. */
  readonly addresses: number;
  /** Where its routes lead, one list for each table. */
  readonly tables: readonly (readonly string[])[];
  readonly regional?: true;
  readonly tags?: TagMap;
}

/** The last two cannot be paused: a regional one, and one that belongs to a stack. */
const rows: readonly Row[] = [
  { region: "eu", name: "lab-egress", addresses: 2, tables: [["0.0.0.0/0", "pl-0a1b2c3d4e5f60718"], ["0.0.0.0/0"]] },
  { region: "eu", name: "lab-partners", addresses: 0, tables: [["172.31.0.0/16"]] },
  { region: "us", name: "lab-egress", addresses: 1, tables: [["0.0.0.0/0"]] },
  { region: "us", name: "lab-all-zones", addresses: 1, tables: [["0.0.0.0/0"]], regional: true },
  {
    region: "eu",
    name: "lab-stack",
    addresses: 1,
    tables: [],
    tags: { "aws:cloudformation:stack-name": "lab-network" },
  },
];

export function seedNatGateways(seed: Seed): void {
  rows.forEach((row, index) => {
    addGateway(seed, row, index);
  });
}

function addGateway(seed: Seed, row: Row, index: number): void {
  const { world } = seed;
  const state = stateOf({ name, empty }, regionOf(seed, row.region));
  const tags = tagsOf("lab", "platform", { Name: row.name, ...row.tags });
  const gateway: Gateway = {
    id: newId(world, "nat-"),
    state: "available",
    until: null,
    subnetId: row.regional ? null : subnet(index),
    connectivity: row.addresses > 0 ? "public" : "private",
    addresses: [],
    failure: null,
    token: null,
    createdAt: daysAgo(seed, 200 + index),
    tags,
  };
  for (let count = 0; count < Math.max(1, row.addresses); count += 1) {
    const privateIp = newPrivateIp(world);
    if (row.addresses === 0) {
      gateway.addresses.push({ allocationId: null, privateIp, publicIp: null });
      continue;
    }
    const allocationId = newId(world, "eipalloc-");
    const publicIp = newPublicIp(world);
    state.allocations[allocationId] = publicIp;
    gateway.addresses.push({ allocationId, privateIp, publicIp });
  }
  state.gateways.push(gateway);
  for (const destinations of row.tables) {
    state.tables.push({
      id: newId(world, "rtb-"),
      routes: destinations.map((destination) => ({ destination, target: gateway.id })),
      tags: { ...tags },
    });
  }
}
