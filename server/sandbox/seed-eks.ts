import { stateOf } from "./corner";
import { empty, type NodeGroup, name } from "./eks-state";
import { addFleet } from "./seed-machines";
import { daysAgo, type Project, type RegionKey, regionOf, type Seed, tagsOf } from "./seed-story";
import { newUuid } from "./world";

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
/** Nobody upgraded it, and no node is in it any more. */
const forgotten = "lab-forgotten";

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
  stateOf({ name, empty }, regionOf(seed, "eu")).clusters.push(forgotten);
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

/**
 * The Auto Scaling group that EKS makes, with EKS's own tags on it and on its nodes, those for the Cluster Autoscaler among
 * them (EKS User Guide, "Managed node groups"). The node group's own stay there: "Tags that you create for Amazon EKS
 * resources don't propagate to any other resources" (TagResource). There is no launch template, so nothing names the nodes.
 */
function addMachines(seed: Seed, { region, type, sizes, ...row }: Row, { groupName, createdAt }: NodeGroup): void {
  const tags = {
    "eks:cluster-name": cluster,
    "eks:nodegroup-name": row.name,
    "k8s.io/cluster-autoscaler/enabled": "true",
    [`k8s.io/cluster-autoscaler/${cluster}`]: "owned",
  };
  addFleet(seed, { region, name: groupName, type, sizes, createdAt, tags, memberName: null });
}
