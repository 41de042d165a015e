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
    type: "AWS::DocDBElastic::Cluster",
    id: "4f7e2c1a-93b8-4d06-8a5e-1c9d7b3f6e20",
    arn: { property: "ClusterArn", path: "docdb-elastic:@:cluster/" },
    isNamedByArn: true,
    properties: {
      ClusterName: "lab-catalog-elastic",
      AdminUserName: "lab",
      AuthType: "PLAIN_TEXT",
      ShardCapacity: 2,
      ShardCount: 2,
      ShardInstanceCount: 1,
      Tags: labTagList,
    },
  },
  {
    at: "us",
    type: "AWS::NeptuneGraph::Graph",
    id: "g-1a2b3c4d5e",
    arn: { property: "GraphArn", path: "neptune-graph:@:graph/" },
    properties: {
      GraphId: "g-1a2b3c4d5e",
      GraphName: "lab-fraud-rings",
      ProvisionedMemory: 16,
      ReplicaCount: 0,
      Tags: labTagList,
    },
  },
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
    type: "AWS::KinesisAnalyticsV2::Application",
    id: "lab-clicks",
    arn: { path: "kinesisanalytics:@:application/" },
    properties: {
      ApplicationName: "lab-clicks",
      ApplicationMode: "STREAMING",
      RuntimeEnvironment: "FLINK-1_20",
      ApplicationConfiguration: {
        FlinkApplicationConfiguration: {
          ParallelismConfiguration: {
            ConfigurationType: "CUSTOM",
            Parallelism: 4,
            ParallelismPerKPU: 2,
            AutoScalingEnabled: true,
          },
        },
      },
      Tags: labTagList,
    },
  },
  {
    at: "eu",
    type: "AWS::EMRServerless::Application",
    id: "00f1lab2spark3a4",
    arn: { property: "Arn", path: "emr-serverless:@:/applications/" },
    properties: {
      ApplicationId: "00f1lab2spark3a4",
      Name: "lab-etl",
      Type: "Spark",
      ReleaseLabel: "emr-7.9.0",
      InitialCapacity: [
        {
          Key: "Executor",
          Value: { WorkerCount: 4, WorkerConfiguration: { Cpu: "4 vCPU", Memory: "16 GB", Disk: "20 GB" } },
        },
      ],
      AutoStopConfiguration: { Enabled: false },
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
