import { type DescribedThing, labTagList, labTags } from "./described-thing";

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
  {
    at: "eu",
    type: "AWS::ElastiCache::ServerlessCache",
    id: "lab-sessions",
    arn: { property: "ARN", path: "elasticache:@:serverlesscache:" },
    properties: {
      ServerlessCacheName: "lab-sessions",
      Status: "AVAILABLE",
      Engine: "valkey",
      MajorEngineVersion: "8",
      FullEngineVersion: "8.0",
      CacheUsageLimits: { DataStorage: { Maximum: 10, Unit: "GB" }, ECPUPerSecond: { Maximum: 5000 } },
      Tags: labTagList,
    },
  },
  {
    at: "eu",
    type: "AWS::RedshiftServerless::Workgroup",
    id: "lab-reports",
    arn: { path: "redshift-serverless:@:workgroup/" },
    properties: {
      WorkgroupName: "lab-reports",
      NamespaceName: "lab",
      BaseCapacity: 32,
      MaxCapacity: 128,
      Workgroup: {
        WorkgroupId: "6f1f9c5e-2b7a-4c0d-9a51-0d3c8e7b1a24",
        WorkgroupName: "lab-reports",
        NamespaceName: "lab",
        Status: "AVAILABLE",
      },
      Tags: labTagList,
    },
  },
  // Two of one kind and key, which share their OCUs.
  ...["docs-search", "ticket-search"].map(
    (name, index): DescribedThing => ({
      at: "us",
      type: "AWS::OpenSearchServerless::Collection",
      id: `lab${index}9k2v7q4m1x8z5c3b`,
      arn: { property: "Arn", path: "aoss:@:collection/" },
      properties: {
        Id: `lab${index}9k2v7q4m1x8z5c3b`,
        Name: `lab-${name}`,
        Type: "SEARCH",
        StandbyReplicas: "ENABLED",
      },
      tags: labTags,
    }),
  ),
  {
    at: "eu",
    type: "AWS::Timestream::InfluxDBInstance",
    id: "q1w2e3r4t5",
    arn: { property: "Arn", path: "timestream-influxdb:@:db-instance/" },
    properties: {
      Id: "q1w2e3r4t5",
      Name: "lab-sensors",
      Status: "AVAILABLE",
      DbInstanceType: "db.influx.medium",
      DeploymentType: "SINGLE_AZ",
      DbStorageType: "InfluxIOIncludedT1",
      AllocatedStorage: 50,
      Tags: labTagList,
    },
  },
  {
    at: "eu",
    type: "AWS::KafkaConnect::Connector",
    id: "lab-orders-sink/5d3c7a9e-1f20-4b6d-8c3e-9a7f5b2d1e04-2",
    arn: { property: "ConnectorArn", path: "kafkaconnect:@:connector/" },
    isNamedByArn: true,
    properties: {
      ConnectorName: "lab-orders-sink",
      KafkaConnectVersion: "3.7.x",
      Capacity: { ProvisionedCapacity: { McuCount: 1, WorkerCount: 2 } },
      Tags: labTagList,
    },
  },
];
