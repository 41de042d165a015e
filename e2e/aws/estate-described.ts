import { CloudControlClient, CreateResourceCommand } from "@aws-sdk/client-cloudcontrol";
import {
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  EC2Client,
  RunInstancesCommand,
} from "@aws-sdk/client-ec2";
import { awsConfig } from "./estate";

/** What Cloud Control describes: made by each service's own API where the fake AWS has the service, else by Cloud Control. */

const Team = "lab";
const pairs = [{ Key: "Team", Value: Team }];
const account = "123456789012";

/** Of every such kind one in the region; of repositories more than Cloud Control lists in a page. */
export const repositories = 12;

/** And one machine, so that there is something to pause. */
export async function buildDescribed(endpoint: string, region: string): Promise<void> {
  const services = servicesAt(endpoint, region);
  await buildNetworks(services, await placeIn(endpoint, region));
  await buildDatabases(services);
  await buildApps(services);
  const config = awsConfig(endpoint, region);
  await buildStored(new CloudControlClient(config));
  const machine = { ImageId: "ami-12c6146b", InstanceType: "t3.micro", MinCount: 1, MaxCount: 1 } as const;
  const Tags = [{ Key: "Name", Value: "api" }];
  await new EC2Client(config).send(
    new RunInstancesCommand({ ...machine, TagSpecifications: [{ ResourceType: "instance", Tags }] }),
  );
}

interface Place {
  readonly vpcId: string;
  readonly subnets: readonly string[];
  readonly securityGroup: string;
}

async function placeIn(endpoint: string, region: string): Promise<Place> {
  const ec2 = new EC2Client(awsConfig(endpoint, region));
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const { SecurityGroups: [group] = [] } = await ec2.send(new DescribeSecurityGroupsCommand({}));
  const subnets = Subnets.flatMap(({ SubnetId }) => SubnetId ?? []);
  return { vpcId: Subnets[0]?.VpcId ?? "", subnets, securityGroup: group?.GroupId ?? "" };
}

/** Services whose SDK client nothing else needs: their calls as they are on the wire. */
interface Services {
  /** AWS JSON: the operation is in a header. */
  json(service: string, target: string, body: object): Promise<unknown>;
  rest(service: string, path: string, body: object): Promise<unknown>;
}

function servicesAt(endpoint: string, region: string): Services {
  const post = async (service: string, path: string, target: string | null, body: object): Promise<unknown> => {
    const scope = `testing/20260101/${region}/${service}/aws4_request`;
    const response = await fetch(`${endpoint}${path}`, {
      method: "POST",
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
        "content-type": target === null ? "application/json" : "application/x-amz-json-1.0",
        ...(target !== null && { "x-amz-target": target }),
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${service} ${target ?? path} answered ${response.status}: ${text}`);
    return text === "" ? null : JSON.parse(text);
  };
  return {
    json: (service, target, body) => post(service, "/", target, body),
    rest: (service, path, body) => post(service, path, null, body),
  };
}

async function buildNetworks({ json, rest }: Services, { vpcId, subnets, securityGroup }: Place): Promise<void> {
  await json("network-firewall", "NetworkFirewall_20201112.CreateFirewall", {
    FirewallName: "egress",
    FirewallPolicyArn: `arn:aws:network-firewall:eu-central-1:${account}:firewall-policy/egress`,
    VpcId: vpcId,
    SubnetMappings: subnets.slice(0, 2).map((SubnetId) => ({ SubnetId })),
    Tags: pairs,
  });
  await json("route53resolver", "Route53Resolver.CreateResolverEndpoint", {
    CreatorRequestId: "office",
    Name: "to-office",
    Direction: "OUTBOUND",
    SecurityGroupIds: [securityGroup],
    IpAddresses: subnets.slice(0, 2).map((SubnetId) => ({ SubnetId })),
    Tags: pairs,
  });
  const seen = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true };
  await json("wafv2", "AWSWAF_20190729.CreateWebACL", {
    Name: "edge",
    Scope: "REGIONAL",
    DefaultAction: { Allow: {} },
    VisibilityConfig: { ...seen, MetricName: "edge" },
    Rules: [
      {
        Name: "rate",
        Priority: 1,
        Action: { Block: {} },
        Statement: { RateBasedStatement: { Limit: 1000, AggregateKeyType: "IP" } },
        VisibilityConfig: { ...seen, MetricName: "rate" },
      },
      {
        Name: "bots",
        Priority: 2,
        OverrideAction: { None: {} },
        Statement: { ManagedRuleGroupStatement: { VendorName: "AWS", Name: "AWSManagedRulesBotControlRuleSet" } },
        VisibilityConfig: { ...seen, MetricName: "bots" },
      },
    ],
    Tags: pairs,
  });
  await rest("vpc-lattice", "/services", { name: "features", authType: "NONE", tags: { Team } });
}

async function buildDatabases({ json }: Services): Promise<void> {
  await json("memorydb", "AmazonMemoryDB.CreateCluster", {
    ClusterName: "features",
    NodeType: "db.t4g.small",
    ACLName: "open-access",
    NumShards: 2,
    NumReplicasPerShard: 1,
    Tags: pairs,
  });
  const Rules = [{ ResourceType: "collection", Resource: ["collection/docs"] }];
  await json("aoss", "OpenSearchServerless.CreateSecurityPolicy", {
    name: "docs",
    type: "encryption",
    policy: JSON.stringify({ Rules, AWSOwnedKey: false, KmsARN: `arn:aws:kms:eu-central-1:${account}:key/docs` }),
  });
  const tags = [{ key: "Team", value: Team }];
  const collection = { name: "docs", type: "SEARCH", standbyReplicas: "DISABLED", tags };
  await json("aoss", "OpenSearchServerless.CreateCollection", collection);
  await json("timestream-influxdb", "AmazonTimestreamInfluxDB.CreateDbInstance", {
    name: "sensors",
    password: "never-in-here",
    dbInstanceType: "db.influx.medium",
    dbStorageType: "InfluxIOIncludedT1",
    deploymentType: "SINGLE_AZ",
    allocatedStorage: 50,
    vpcSubnetIds: ["subnet-1"],
    vpcSecurityGroupIds: ["sg-1"],
    tags: { Team },
  });
}

async function buildApps({ json, rest }: Services): Promise<void> {
  for (let index = 0; index < repositories; index += 1) {
    const repositoryName = `lab/image-${String(index).padStart(2, "0")}`;
    await json("ecr", "AmazonEC2ContainerRegistry_V20150921.CreateRepository", { repositoryName, tags: pairs });
  }
  await json("acm-pca", "ACMPrivateCA.CreateCertificateAuthority", {
    CertificateAuthorityType: "ROOT",
    CertificateAuthorityConfiguration: {
      KeyAlgorithm: "RSA_2048",
      SigningAlgorithm: "SHA256WITHRSA",
      Subject: { CommonName: "lab.example" },
    },
    UsageMode: "SHORT_LIVED_CERTIFICATE",
    Tags: pairs,
  });
  await rest("mq", "/v1/brokers", {
    brokerName: "events",
    engineType: "RabbitMQ",
    engineVersion: "3.13.7",
    hostInstanceType: "mq.t3.micro",
    deploymentMode: "SINGLE_INSTANCE",
    publiclyAccessible: false,
    users: [{ username: "lab", password: "never-in-here" }],
    logs: {},
    tags: { Team },
  });
  await rest("synthetics", "/canary", {
    Name: "login",
    Code: { Handler: "login.handler", S3Bucket: "canaries", S3Key: "login.zip" },
    ArtifactS3Location: "s3://canaries",
    ExecutionRoleArn: `arn:aws:iam::${account}:role/canary`,
    Schedule: { Expression: "rate(5 minutes)" },
    RuntimeVersion: "syn-nodejs-puppeteer-9.0",
    Tags: { Team },
  });
}

const stored: readonly (readonly [type: string, wanted: object])[] = [
  [
    "AWS::CodeBuild::Fleet",
    {
      Name: "builds",
      BaseCapacity: 1,
      EnvironmentType: "LINUX_CONTAINER",
      ComputeType: "BUILD_GENERAL1_SMALL",
      Tags: pairs,
    },
  ],
  [
    "AWS::ElastiCache::ServerlessCache",
    { ServerlessCacheName: "sessions", Engine: "valkey", FullEngineVersion: "8.0", Tags: pairs },
  ],
  [
    "AWS::GameLift::Fleet",
    {
      Name: "arena",
      ComputeType: "EC2",
      EC2InstanceType: "c5.large",
      Locations: [{ Location: "eu-central-1", LocationCapacity: { DesiredEC2Instances: 2, MinSize: 0, MaxSize: 4 } }],
      Tags: pairs,
    },
  ],
  [
    "AWS::KafkaConnect::Connector",
    {
      ConnectorName: "orders-sink",
      Capacity: { ProvisionedCapacity: { McuCount: 1, WorkerCount: 2 } },
      Tags: pairs,
    },
  ],
  [
    "AWS::MWAA::Environment",
    { Name: "airflow", EnvironmentClass: "mw1.small", Schedulers: 2, MinWorkers: 1, MaxWorkers: 5, Tags: { Team } },
  ],
  ["AWS::PCS::Cluster", { Name: "waves", Size: "SMALL", Tags: { Team } }],
  [
    "AWS::RedshiftServerless::Workgroup",
    { WorkgroupName: "reports", NamespaceName: "reports", BaseCapacity: 32, Tags: pairs },
  ],
];

async function buildStored(cloudControl: CloudControlClient): Promise<void> {
  for (const [TypeName, wanted] of stored) {
    await cloudControl.send(new CreateResourceCommand({ TypeName, DesiredState: JSON.stringify(wanted) }));
  }
}
