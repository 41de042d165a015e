import type { TagMap } from "./world";

/** What the sandbox keeps of ElastiCache. */

export const name = "elasticache";

export interface CacheShard {
  id: string;
  /** Null where there is but one. */
  slots: string | null;
  /** Of its nodes, the primary first. */
  zones: string[];
}

export interface CacheGroup {
  id: string;
  description: string;
  status: "creating" | "available" | "deleting";
  until: number | null;
  engine: "redis" | "valkey";
  engineVersion: string;
  nodeType: string;
  clustered: boolean;
  failover: boolean;
  multiAz: boolean;
  shards: CacheShard[];
  parameterGroup: string;
  retentionDays: number;
  /** The node that daily backups are taken from; left out while none are. */
  backupSource?: string;
  inTransit: boolean;
  authToken: boolean;
  global: string | null;
  launchedAt: number;
  tags: TagMap;
}

interface CacheSnapshot {
  name: string;
  groupId: string;
  source: "manual" | "automated";
  status: "creating" | "available" | "restoring" | "deleting";
  until: number | null;
  engineVersion: string;
}

/** Memcached: in no group. */
export interface CachePool {
  id: string;
  nodes: number;
  nodeType: string;
  zone: string;
  tags: TagMap;
}

export interface CacheState {
  /** In order of their ids. */
  groups: CacheGroup[];
  snapshots: CacheSnapshot[];
  pools: CachePool[];
}

export const empty = (): CacheState => ({ groups: [], snapshots: [], pools: [] });
