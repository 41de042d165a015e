import { beforeAll, describe, expect, test } from "vitest";
import type { Observed } from "../core/resource";
import { openStage } from "../testing/adapter-suite";
import { adapters } from "./registry";

/** What the kinds say that tells of use, over all that the sandbox account has of them. */

const regions = ["eu-central-1", "us-east-1", "eu-west-1"] as const;
const told = adapters.filter(({ idle }) => idle !== undefined);
const asked = told.filter(({ idle }) => (idle?.signals ?? []).length > 0);
let seen: ReadonlyMap<string, readonly Observed[]>;

beforeAll(async () => {
  const stage = await openStage();
  const found = new Map<string, Observed[]>();
  for (const region of regions) {
    const door = await stage.read(region);
    for (const { kind, discover } of told) {
      const own = found.get(kind) ?? [];
      for await (const one of discover(door)) own.push(one);
      found.set(kind, own);
    }
  }
  seen = found;
});

/** By the names that AWS's guides give for each namespace. */
const sets: Readonly<Record<string, readonly string[]>> = {
  "AWS/AOSS": ["ClientId,CollectionId,CollectionName"],
  // ActiveMQ's machines and RabbitMQ's brokers.
  "AWS/AmazonMQ": ["Broker"],
  "AWS/ApiGateway": ["ApiName,Stage"],
  // Of its two, the one of its capacity; those of an instance or a session name them, too.
  "AWS/AppStream": ["Fleet"],
  "AWS/ApplicationELB": ["LoadBalancer"],
  "AWS/ClientVPN": ["Endpoint"],
  "AWS/DocDB": ["DBClusterIdentifier"],
  "AWS/DocDB-Elastic": ["ClusterId,ClusterName"],
  "AWS/DynamoDB": ["TableName", "GlobalSecondaryIndexName,TableName"],
  "AWS/EC2": ["InstanceId"],
  "AWS/EC2CapacityReservations": ["CapacityReservationId"],
  "AWS/ECS": ["ClusterName,ServiceName"],
  "AWS/EFS": ["FileSystemId"],
  "AWS/ELB": ["LoadBalancerName"],
  "AWS/ES": ["ClientId,DomainName"],
  "AWS/ElastiCache": ["CacheClusterId"],
  "AWS/ElasticMapReduce": ["JobFlowId"],
  "AWS/GameLift": ["FleetId"],
  "AWS/Kinesis": ["StreamName"],
  "AWS/KinesisAnalytics": ["Application"],
  "AWS/Lambda": ["FunctionName,Resource"],
  "AWS/NATGateway": ["NatGatewayId"],
  // Those of Neptune Analytics are by graph.
  "AWS/Neptune": ["DBClusterIdentifier", "GraphIdentifier"],
  "AWS/NetworkELB": ["LoadBalancer"],
  "AWS/RDS": ["DBInstanceIdentifier", "DBClusterIdentifier", "ProxyName"],
  "AWS/Redshift": ["ClusterIdentifier"],
  "AWS/Route53Resolver": ["EndpointId"],
  "AWS/SageMaker": ["EndpointName,VariantName"],
  "AWS/VPN": ["VpnId"],
  // Those of CloudFront have no region.
  "AWS/WAFV2": ["Region,Rule,WebACL", "Rule,WebACL"],
  "AWS/WorkSpaces": ["WorkspaceId"],
};

describe.each(asked.map((adapter) => [adapter.kind, adapter] as const))("%s", (kind, { idle }) => {
  const dimensions = () =>
    (seen.get(kind) ?? []).flatMap((one) =>
      (idle?.signals ?? []).flatMap(({ namespace, dimensions: of }) => of(one).map((set) => ({ namespace, set }))),
    );

  test("names sets of dimensions that AWS has, each of them filled", () => {
    for (const { namespace, set } of dimensions()) {
      expect(sets[namespace]).toContain(Object.keys(set).sort().join());
      for (const value of Object.values(set)) expect(value).toMatch(/^(?!undefined|null).+/);
    }
  });

  test("is asked of something in the sandbox account, and the same each time", () => {
    expect(dimensions().length).toBeGreaterThan(0);
    expect(dimensions()).toEqual(dimensions());
  });
});

test("of a load balancer the dimension is the end of its ARN", () => {
  const balancer = (seen.get("elb.loadBalancer") ?? []).find(({ name }) => name === "old-demo");
  const signal = asked.find(({ kind }) => kind === "elb.loadBalancer")?.idle?.signals?.[0];
  expect(balancer && signal?.dimensions(balancer)).toEqual([
    { LoadBalancer: expect.stringMatching(/^app\/old-demo\/[0-9a-f]+$/) },
  ]);
});

test("instants are those that lists tell, as text that a date is made of", () => {
  for (const { kind, idle } of told) {
    for (const one of seen.get(kind) ?? []) {
      const times = [idle?.since?.(one), idle?.left?.(one)?.since].flatMap((at) => at ?? []);
      for (const at of times) expect(new Date(at).toISOString()).toBe(at);
    }
  }
});

test("what is left behind is told of volumes, addresses, load balancers, snapshots and logs, and not of what is used", () => {
  const left = (kind: string) => {
    const idle = told.find((one) => one.kind === kind)?.idle;
    return (seen.get(kind) ?? []).flatMap((one) => (idle?.left?.(one) ? one.name : []));
  };
  expect(left("ec2.volume")).toContain("parquet-copy");
  expect(left("elb.loadBalancer")).toContain("old-demo");
  expect(left("elb.loadBalancer")).not.toContain("redirects");
  expect(left("ec2.snapshot")).toContain("features-2025");
  expect(left("ec2.snapshot")).not.toContain("trainer-image");
  for (const kind of ["ec2.address", "rds.snapshot", "logs.logGroup"]) expect(left(kind).length).toBeGreaterThan(0);
});
