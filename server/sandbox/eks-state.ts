import type { TagMap } from "./world";

/** What the sandbox keeps of EKS: the machines and their numbers are in an Auto Scaling group of the region. */

export const name = "eks";

export interface NodeGroup {
  cluster: string;
  name: string;
  uid: string;
  status: "ACTIVE" | "UPDATING" | "DEGRADED";
  until: number | null;
  capacityType: "ON_DEMAND" | "SPOT";
  labels: Record<string, string>;
  /** Why it is degraded. */
  issue: string | null;
  groupName: string;
  createdAt: number;
  tags: TagMap;
}

export interface EksState {
  clusters: string[];
  nodegroups: NodeGroup[];
}

export const empty = (): EksState => ({ clusters: [], nodegroups: [] });
