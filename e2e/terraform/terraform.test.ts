import { afterAll, beforeAll, expect, test } from "vitest";
import { adapters } from "../../server/adapters/registry";
import { wholeResource } from "../../server/adapters/terraform-type";
import type { WireManager } from "../../server/contract/resources";
import { discoverAll, openStage, pauseTasks } from "../../server/testing/adapter-suite";
import { consent } from "../../server/testing/consent";
import { createContext } from "../../server/usecases/context";
import { type Standby, startStandby } from "../aws/standby";
import { startWire, type Wire } from "../aws/wire";
import { openTerraform, type Terraform } from "./terraform";

/**
 * Guarantee: beside Terraform, a pause and a resume leave nothing to do for it, and while something is paused Standby
 * says before what a plan of Terraform then shows. With Terraform and its AWS provider themselves, against the wire-level
 * AWS. Where they are not on the machine it does not run, which `npm test` says in one line.
 */

const region = "eu-central-1";
/** As in the wire suite: waiting goes fifty times as fast as on AWS. */
const pace = 0.02;
/** The provider waits up to a minute and a half for a database before it looks. */
const patience = 300_000;

let wire: Wire;
let terraform: Terraform;
let standby: Standby;

beforeAll(async () => {
  wire = await startWire();
  terraform = await openTerraform(wire.direct);
  await terraform.apply();
  standby = await startStandby({ endpoint: wire.url, regions: [region], pace });
}, patience);

afterAll(async () => {
  await standby?.stop();
  terraform?.remove();
  await wire?.stop();
});

function context() {
  const actor = { type: "user", id: "usr_1", name: "Ana", role: "admin" } as const;
  return createContext({ actor, requestId: "req", ip: null, now: standby.app.clock.now() });
}

/** Of everything that Standby holds, what it says of Terraform: `[address, drift]`. */
async function said(): Promise<readonly (readonly [string, readonly string[]])[]> {
  const { usecases } = standby.app;
  const held = await standby.holds();
  const details = await Promise.all(
    held.map(({ resourceId }) => usecases.getResource(context(), { params: { id: resourceId }, query: {}, body: {} })),
  );
  const managers = details.flatMap((detail): readonly WireManager[] => detail.managedBy);
  return managers
    .map(({ address, drift }) => [address ?? "", drift ?? ["unknown"]] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

test(
  "a pause shows as Standby says, a resume leaves nothing to do",
  async () => {
    expect(await terraform.plan()).toEqual({ exitCode: 0, changes: [] });
    await standby.scan();
    const state = await terraform.state();
    const body = { accountId: standby.accountId, name: "prod", state };
    const imported = await standby.app.usecases.importTerraformState(context(), { params: {}, query: {}, body });
    expect(imported).toMatchObject({ resources: 16, lineage: state.lineage, serial: state.serial });

    const planned = (await standby.plan("pause")).steps.map(({ hazards }) =>
      hazards.filter(({ code }) => code === "managed-by-terraform").map(({ level }) => level),
    );
    expect(planned.every((levels) => levels.length === 1)).toBe(true);
    expect(planned.flat().filter((level) => level === "warning")).toHaveLength(2);
    const pause = await standby.run("pause");
    expect(pause.resources.filter((one) => one.state !== "done")).toEqual([]);

    const words = await said();
    expect(words).toEqual([
      ["aws_autoscaling_group.workers", ["suspended_processes"]],
      ["aws_cloudwatch_event_rule.nightly", ["state"]],
      ["aws_cloudwatch_metric_alarm.cpu", ["actions_enabled"]],
      ["aws_db_instance.orders", []],
      ["aws_dynamodb_table.carts", ["billing_mode", "read_capacity", "write_capacity"]],
      [
        "aws_ecs_service.checkout",
        ["desired_count", "aws_appautoscaling_target.min_capacity", "aws_appautoscaling_target.suspended_state"],
      ],
      ["aws_kinesis_stream.clicks", ["shard_count"]],
      ["aws_lambda_function.quote", ["reserved_concurrent_executions"]],
      ['module.web.aws_instance.api["given"]', ["associate_public_ip_address"]],
      ['module.web.aws_instance.api["written"]', ["associate_public_ip_address"]],
    ]);
    const { exitCode, changes } = await terraform.plan();
    expect(exitCode).toBe(2);
    const all = new Set(words.flatMap(([address, drift]) => drift.map((one) => fullName(address, one))));
    const shown = changes.flatMap(({ address, attributes }) => attributes.map((one) => `${plain(address)}.${one}`));
    expect(shown.filter((one) => !all.has(one))).toEqual([]);
    // What Terraform shows only where it is written down: a public address, and a suspension of scaling.
    const unwritten = [
      'module.web.aws_instance.api["given"].associate_public_ip_address',
      "aws_appautoscaling_target.suspended_state",
    ];
    expect([...all].filter((one) => !shown.includes(one)).sort()).toEqual(unwritten.sort());
    expect(changes.filter(({ forcesNew }) => forcesNew.length > 0)).toEqual([
      {
        address: 'module.web.aws_instance.api["written"]',
        attributes: ["associate_public_ip_address"],
        forcesNew: ["associate_public_ip_address"],
      },
    ]);

    const resume = await standby.run("resume");
    expect(resume.resources.filter((one) => one.state !== "done")).toEqual([]);
    expect(await terraform.plan()).toEqual({ exitCode: 0, changes: [] });
    expect(await said()).toEqual([]);
  },
  patience,
);

/** An attribute of a resource beside it has its type before it; of those the estate has one of a type. */
function fullName(address: string, drift: string): string {
  return drift.startsWith("aws_") ? drift : `${address}.${drift}`;
}

function plain(address: string): string {
  return address.startsWith("aws_appautoscaling_target.") ? "aws_appautoscaling_target" : address;
}

test("the provider knows every type and can set every attribute that Standby names for any kind", async () => {
  const schemas = await terraform.schemas();
  const named = await everyDrift();
  expect(named.size).toBeGreaterThan(25);
  const wrong = [...named].filter((one) => {
    const [type = "", attribute] = one.split(".");
    const block = schemas[type]?.block;
    if (!block || attribute === undefined) return !block;
    const { optional, required } = block.attributes?.[attribute] ?? {};
    return !optional && !required && !block.block_types?.[attribute];
  });
  expect(wrong).toEqual([]);
});

/** `type` and `type.attribute` of all that would show, of every kind as the sandbox account has it. */
async function everyDrift(): Promise<ReadonlySet<string>> {
  const stage = await openStage();
  const named = new Set<string>();
  for (const adapter of adapters) {
    const types = Object.entries(adapter.terraform ?? {});
    for (const [type] of types) named.add(type);
    const found = adapter.restore === "reportOnly" ? [] : await discoverAll(stage, adapter);
    const seenOf = new Map(found.map(({ region, seen }) => [`${region} ${seen.nativeId}`, seen]));
    for (const { region, nativeId, saved } of pauseTasks(adapter, found, consent[adapter.kind] ?? {})) {
      const seen = seenOf.get(`${region} ${nativeId}`);
      if (!seen) continue;
      for (const [type, { drift }] of types) {
        for (const one of drift(saved, seen)) {
          if (one !== wholeResource) named.add(one.startsWith("aws_") ? one : `${type}.${one}`);
        }
      }
    }
  }
  return named;
}
