import {
  CreateReplicationInstanceCommand,
  CreateReplicationTaskCommand,
  DatabaseMigrationServiceClient,
  StartReplicationTaskCommand,
} from "@aws-sdk/client-database-migration-service";
import {
  AddTagsToResourceCommand,
  ConnectDirectoryCommand,
  CreateDirectoryCommand,
  CreateMicrosoftADCommand,
  DirectoryServiceClient,
} from "@aws-sdk/client-directory-service";
import {
  AllocateHostsCommand,
  CreateCustomerGatewayCommand,
  CreateVpcEndpointCommand,
  CreateVpnConnectionCommand,
  CreateVpnGatewayCommand,
  DeleteVpnConnectionCommand,
  DescribeSubnetsCommand,
  EC2Client,
  ReleaseHostsCommand,
} from "@aws-sdk/client-ec2";
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

/** Guarantee: kinds that are only listed are found on the wire as they are, and none of them is ever changed. */

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
  await buildHosts(ec2);
  await buildVpns(ec2);
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
  await buildMigrations(new DatabaseMigrationServiceClient(config));
}

const named = (Name: string) => [{ Key: "Name", Value: Name }];

/** One that is there, and one that was released: AWS goes on listing it. */
async function buildHosts(ec2: EC2Client): Promise<void> {
  for (const name of ["licences", "gone"]) {
    const { HostIds = [] } = await ec2.send(
      new AllocateHostsCommand({
        AvailabilityZone: `${region}a`,
        InstanceFamily: "m5",
        Quantity: 1,
        TagSpecifications: [{ ResourceType: "dedicated-host", Tags: named(name) }],
      }),
    );
    if (name === "gone") await ec2.send(new ReleaseHostsCommand({ HostIds }));
  }
}

async function buildVpns(ec2: EC2Client): Promise<void> {
  const Type = "ipsec.1";
  const there = { Type, BgpAsn: 65_000, IpAddress: "203.0.113.7" } as const;
  const { CustomerGateway: customer } = await ec2.send(new CreateCustomerGatewayCommand(there));
  const { VpnGateway: gateway } = await ec2.send(new CreateVpnGatewayCommand({ Type }));
  for (const name of ["office", "old-office"]) {
    const { VpnConnection: made } = await ec2.send(
      new CreateVpnConnectionCommand({
        Type,
        CustomerGatewayId: customer?.CustomerGatewayId,
        VpnGatewayId: gateway?.VpnGatewayId,
        TagSpecifications: [{ ResourceType: "vpn-connection", Tags: named(name) }],
      }),
    );
    const { VpnConnectionId } = made ?? {};
    if (name === "old-office") await ec2.send(new DeleteVpnConnectionCommand({ VpnConnectionId }));
  }
}

/** One that works for two zones, with a task that runs and one that does not; and one that nobody uses any more. */
async function buildMigrations(dms: DatabaseMigrationServiceClient): Promise<void> {
  const { ReplicationInstance: working } = await dms.send(
    new CreateReplicationInstanceCommand({
      ReplicationInstanceIdentifier: "oracle-exit",
      ReplicationInstanceClass: "dms.r6i.large",
      AllocatedStorage: 100,
      MultiAZ: true,
      EngineVersion: "3.6.1",
      Tags: [{ Key: "Team", Value: "data" }],
    }),
  );
  await dms.send(
    new CreateReplicationInstanceCommand({
      ReplicationInstanceIdentifier: "first-try",
      ReplicationInstanceClass: "dms.t3.medium",
    }),
  );
  const end = (name: string) => `arn:aws:dms:${region}:123456789012:endpoint:${name}`;
  const task = {
    ReplicationInstanceArn: working?.ReplicationInstanceArn,
    SourceEndpointArn: end("ORACLE"),
    TargetEndpointArn: end("AURORA"),
    MigrationType: "full-load-and-cdc",
    TableMappings: '{"rules":[]}',
  } as const;
  const { ReplicationTask: ledger } = await dms.send(
    new CreateReplicationTaskCommand({ ...task, ReplicationTaskIdentifier: "ledger" }),
  );
  await dms.send(new CreateReplicationTaskCommand({ ...task, ReplicationTaskIdentifier: "archive" }));
  await dms.send(
    new StartReplicationTaskCommand({
      ReplicationTaskArn: ledger?.ReplicationTaskArn,
      StartReplicationTaskType: "start-replication",
    }),
  );
}

test("what has no stop is listed with its reason, and no plan changes it", async () => {
  standby = await startStandby({ endpoint: wire.url, regions: [region], pace: 0.02 });
  expect(await standby.scan()).toMatchObject({ notRead: 0 });
  const found = (await standby.resources()).map(({ kind, name, state }) => `${kind} ${name} ${state}`);
  expect(found.sort()).toEqual([
    "dms.replicationInstance first-try alwaysOn",
    "dms.replicationInstance oracle-exit alwaysOn",
    "ec2.dedicatedHost licences alwaysOn",
    "ec2.vpcEndpoint ecr.api alwaysOn",
    "ec2.vpnConnection office alwaysOn",
    "elb.classicLoadBalancer first-shop alwaysOn",
    "kms.key orders alwaysOn",
    "secretsmanager.secret shop/partner alwaysOn",
  ]);
  const plan = await standby.plan("pause", { scope: { names: ["*"] } });
  expect(plan.steps).toEqual([]);
  expect(plan.skipped.map(({ code, reason }) => [code, reason === ""])).toEqual(Array(8).fill(["alwaysOn", false]));
});

test("a replication instance is told with its tags and the tasks that run on it", async () => {
  standby = await startStandby({ endpoint: wire.url, regions: [region], pace: 0.02 });
  await standby.scan();
  const found = await standby.resources({ kind: "dms.replicationInstance" });
  expect(found.map(({ name, type, tags, saw, remedy }) => ({ name, type, tags, saw, remedy }))).toEqual([
    {
      name: "first-try",
      type: "dms.t3.medium",
      tags: {},
      saw: "available",
      remedy: expect.stringMatching(/no task uses it/),
    },
    {
      name: "oracle-exit",
      type: "dms.r6i.large",
      tags: { Team: "data" },
      saw: "available",
      remedy: expect.stringMatching(/1 of 2 tasks run on it/),
    },
  ]);
  expect(await wire.refusals()).toEqual([]);
});

test("directories of every form are listed, with stage and size", async () => {
  await buildDirectories();
  standby = await startStandby({ endpoint: wire.url, regions: [region], pace: 0.02 });
  const { rows } = await standby.scan();
  expect(rows.find(({ kind }) => kind === "ds.directory")).toMatchObject({ status: "read", found: 3 });
  const found = await standby.resources({ kind: "ds.directory" });
  const told = found.map(({ name, type, state, saw, tags }) => ({ name, type, state, saw, tags }));
  expect(told.sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
    { name: "corp.example.com", type: "Microsoft AD Standard", state: "alwaysOn", saw: "Active", tags: {} },
    { name: "desks.example.com", type: "Simple AD Small", state: "alwaysOn", saw: "Active", tags: {} },
    { name: "office.example.com", type: "AD Connector Large", state: "alwaysOn", saw: "Active", tags: {} },
  ]);
});

async function buildDirectories(): Promise<void> {
  const config = awsConfig(wire.direct, region);
  const { Subnets = [] } = await new EC2Client(config).send(new DescribeSubnetsCommand({}));
  const place = { VpcId: Subnets[0]?.VpcId, SubnetIds: Subnets.slice(0, 2).map(({ SubnetId = "" }) => SubnetId) };
  const ds = new DirectoryServiceClient(config);
  const Password = "Only-for-a-test-1";
  const VpcSettings = place;
  await ds.send(new CreateDirectoryCommand({ Name: "desks.example.com", Password, Size: "Small", VpcSettings }));
  const { DirectoryId: corp } = await ds.send(
    new CreateMicrosoftADCommand({ Name: "corp.example.com", Password, Edition: "Standard", VpcSettings }),
  );
  await ds.send(new AddTagsToResourceCommand({ ResourceId: corp, Tags: [{ Key: "Team", Value: "data" }] }));
  const ConnectSettings = { ...place, CustomerDnsIps: ["10.0.0.2"], CustomerUserName: "connector" };
  await ds.send(new ConnectDirectoryCommand({ Name: "office.example.com", Password, Size: "Large", ConnectSettings }));
}
