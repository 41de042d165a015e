import type { TagMap } from "./world";

/** What the sandbox keeps of NAT gateways and route tables. */

export const name = "natGateways";

export interface Gateway {
  id: string;
  state: "pending" | "available" | "failed" | "deleting" | "deleted";
  until: number | null;
  /** Null: a regional gateway. */
  subnetId: string | null;
  connectivity: "public" | "private";
  addresses: { allocationId: string | null; privateIp: string; publicIp: string | null }[];
  /** Why it will not come up. */
  failure: string | null;
  token: string | null;
  createdAt: number;
  tags: TagMap;
}

export interface TableRoute {
  destination: string;
  target: string;
}

export interface RouteTable {
  id: string;
  routes: TableRoute[];
  tags: TagMap;
}

export interface NatState {
  gateways: Gateway[];
  tables: RouteTable[];
  /** The elastic IPs of gateways, by allocation: they stay while a gateway is gone. */
  allocations: Record<string, string>;
}

export const empty = (): NatState => ({ gateways: [], tables: [], allocations: {} });
