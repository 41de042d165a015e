import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { AppStreamClient, UpdateFleetCommand } from "@aws-sdk/client-appstream";
import { AutoScalingClient, SetInstanceHealthCommand } from "@aws-sdk/client-auto-scaling";
import { UpdateWorkspacesPoolCommand, WorkSpacesClient } from "@aws-sdk/client-workspaces";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { iamAction, isRead } from "../aws/services";
import { differencesBetween } from "../core/differences";
import { rateUnits } from "../core/money";
import catalogue from "../costs/catalogue.json";
import { listedTables } from "../costs/prices/filters";
import {
  actionOf,
  discoverAll,
  type Found,
  openStage,
  pauseTasks,
  resumeTasks,
  type Stage,
  type Task,
  walk,
} from "../testing/adapter-suite";
import { consent } from "../testing/consent";
import type { AnyAdapter } from "./contract";
import { optionsOf } from "./options";
import { adapters } from "./registry";

/** The laws that every adapter keeps, proved against the sandbox account. A new kind is held to them by its registration. */

interface Variant {
  readonly name: string;
  readonly options: unknown;
  /** What this way of pausing brings back new, so that the world is not compared. */
  readonly recreates?: true;
  /** It only saves what bills while idle, so a look at it says that it runs. */
  readonly stillRuns?: true;
  /** What somebody else does while it is paused and a resume must cope with. */
  disturb?(stage: Stage, tasks: readonly Task[]): Promise<void>;
}

const plain: Variant = { name: "by default", options: {} };

/** Ways of pausing beside the default, by kind. */
const variants: Readonly<Record<string, readonly Variant[]>> = {
  "appstream.fleet": [plain, { name: "and resized meanwhile", options: {}, disturb: resizeFleets }],
  "autoscaling.group": [
    plain,
    { name: "to zero", options: { mode: "zero" }, recreates: true },
    { name: "with members found unhealthy", options: {}, disturb: findUnhealthy },
  ],
  // Its machines end with the pause.
  "batch.computeEnvironment": [{ ...plain, recreates: true }],
  "ec2.instance": [
    plain,
    { name: "with instance-store loss", options: { instanceStore: true } },
    { name: "hibernated", options: { hibernate: true } },
  ],
  // Its new id is in the world, and the old one for an hour.
  "ec2.natGateway": [{ name: "with a new id", options: { newId: true }, recreates: true }],
  // Nodes end with the pause; new ones come with the resume.
  "eks.nodegroup": [{ ...plain, recreates: true }],
  "lambda.function": [
    plain,
    { name: "with its event sources", options: { eventSourceMappings: true } },
    { name: "still answering calls", options: { reserved: false }, stillRuns: true },
  ],
  "workspaces.pool": [plain, { name: "and resized meanwhile", options: {}, disturb: resizePools }],
};

/** A stopped fleet takes a new size. What a fleet is sized in tells which one. */
async function resizeFleets(stage: Stage, tasks: readonly Task[]): Promise<void> {
  const saved = z.object({ configuration: z.object({ sessionsPerInstance: z.number().nullable() }) });
  for (const { region, nativeId, saved: configuration } of tasks) {
    const isShared = saved.parse(configuration).configuration.sessionsPerInstance !== null;
    const ComputeCapacity = isShared ? { DesiredSessions: 4 } : { DesiredInstances: 1 };
    await (await stage.act(region)).act(AppStreamClient, new UpdateFleetCommand({ Name: nativeId, ComputeCapacity }));
  }
}

/** A stopped pool takes a new size. */
async function resizePools(stage: Stage, tasks: readonly Task[]): Promise<void> {
  for (const { region, nativeId: PoolId } of tasks) {
    const command = new UpdateWorkspacesPoolCommand({ PoolId, Capacity: { DesiredUserSessions: 1 } });
    await (await stage.act(region)).act(WorkSpacesClient, command);
  }
}

/** Health checks of a load balancer, or a person, call stopped members unhealthy. */
async function findUnhealthy(stage: Stage, tasks: readonly Task[]): Promise<void> {
  const saved = z.object({ members: z.array(z.object({ id: z.string() })) });
  for (const { region, saved: configuration } of tasks) {
    for (const { id } of saved.parse(configuration).members) {
      const command = new SetInstanceHealthCommand({ InstanceId: id, HealthStatus: "Unhealthy" });
      await (await stage.act(region)).act(AutoScalingClient, command);
    }
  }
}

/**
 * What a stop and a start may change in the world: when things happened, ids of calls and deployments, and the public
 * address that a machine gets anew.
 */
const volatile =
  /(^serial|\.(launchedAt|stoppedAt|publicIp|until|checkAt|changedAt|restartAt|revisionId|deploymentId))$/;

/** Scalable targets have no order: one that is deleted with what it scales is made again at the end of the list. */
async function worldOf(stage: Stage): Promise<unknown> {
  const world = worldSchema.parse(await stage.sandbox.snapshot());
  for (const region of Object.values(world.regions)) {
    region.scalableTargets.sort((a, b) => (a.resourceId < b.resourceId ? -1 : 1));
    for (const target of region.scalableTargets) delete target.createdAt;
  }
  return world;
}

const worldSchema = z.looseObject({
  regions: z.record(
    z.string(),
    z.looseObject({
      scalableTargets: z.array(z.looseObject({ resourceId: z.string(), createdAt: z.number().optional() })),
    }),
  ),
});

function changesBetween(before: unknown, after: unknown) {
  return differencesBetween(before, after).filter(({ path }) => !volatile.test(path));
}

/** What AWS asks for beside the call's own permission. */
const impliedActions: Readonly<Record<string, readonly string[]>> = {
  // A gateway that is made with its tags needs both (EC2 User Guide, "Grant permission to tag resources during creation").
  "ec2:CreateNatGateway": ["ec2:CreateTags"],
  // ElastiCache API reference, DeleteReplicationGroup and CreateReplicationGroup; User Guide, "Logging destinations".
  "elasticache:DeleteReplicationGroup": ["elasticache:CreateSnapshot"],
  "elasticache:CreateReplicationGroup": [
    "elasticache:AddTagsToResource",
    "logs:CreateLogDelivery",
    "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
  ],
  // The snapshot of a stop, where it is one of the enhanced ones (Managed Flink guide, "Upgrade … to enhanced snapshots").
  "kinesisanalytics:StopApplication": ["kinesisanalytics:CreateSystemSnapshot"],
  // Without it GetFunction answers and leaves the tags out (Lambda API reference, GetFunction).
  "lambda:GetFunction": ["lambda:ListTags"],
  // The role that a rule or schedule runs its target with is handed on anew (EventBridge API reference, PutRule).
  "events:PutRule": ["iam:PassRole"],
  "scheduler:UpdateSchedule": ["iam:PassRole"],
  // SageMaker deregisters what scales an endpoint on the caller's behalf (SageMaker guide, "Delete a model with a
  // scaling policy"), and tags in CreateEndpoint are AddTags (Service Authorization Reference).
  "sagemaker:DeleteEndpoint": [
    "application-autoscaling:DeleteScalingPolicy",
    "application-autoscaling:DeregisterScalableTarget",
  ],
  "sagemaker:CreateApp": ["sagemaker:AddTags"],
  "sagemaker:CreateEndpoint": ["sagemaker:AddTags"],
  // The alarms of target tracking are made with the caller's permissions (Application Auto Scaling guide).
  "application-autoscaling:PutScalingPolicy": [
    "cloudwatch:DeleteAlarms",
    "cloudwatch:DescribeAlarms",
    "cloudwatch:PutMetricAlarm",
  ],
};

/** Cloud Control reads with the caller's permissions for the service (Cloud Control API User Guide, "Security"). */
const impliedByType: Readonly<Record<string, readonly string[]>> = {
  "AWS::ACMPCA::CertificateAuthority": [
    "acm-pca:DescribeCertificateAuthority",
    "acm-pca:GetCertificateAuthorityCsr",
    "acm-pca:ListCertificateAuthorities",
    "acm-pca:ListTags",
  ],
  "AWS::Route53Resolver::ResolverEndpoint": [
    "route53resolver:GetResolverEndpoint",
    "route53resolver:ListResolverEndpointIpAddresses",
    "route53resolver:ListResolverEndpoints",
    "route53resolver:ListTagsForResource",
  ],
  "AWS::WAFv2::WebACL": ["wafv2:GetWebACL", "wafv2:ListTagsForResource", "wafv2:ListWebACLs"],
  "AWS::AmazonMQ::Broker": ["mq:DescribeBroker", "mq:DescribeSharedResources", "mq:ListBrokers"],
  "AWS::CodeBuild::Fleet": ["codebuild:BatchGetFleets", "codebuild:ListFleets"],
  "AWS::ECR::Repository": [
    "ecr:DescribeRepositories",
    "ecr:GetLifecyclePolicy",
    "ecr:GetRepositoryPolicy",
    "ecr:ListTagsForResource",
  ],
  "AWS::GameLift::Fleet": [
    "gamelift:DescribeEC2InstanceLimits",
    "gamelift:DescribeFleetAttributes",
    "gamelift:DescribeFleetCapacity",
    "gamelift:DescribeFleetEvents",
    "gamelift:DescribeFleetLocationAttributes",
    "gamelift:DescribeFleetPortSettings",
    "gamelift:DescribeFleetUtilization",
    "gamelift:DescribeRuntimeConfiguration",
    "gamelift:DescribeScalingPolicies",
    "gamelift:ListFleets",
  ],
  "AWS::Kendra::Index": ["kendra:DescribeIndex", "kendra:ListIndices", "kendra:ListTagsForResource"],
  "AWS::PCS::Cluster": ["pcs:GetCluster", "pcs:ListClusters", "pcs:ListTagsForResource"],
  "AWS::Synthetics::Canary": [
    "iam:ListRoles",
    "s3:GetBucketLocation",
    "s3:ListAllMyBuckets",
    "synthetics:DescribeCanaries",
    "synthetics:GetCanary",
    "synthetics:ListTagsForResource",
  ],
  "AWS::VpcLattice::Service": ["vpc-lattice:GetService", "vpc-lattice:ListServices", "vpc-lattice:ListTagsForResource"],
  "AWS::ElastiCache::ServerlessCache": ["elasticache:DescribeServerlessCaches", "elasticache:ListTagsForResource"],
  "AWS::KafkaConnect::Connector": [
    "kafkaconnect:DescribeConnector",
    "kafkaconnect:ListConnectors",
    "kafkaconnect:ListTagsForResource",
  ],
  "AWS::OpenSearchServerless::Collection": ["aoss:BatchGetCollection", "aoss:ListCollections"],
  "AWS::RedshiftServerless::Workgroup": [
    "ec2:DescribeAccountAttributes",
    "ec2:DescribeAddresses",
    "ec2:DescribeAvailabilityZones",
    "ec2:DescribeInternetGateways",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcAttribute",
    "redshift-serverless:GetWorkgroup",
    "redshift-serverless:ListTagsForResource",
    "redshift-serverless:ListWorkgroups",
  ],
  "AWS::Timestream::InfluxDBInstance": [
    "timestream-influxdb:GetDbInstance",
    "timestream-influxdb:ListDbInstances",
    "timestream-influxdb:ListTagsForResource",
  ],
  "AWS::MWAA::Environment": ["airflow:GetEnvironment", "airflow:ListEnvironments"],
  "AWS::MemoryDB::Cluster": ["memorydb:DescribeClusters", "memorydb:ListTags"],
  "AWS::GlobalAccelerator::Accelerator": [
    "globalaccelerator:DescribeAccelerator",
    "globalaccelerator:ListAccelerators",
    "globalaccelerator:ListTagsForResource",
  ],
  "AWS::MediaConnect::Flow": [
    "mediaconnect:DescribeFlow",
    "mediaconnect:ListFlows",
    "mediaconnect:ListTagsForResource",
  ],
  "AWS::OSIS::Pipeline": [
    "osis:GetPipeline",
    "osis:GetResourcePolicy",
    "osis:ListPipelines",
    "osis:ListTagsForResource",
  ],
  "AWS::NetworkFirewall::Firewall": ["network-firewall:DescribeFirewall", "network-firewall:ListFirewalls"],
};

/** A law that not every adapter is under: for the others there is no such test, rather than one that is skipped. */
function onlyIf(holds: boolean): (name: string, law: () => unknown) => void {
  return (name, law) => {
    if (holds) it(name, law as () => void);
  };
}

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) frozen(member);
  }
  return value;
}

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe.each(adapters.map((adapter) => [adapter.kind, adapter] as const))("%s", (kind, adapter) => {
  const isReport = adapter.restore === "reportOnly";
  const asked: Variant = { name: "as somebody asked for", options: consent[kind] ?? {} };
  const ways = isReport ? [] : (variants[kind] ?? [consent[kind] ? asked : plain]);
  /** Every IAM action that the suite saw, by what it was for. */
  const seen = { read: new Set<string>(), pause: new Set<string>(), resume: new Set<string>() };
  let found: readonly Found[] = [];

  beforeAll(async () => {
    found = await discoverAll(await openStage(), adapter);
  });

  const note = (stage: Stage, phase: "pause" | "resume") => {
    for (const call of stage.sandbox.calls()) {
      const action = iamAction(call.service, call.operation);
      const type = "TypeName" in call.input ? String(call.input.TypeName) : "";
      for (const one of [action, ...(impliedActions[action] ?? []), ...(impliedByType[type] ?? [])]) {
        seen[isRead(call.operation) ? "read" : phase].add(one);
      }
    }
    stage.sandbox.clearCalls();
  };

  async function paused(stage: Stage, tasks: readonly Task[], knobs: Partial<Parameters<typeof walk>[1]> = {}) {
    const ended = await walk(stage, { adapter, action: "pause", tasks, ...knobs });
    note(stage, "pause");
    return ended;
  }

  async function resumed(stage: Stage, held: readonly Task[], knobs: Partial<Parameters<typeof walk>[1]> = {}) {
    const tasks = await resumeTasks(stage, adapter, held);
    const ended = await walk(stage, { adapter, action: "resume", tasks, ...knobs });
    note(stage, "resume");
    return ended;
  }

  it("finds something in the sandbox account, and the same again by name", async () => {
    expect(found.length).toBeGreaterThan(0);
    const stage = await openStage();
    for (const region of stage.regions) {
      const here = found.filter((one) => one.region === region).map((one) => one.seen);
      const again = [];
      const missing = here.slice(0, 1).map((one) => `${one.nativeId}x`);
      const names = [...here.map((one) => one.nativeId), ...missing];
      for await (const one of adapter.discover(await stage.read(region), names)) again.push(one);
      expect(byId(again)).toEqual(byId(here));
    }
  });

  it("sends reads only to discover", async () => {
    const stage = await openStage();
    await discoverAll(stage, adapter);
    const calls = stage.sandbox.calls();
    expect(calls.map((call) => call.operation).filter((operation) => !isRead(operation))).toEqual([]);
    note(stage, "pause");
  });

  it("never hides a read that failed", async () => {
    const reads = new Set(stageReads(await callsOf(adapter)));
    for (const action of reads) {
      // A new one each time: what never changes is remembered, and would not be read again.
      const stage = await openStage();
      const [service = "", operation = ""] = action.split(":");
      stage.sandbox.setFaults([{ service, operation, fault: "denied" }]);
      await expect(discoverAll(stage, adapter), action).rejects.toMatchObject({ fault: { code: "denied" } });
    }
  });

  it("keeps every detail through JSON and its own schema", () => {
    for (const { seen: one } of found) {
      expect(adapter.detail.parse(throughJson(one.detail))).toEqual(one.detail);
      expect(one.arn).toMatch(/^arn:aws:/);
      expect([one.name, one.type, one.nativeId]).not.toContain("");
    }
  });

  it("plans purely: what goes in stays as it is, and the same comes out twice", () => {
    for (const { seen: one } of found.map(frozen)) {
      for (const way of ways) {
        const options = frozen(adapter.options.parse(way.options));
        const all = () => [
          adapter.classify(one),
          adapter.planPause(one, options),
          adapter.relations(one),
          adapter.price(one),
        ];
        expect(all()).toEqual(all());
      }
    }
  });

  it("says why and what to do wherever it will not", () => {
    const refusals = found.flatMap(({ seen: one }): { readonly reason: string; readonly remedy: string }[] => {
      const classified = adapter.classify(one);
      if (classified.state === "unsupported") return [classified];
      if (classified.state !== "running") return [];
      const plans = ways.map((way) => adapter.planPause(one, adapter.options.parse(way.options)));
      return plans.filter((plan) => plan.result === "refused");
    });
    for (const { reason, remedy } of refusals) {
      expect(reason.length).toBeGreaterThan(10);
      expect(remedy.length).toBeGreaterThan(10);
    }
  });

  onlyIf(isReport)("says of all that it has no stop, and asks for no more than reads", () => {
    expect(new Set(found.map(({ seen: one }) => adapter.classify(one).state))).toEqual(new Set(["unsupported"]));
    expect([...adapter.iam.pause, ...adapter.iam.resume]).toEqual([]);
  });

  it("describes itself and its options", () => {
    const { about } = adapter;
    expect("reason" in about).toBe(isReport);
    for (const text of Object.values(about).flat()) expect(text).toMatch(/^[A-Z].{5,}/);
    for (const { what } of optionsOf(adapter)) expect(what.length).toBeGreaterThan(10);
    expect(JSON.stringify([about, optionsOf(adapter)])).not.toContain("TODO");
  });

  it("is paused with the option that a refusal names, and offers it to be accepted", () => {
    const offered = optionsOf(adapter).flatMap(({ name, acceptable }) => (acceptable ? [name] : []));
    for (const { seen: one } of found) {
      if (adapter.classify(one).state !== "running") continue;
      const plan = adapter.planPause(one, adapter.options.parse({}));
      if (plan.result !== "refused" || plan.accepts === undefined) continue;
      expect(offered).toContain(plan.accepts);
      const accepted = adapter.planPause(one, adapter.options.parse({ [plan.accepts]: true }));
      expect(accepted.result === "refused" ? accepted.reason : "", one.name).not.toBe(plan.reason);
    }
  });

  it("says which kinds it may need", () => {
    const needs = found.flatMap(({ seen: one }) => adapter.relations(one)).filter(({ role }) => role === "needs");
    expect(adapter.needs ?? []).toEqual(expect.arrayContaining(needs.map(({ kind }) => kind)));
  });

  it("prices in known units from tables that exist", () => {
    for (const line of found.flatMap(({ seen: one }) => adapter.price(one))) {
      expect(line.label).not.toBe("");
      expect(line.note).not.toBe("");
      expect(rateUnits).toContain(line.unit);
      if (line.quantity !== "metered") expect(line.quantity).toBeGreaterThanOrEqual(0);
      if (line.price) expect([...Object.keys(catalogue.tables), ...listedTables]).toContain(line.price.table);
    }
  });

  it("declares how many items each of its steps takes at once", () => {
    const steps = ways.flatMap((way) => pauseTasks(adapter, found, way.options).flatMap((task) => task.steps));
    for (const step of steps) expect(adapter.batch[step.op]).toBeGreaterThan(0);
  });

  describe.each(ways.map((way) => [way.name, way] as const))("paused %s", (_name, way) => {
    it("has saved configurations and steps that survive the database", () => {
      const tasks = pauseTasks(adapter, found, way.options);
      expect(tasks.length).toBeGreaterThan(0);
      for (const { saved, steps, plan } of tasks) {
        expect(adapter.saved.schema.parse(throughJson(saved))).toEqual(saved);
        expect(throughJson(steps)).toEqual(steps);
        for (const step of steps) expect([step.before, step.after]).not.toContain("");
        for (const hazard of plan.hazards) expect([hazard.code, hazard.title, hazard.detail]).not.toContain("");
      }
    });

    it("comes back as it was", async () => {
      const stage = await openStage();
      const before = await worldOf(stage);
      const tasks = pauseTasks(adapter, await discoverAll(stage, adapter), way.options);
      await paused(stage, tasks);
      if (!way.stillRuns) {
        const off = await look(stage, adapter, tasks);
        // What a pause deletes is not seen any more, and its plan makes it again.
        if (adapter.restore !== "recreated" || off.length > 0) {
          expect(new Set(off.map((one) => adapter.classify(one.seen).state))).toEqual(new Set(["paused"]));
        }
      }
      await way.disturb?.(stage, tasks);
      stage.sandbox.clearCalls();
      await resumed(stage, tasks);
      const again = pauseTasks(adapter, await discoverAll(stage, adapter), way.options);
      expect(byTask(again)).toEqual(byTask(tasks));
      if (!way.recreates) expect(changesBetween(before, await worldOf(stage))).toEqual([]);
    });

    it("sent twice is as good as sent once", async () => {
      const stage = await openStage();
      const before = await worldOf(stage);
      const tasks = pauseTasks(adapter, await discoverAll(stage, adapter), way.options);
      await paused(stage, tasks, { twice: true });
      await resumed(stage, tasks, { twice: true });
      const again = pauseTasks(adapter, await discoverAll(stage, adapter), way.options);
      expect(byTask(again)).toEqual(byTask(tasks));
      if (!way.recreates) expect(changesBetween(before, await worldOf(stage))).toEqual([]);
    });

    it("survives a fault at every call, and being killed between any two", async () => {
      for (const task of oneOfEachShape(pauseTasks(adapter, found, way.options))) {
        for (let cut = 0; cut <= task.steps.length; cut += 1) {
          for (const how of ["never", "lost"] as const) {
            const stage = await openStage();
            const before = await worldOf(stage);
            const trouble = { call: cut + 1, how };
            // Killed after `cut` batches; then the same frozen steps again, by what AWS says now.
            await paused(stage, [task], { stopAfter: cut });
            await paused(stage, [task], { trouble });
            const [resume] = await resumeTasks(stage, adapter, [task]);
            if (!resume) throw new Error("nothing to resume");
            await walk(stage, { adapter, action: "resume", tasks: [resume], stopAfter: cut });
            await walk(stage, { adapter, action: "resume", tasks: [resume], trouble });
            if (!way.recreates) expect(changesBetween(before, await worldOf(stage)), `cut ${cut} ${how}`).toEqual([]);
          }
        }
      }
    });

    it("comes back from a pause that was broken off half way", async () => {
      for (const task of oneOfEachShape(pauseTasks(adapter, found, way.options))) {
        for (let cut = 0; cut < task.steps.length; cut += 1) {
          const stage = await openStage();
          const before = await worldOf(stage);
          await paused(stage, [task], { stopAfter: cut });
          await resumed(stage, [task]);
          if (!way.recreates) expect(changesBetween(before, await worldOf(stage)), `cut ${cut}`).toEqual([]);
        }
      }
    });
  });

  onlyIf(!isReport)("resumes every saved format that ever was", async () => {
    const stage = await openStage();
    const tasks = pauseTasks(adapter, await discoverAll(stage, adapter), consent[kind] ?? {});
    await walk(stage, { adapter, action: "pause", tasks });
    const left = await look(stage, adapter, tasks);
    const off = left.length > 0 ? left.map((one) => one.seen) : [null];
    const fixtures = fixturesOf(kind);
    expect(fixtures.map((fixture) => fixture.version)).toContain(adapter.saved.version);
    for (const { name, version, saved } of fixtures) {
      const old = version < adapter.saved.version;
      const current = adapter.saved.schema.parse(old ? adapter.saved.upgrade?.(saved, version) : saved);
      frozen(current);
      const plan = () => off.map((seen) => adapter.planResume(current, frozen(seen)));
      const plans = plan();
      expect(plan()).toEqual(plans);
      expect(
        plans.some((plan) => plan.result === "planned" && plan.steps.length > 0),
        name,
      ).toBe(true);
    }
  });

  it("calls what it declares and declares what it calls", () => {
    const { read, pause, resume } = adapter.iam;
    expect([...seen.read].sort()).toEqual([...read].sort());
    expect([...seen.pause].filter((action) => !pause.includes(action))).toEqual([]);
    expect([...seen.resume].filter((action) => !resume.includes(action))).toEqual([]);
    // Some calls of a pause are there for a resume that finds something broken, which the sandbox never is.
    const sent = new Set([...seen.pause, ...seen.resume]);
    expect([...pause, ...resume].filter((action) => !sent.has(action))).toEqual([]);
  });
});

it("asks AWS the same thing once in a scan, whichever kinds want to know", async () => {
  const stage = await openStage();
  const door = await stage.scan();
  const all = adapters.flatMap((adapter) => stage.regions.map((region) => drain(adapter.discover(door(region)))));
  await Promise.all(all);
  const asked = stage.sandbox.calls().map((call) => `${call.region} ${actionOf(call)} ${JSON.stringify(call.input)}`);
  expect(asked.filter((text, at) => asked.indexOf(text) !== at)).toEqual([]);
});

async function drain(list: AsyncIterable<unknown>): Promise<void> {
  for await (const _one of list);
}

async function callsOf(adapter: AnyAdapter) {
  const stage = await openStage();
  await discoverAll(stage, adapter);
  return stage.sandbox.calls();
}

function stageReads(calls: Awaited<ReturnType<typeof callsOf>>): string[] {
  return calls.map(actionOf);
}

async function look(stage: Stage, adapter: AnyAdapter, tasks: readonly Task[]): Promise<Found[]> {
  const wanted = new Set(tasks.map((task) => `${task.region} ${task.nativeId}`));
  return (await discoverAll(stage, adapter)).filter((one) => wanted.has(`${one.region} ${one.seen.nativeId}`));
}

function byId<T extends { readonly nativeId: string }>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => (a.nativeId < b.nativeId ? -1 : 1));
}

/** What a plan would save and do, by resource. */
function byTask(tasks: readonly Task[]) {
  return byId(tasks).map(({ region, nativeId, saved }) => ({ region, nativeId, saved }));
}

/** One resource of each sequence of steps. */
function oneOfEachShape<T extends Task>(tasks: readonly T[]): T[] {
  const shapes = new Map(tasks.map((task) => [task.steps.map((step) => step.op).join(), task]));
  return [...shapes.values()];
}

/**
 * Saved configurations as they were once written to a database, one file each, named by their version: `v1-scaled.json`.
 * Never edited. Where they name a resource, it is one of the sandbox account.
 */
function fixturesOf(kind: string) {
  const folder = fileURLToPath(new URL(`./fixtures/${kind}/`, import.meta.url));
  return readdirSync(folder).map((name) => {
    const version = Number(/^v(\d+)-/.exec(name)?.[1]);
    const saved: unknown = JSON.parse(readFileSync(`${folder}${name}`, "utf8"));
    return { name, version, saved };
  });
}
