import { CloudControlClient, GetResourceCommand, ListResourcesCommand } from "@aws-sdk/client-cloudcontrol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { awsConfig } from "./estate";
import { buildDescribed, repositories } from "./estate-described";
import { type Standby, startStandby } from "./standby";
import { changing, startWire, type Wire } from "./wire";

/** Guarantee: what Cloud Control describes is listed on the wire as it is, page by page, and none of it is ever changed. */

const region = "eu-central-1";
let wire: Wire;
let standby: Standby;

// Nothing here changes what is listed, so all tests look at one estate.
beforeAll(async () => {
  wire = await startWire();
  await buildDescribed(wire.direct, region);
  standby = await startStandby({ endpoint: wire.url, regions: [region], pace: 0.02 });
  await standby.scan();
});
afterAll(async () => {
  await standby.stop();
  await wire.stop();
});
beforeEach(async () => {
  await wire.faults([]);
  await wire.clearCalls();
});

const service = "cloudcontrolapi";
const isImage = ({ kind }: { readonly kind: string }) => kind === "ecr.repository";
const described = async () => (await standby.resources({ state: "alwaysOn" })).filter((one) => !isImage(one));

/** What Cloud Control was asked of a type. */
async function asked(type: string) {
  return (await wire.calls()).filter((call) => call.service === service && call.params.TypeName === type);
}

test("each is listed as it is, with its name, type and tags", async () => {
  const found = await described();
  expect(found.map(({ kind, name, type }) => `${kind} ${name} · ${type}`).sort()).toEqual([
    expect.stringMatching(/^acmpca\.certificateAuthority [0-9a-f-]{36} · ROOT$/),
    "codebuild.fleet builds · BUILD_GENERAL1_SMALL",
    "elasticache.serverlessCache sessions · valkey",
    "gamelift.fleet arena · c5.large",
    "kafkaconnect.connector orders-sink · 2 × 1 MCU",
    "memorydb.cluster features · db.t4g.small",
    "mq.broker events · mq.t3.micro",
    "mwaa.environment airflow · mw1.small",
    "networkfirewall.firewall egress · 2 endpoints",
    "opensearchserverless.collection docs · search",
    "pcs.cluster waves · SMALL",
    "redshiftserverless.workgroup reports · 32 RPUs",
    "route53resolver.endpoint to-office · outbound",
    "synthetics.canary login · rate(5 minutes)",
    "timestream.influxDbInstance sensors · db.influx.medium",
    "vpclattice.service features · service",
    "wafv2.webAcl edge · regional",
  ]);
  expect(found.map(({ kind, tags }) => [kind, tags])).toEqual(found.map(({ kind }) => [kind, { Team: "lab" }]));
});

test("each says what it bills, by the sizes that its description tells", async () => {
  const lines: Record<string, readonly string[]> = {};
  for (const { id, kind } of await described()) {
    const told = (await standby.resource(id)).lines;
    lines[kind] = told.map(({ label, note, quantity }) => `${label} ${quantity}: ${note}`);
  }
  expect(lines).toEqual({
    "acmpca.certificateAuthority": starting("Authority 1: SHORT_LIVED_CERTIFICATE", "Certificates metered"),
    "codebuild.fleet": starting("Machines 1: 1 × BUILD_GENERAL1_SMALL, LINUX_CONTAINER", "More machines metered"),
    "elasticache.serverlessCache": starting("Storage 0.1: 0.1 GB at least (valkey)", "ECPUs metered"),
    "gamelift.fleet": starting("Machines 1: 2 × c5.large, ON_DEMAND"),
    "kafkaconnect.connector": starting("MCU hours 2: 2 MCUs"),
    "memorydb.cluster": starting("Nodes 1: 4 × db.t4g.small"),
    "mq.broker": starting("Broker 1: 1 × mq.t3.micro, RabbitMQ", "Storage metered"),
    "mwaa.environment": starting("Environment 1: mw1.small, 2 schedulers, 1 workers at least"),
    "networkfirewall.firewall": starting("Endpoints 1: 2, one in each zone"),
    "opensearchserverless.collection": starting("OCU hours 1: at least 1 bills all the time", "Storage metered"),
    "pcs.cluster": starting("Controller 1: SMALL"),
    "redshiftserverless.workgroup": starting(
      "RPU hours metered: while a query runs, 32 RPUs at first",
      "Managed storage metered: of reports",
    ),
    "route53resolver.endpoint": starting("Addresses 2: 2, each", "Queries metered"),
    // It does not run yet.
    "synthetics.canary": [],
    "timestream.influxDbInstance": starting("Instance hours 1: db.influx.medium", "Storage 50: 50 GB"),
    "vpclattice.service": starting("Service 1", "Traffic metered"),
    "wafv2.webAcl": starting(
      "Web ACL 1: regional",
      "Rules 2: 2",
      "Managed rules 1: AWS AWSManagedRulesBotControlRuleSet",
      "Requests metered",
    ),
  });
});

function starting(...words: readonly string[]) {
  return words.map((word) => expect.stringContaining(word));
}

test("a list of several pages is read to its end", async () => {
  const images = (await standby.resources()).filter(isImage);
  expect(images.map(({ name }) => name)).toHaveLength(repositories);
  await standby.scan();
  const calls = await asked("AWS::ECR::Repository");
  const lists = calls.filter(({ operation }) => operation === "ListResources");
  expect(lists.map(({ params }) => params.NextToken)).toEqual([undefined, "lab/image-09"]);
  expect(calls).toHaveLength(lists.length + repositories);
});

test("a region that does not know a type has none of it, which is no fault", async () => {
  const { rows } = await standby.scan();
  expect(rows.find(({ kind }) => kind === "kendra.index")).toMatchObject({ status: "read", found: 0, fault: null });
  expect((await asked("AWS::Kendra::Index")).map(({ operation, status }) => [operation, status])).toEqual([
    ["ListResources", 400],
  ]);
});

test("a type that may not be read is not read, with its missing permission, and all else is", async () => {
  const message =
    "AWS::VpcLattice::Service Handler returned status FAILED: User: arn:aws:sts::123456789012:assumed-role/standby/s " +
    "is not authorized to perform: vpc-lattice:ListServices on resource: * because no identity-based policy allows the " +
    "vpc-lattice:ListServices action (Service: VpcLattice, Status Code: 403) (HandlerErrorCode: AccessDenied)";
  await wire.faults([{ service, match: "AWS::VpcLattice::Service", fault: "denied", message }]);
  const { rows } = await standby.scan();
  const notRead = rows.filter(({ status }) => status === "notRead");
  expect(notRead).toMatchObject([
    {
      kind: "vpclattice.service",
      found: 0,
      fault: {
        code: "denied",
        action: "vpc-lattice:ListServices",
        remedy: "Add vpc-lattice:ListServices to the role that Standby uses in this account",
      },
    },
  ]);
  // What was seen before stays, and is not taken for gone.
  expect((await described()).map(({ kind }) => kind)).toContain("vpclattice.service");
});

test("a list that AWS throttles is asked for again", async () => {
  await wire.faults([
    { service, operation: "ListResources", match: "AWS::MemoryDB::Cluster", fault: "throttle", first: 2 },
  ]);
  const { rows } = await standby.scan();
  expect(rows.find(({ kind }) => kind === "memorydb.cluster")).toMatchObject({ status: "read", found: 1 });
  const calls = await asked("AWS::MemoryDB::Cluster");
  expect(calls.map(({ operation, fault }) => [operation, fault])).toEqual([
    ["ListResources", "throttle"],
    ["ListResources", "throttle"],
    ["ListResources", undefined],
    ["GetResource", undefined],
  ]);
});

test("pausing everything stops the machine and reads the rest, no more", async () => {
  const scope = { names: ["*"] };
  const { steps, skipped } = await standby.plan("pause", { scope });
  expect(steps.map(({ kind, name }) => [kind, name])).toEqual([["ec2.instance", "api"]]);
  expect(skipped.filter(({ code, reason }) => code !== "alwaysOn" || reason === "")).toEqual([]);
  expect(skipped).toHaveLength((await described()).length + repositories);
  expect(await standby.run("pause", { scope })).toMatchObject({ state: "succeeded", counts: { total: 1, done: 1 } });
  const calls = await wire.calls();
  expect(changing(calls).map(({ operation }) => operation)).toEqual(["StopInstances"]);
  const ofCloudControl = calls.filter((call) => call.service === service).map(({ operation }) => operation);
  expect([...new Set(ofCloudControl)].sort()).toEqual(["GetResource", "ListResources"]);
  expect(await wire.refusals()).toEqual([]);
});

test("the wire refuses by AWS's names", async () => {
  const client = new CloudControlClient({ ...awsConfig(wire.direct, region), maxAttempts: 1 });
  const list = (TypeName: string, more = {}) => client.send(new ListResourcesCommand({ TypeName, ...more }));
  await expect(list("AWS::Nothing::AtAll")).rejects.toMatchObject({ name: "TypeNotFoundException" });
  await expect(list("AWS::DAX::Cluster")).rejects.toMatchObject({ name: "UnsupportedActionException" });
  await expect(list("AWS::WAFv2::WebACL")).rejects.toMatchObject({ name: "InvalidRequestException" });
  await expect(list("AWS::ECR::Repository", { NextToken: "?" })).rejects.toMatchObject({
    name: "InvalidRequestException",
  });
  await expect(
    client.send(new GetResourceCommand({ TypeName: "AWS::MWAA::Environment", Identifier: "gone" })),
  ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});
