import { type DescribedThing, labTagList } from "./described-thing";

/** Databases, caches and search. */
export const describedDatabases: readonly DescribedThing[] = [
  {
    at: "eu",
    type: "AWS::MemoryDB::Cluster",
    id: "lab-features",
    arn: { property: "ARN", path: "memorydb:@:cluster/" },
    properties: {
      ClusterName: "lab-features",
      Status: "available",
      NodeType: "db.t4g.small",
      NumShards: 2,
      NumReplicasPerShard: 1,
      Tags: labTagList,
    },
  },
];
