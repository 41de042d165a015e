import { CreateVpcEndpointCommand, DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  CreateLoadBalancerCommand,
  ElasticLoadBalancingClient,
  RegisterInstancesWithLoadBalancerCommand,
} from "@aws-sdk/client-elastic-load-balancing";
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { awsConfig } from "./estate";
import { type Standby, startStandby } from "./standby";
import { startWire, type Wire } from "./wire";

/**
 * Guarantee: kinds that are only listed are found on the wire as they are, and none of them is ever changed. Left out:
 * DMS, as moto writes its times in a form that AWS's own SDK refuses.
 */

const region = "eu-central-1";
let wire: Wire;
let standby: Standby | null = null;

beforeAll(async () => {
  wire = await startWire();
});
afterAll(() => wire.stop());
beforeEach(async () => {
  await wire.reset();
  await build();
});
afterEach(async () => {
  await standby?.stop();
  standby = null;
});

async function build(): Promise<void> {
  const config = awsConfig(wire.direct, region);
  const ec2 = new EC2Client(config);
  const { Subnets: [subnet] = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const place = { VpcId: subnet?.VpcId, SubnetIds: [subnet?.SubnetId ?? ""] };
  const serviceOf = (name: string) => `com.amazonaws.${region}.${name}`;
  const form = { ...place, VpcEndpointType: "Interface" } as const;
  await ec2.send(new CreateVpcEndpointCommand({ ...form, ServiceName: serviceOf("ecr.api") }));
  const free = { VpcId: subnet?.VpcId, VpcEndpointType: "Gateway" } as const;
  await ec2.send(new CreateVpcEndpointCommand({ ...free, ServiceName: serviceOf("s3") }));
  const elb = new ElasticLoadBalancingClient(config);
  const LoadBalancerName = "first-shop";
  const Listeners = [{ Protocol: "http", LoadBalancerPort: 80, InstancePort: 80 }];
  const Tags = [{ Key: "Team", Value: "shop" }];
  await elb.send(
    new CreateLoadBalancerCommand({ LoadBalancerName, Listeners, AvailabilityZones: [`${region}a`], Tags }),
  );
  const Instances = [{ InstanceId: "i-0123456789abcdef0" }];
  await elb.send(new RegisterInstancesWithLoadBalancerCommand({ LoadBalancerName, Instances }));
  await new SecretsManagerClient(config).send(
    new CreateSecretCommand({ Name: "shop/partner", SecretString: "is never read", Tags }),
  );
  const kms = new KMSClient(config);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: "orders", Tags: [] }));
  await kms.send(new CreateAliasCommand({ AliasName: "alias/orders", TargetKeyId: KeyMetadata?.KeyId }));
}

test("what has no stop is listed with its reason, and no plan changes it", async () => {
  standby = await startStandby({ endpoint: wire.url, regions: [region], pace: 0.02 });
  expect(await standby.scan()).toMatchObject({ notRead: 0 });
  const found = (await standby.resources()).map(({ kind, name, state }) => `${kind} ${name} ${state}`);
  expect(found.sort()).toEqual([
    "ec2.vpcEndpoint ecr.api alwaysOn",
    "elb.classicLoadBalancer first-shop alwaysOn",
    "kms.key orders alwaysOn",
    "secretsmanager.secret shop/partner alwaysOn",
  ]);
  const plan = await standby.plan("pause", { scope: { names: ["*"] } });
  expect(plan.steps).toEqual([]);
  expect(plan.skipped.map(({ code, reason }) => [code, reason === ""])).toEqual(Array(4).fill(["alwaysOn", false]));
});
