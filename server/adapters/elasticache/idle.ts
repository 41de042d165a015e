import { type IdleSignal, noneOf } from "../idle";

/**
 * Commands, not connections: ElastiCache keeps up to four connections of its own to each node (ElastiCache User Guide,
 * "Which metrics should I monitor?").
 */
export function cacheSignals<Detail>(
  isOf: (detail: Detail) => "memcached" | "redis",
  nodesOf: (id: string, detail: Detail) => readonly string[],
): readonly IdleSignal<Detail>[] {
  const counted = { namespace: "AWS/ElastiCache", statistic: "Sum", quietMeansIdle: false } as const;
  const of =
    (engine: "memcached" | "redis"): IdleSignal<Detail>["dimensions"] =>
    ({ nativeId, detail }) =>
      isOf(detail) === engine ? nodesOf(nativeId, detail).map((CacheClusterId) => ({ CacheClusterId })) : [];
  return [
    noneOf({ ...counted, label: "reads in an hour at most", metric: "GetTypeCmds" }, of("redis")),
    noneOf({ ...counted, label: "writes in an hour at most", metric: "SetTypeCmds" }, of("redis")),
    noneOf({ ...counted, label: "gets in an hour at most", metric: "CmdGet" }, of("memcached")),
    noneOf({ ...counted, label: "sets in an hour at most", metric: "CmdSet" }, of("memcached")),
  ];
}
