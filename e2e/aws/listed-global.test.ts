import { BackupClient, CreateBackupVaultCommand } from "@aws-sdk/client-backup";
import { CreateClusterCommand, DAXClient } from "@aws-sdk/client-dax";
import { CreateConnectionCommand, DeleteConnectionCommand, DirectConnectClient } from "@aws-sdk/client-direct-connect";
import {
  ChangeTagsForResourceCommand,
  CreateHealthCheckCommand,
  CreateHostedZoneCommand,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { awsConfig } from "./estate";
import { type Standby, startStandby } from "./standby";
import { changing, startWire, type Wire } from "./wire";

/** Guarantee: what belongs to no region is found once, whatever regions are read, and nothing that is only listed is ever changed. */

const home = "us-east-1";
const other = "eu-central-1";
let wire: Wire;
let standby: Standby | null = null;

beforeAll(async () => {
  wire = await startWire();
});
afterAll(() => wire.stop());
beforeEach(async () => {
  await wire.reset();
  await buildDomains();
  await buildLines();
  await buildStores();
});
afterEach(async () => {
  await standby?.stop();
  standby = null;
});

async function buildDomains(): Promise<void> {
  const route53 = new Route53Client(awsConfig(wire.direct, home));
  await route53.send(new CreateHostedZoneCommand({ Name: "shop.example.", CallerReference: "public" }));
  await route53.send(
    new CreateHostedZoneCommand({
      Name: "inside.example.",
      CallerReference: "private",
      HostedZoneConfig: { PrivateZone: true },
      VPC: { VPCRegion: "us-east-1", VPCId: "vpc-0a1b2c3d" },
    }),
  );
  const { HealthCheck: check } = await route53.send(
    new CreateHealthCheckCommand({
      CallerReference: "check",
      HealthCheckConfig: {
        Type: "HTTPS_STR_MATCH",
        FullyQualifiedDomainName: "shop.example",
        Port: 443,
        ResourcePath: "/health",
        SearchString: "ok",
        RequestInterval: 10,
        Disabled: true,
      },
    }),
  );
  await route53.send(
    new ChangeTagsForResourceCommand({
      ResourceType: "healthcheck",
      ResourceId: check?.Id,
      AddTags: [{ Key: "Team", Value: "shop" }],
    }),
  );
}

/** One that is ordered, and one that is gone: AWS goes on listing it. */
async function buildLines(): Promise<void> {
  const lines = new DirectConnectClient(awsConfig(wire.direct, other));
  const line = { location: "EqFA5", bandwidth: "1Gbps" };
  const tags = [{ key: "Team", value: "network" }];
  await lines.send(new CreateConnectionCommand({ ...line, connectionName: "office", tags }));
  const { connectionId } = await lines.send(new CreateConnectionCommand({ ...line, connectionName: "old-office" }));
  await lines.send(new DeleteConnectionCommand({ connectionId }));
}

/** A cache of three nodes, and a vault with nothing in it. */
async function buildStores(): Promise<void> {
  const config = awsConfig(wire.direct, other);
  await new DAXClient(config).send(
    new CreateClusterCommand({
      ClusterName: "sessions",
      NodeType: "dax.t3.small",
      ReplicationFactor: 3,
      IamRoleArn: "arn:aws:iam::123456789012:role/dax",
    }),
  );
  await new BackupClient(config).send(new CreateBackupVaultCommand({ BackupVaultName: "empty" }));
}

test("what has no region is found in one of two that are read, and no plan changes anything", async () => {
  standby = await startStandby({ endpoint: wire.url, regions: [other, home], pace: 0.02 });
  expect(await standby.scan()).toMatchObject({ notRead: 0 });
  const found = (await standby.resources()).map(({ kind, name, region, state }) =>
    [kind, name, region, state].join(" "),
  );
  expect(found.sort()).toEqual([
    `dax.cluster sessions ${other} alwaysOn`,
    `directconnect.connection office ${other} alwaysOn`,
    `route53.healthCheck shop.example ${home} alwaysOn`,
    `route53.hostedZone inside.example ${home} alwaysOn`,
    `route53.hostedZone shop.example ${home} alwaysOn`,
  ]);
  const plan = await standby.plan("pause", { scope: { names: ["*"] } });
  expect(plan.steps).toEqual([]);
  expect(plan.skipped.map(({ code, reason }) => [code, reason === ""])).toEqual(Array(5).fill(["alwaysOn", false]));
  expect(changing(await wire.calls())).toEqual([]);
  expect(await wire.refusals()).toEqual([]);
});

test("each is told as AWS has it", async () => {
  standby = await startStandby({ endpoint: wire.url, regions: [other, home], pace: 0.02 });
  await standby.scan();
  const told = (await standby.resources()).map(({ name, type, saw }) => ({ name, type, saw }));
  expect(told.sort((a, b) => (a.name < b.name ? -1 : 1))).toMatchObject([
    { name: "inside.example", type: "private", saw: "private" },
    { name: "office", type: "1Gbps" },
    { name: "sessions", type: "dax.t3.small" },
    { name: "shop.example" },
    { name: "shop.example" },
  ]);
  const [check] = await standby.resources({ kind: "route53.healthCheck" });
  expect(check).toMatchObject({
    type: "HTTPS_STR_MATCH",
    saw: "disabled",
    remedy: expect.stringContaining("bills on"),
  });
  const [line] = await standby.resources({ kind: "directconnect.connection" });
  expect(line).toMatchObject({ tags: { Team: "network" } });
});
