import { expect, test } from "vitest";
import { discoverAll, openStage, pauseTasks } from "../testing/adapter-suite";
import { consent } from "../testing/consent";
import { adapters } from "./registry";
import { wholeResource } from "./terraform-type";

/**
 * What Terraform shows of each kind while it is paused, by hand: what its pause changes, in the provider's words. The suite
 * in e2e/terraform asks the provider itself.
 */

const target = ["aws_appautoscaling_target.min_capacity", "aws_appautoscaling_target.suspended_state"];

const shown: Readonly<Record<string, readonly string[]>> = {
  aws_api_gateway_stage: ["cache_cluster_enabled"],
  aws_appautoscaling_target: ["suspended_state"],
  aws_apprunner_service: [],
  aws_appstream_fleet: target,
  aws_appstream_image_builder: [],
  aws_autoscaling_group: ["suspended_processes"],
  aws_batch_compute_environment: ["aws_batch_job_queue.state", "compute_resources.min_vcpus", "state"],
  aws_cloudwatch_composite_alarm: ["actions_enabled"],
  aws_cloudwatch_event_rule: ["state"],
  aws_cloudwatch_metric_alarm: ["actions_enabled"],
  aws_db_instance: [],
  aws_docdb_cluster: [],
  aws_docdbelastic_cluster: [],
  aws_dynamodb_table: [
    "aws_appautoscaling_target.suspended_state",
    "billing_mode",
    "global_secondary_index",
    "read_capacity",
    "write_capacity",
  ],
  aws_ec2_instance_state: ["state"],
  aws_ecs_service: [...target, "desired_count"],
  aws_eks_node_group: ["scaling_config"],
  aws_elasticache_replication_group: [wholeResource],
  aws_emrserverless_application: [],
  aws_glue_crawler: [],
  aws_glue_trigger: ["enabled"],
  aws_instance: ["associate_public_ip_address"],
  aws_kinesis_stream: ["shard_count"],
  aws_kinesisanalyticsv2_application: [],
  aws_lambda_function: [...target, "aws_lambda_provisioned_concurrency_config", "reserved_concurrent_executions"],
  aws_medialive_channel: [],
  aws_nat_gateway: [wholeResource],
  aws_neptune_cluster: target,
  aws_neptunegraph_graph: [],
  aws_rds_cluster: target,
  aws_redshift_cluster: [],
  aws_sagemaker_app: [wholeResource],
  aws_sagemaker_endpoint: [
    "aws_appautoscaling_policy",
    "aws_appautoscaling_scheduled_action",
    "aws_appautoscaling_target",
    wholeResource,
  ],
  aws_sagemaker_mlflow_tracking_server: [],
  aws_sagemaker_notebook_instance: [],
  aws_scheduler_schedule: ["state"],
  aws_transfer_server: [],
  aws_workspaces_workspace: [],
};

/** The suite in e2e/terraform has asked the provider. */
const unknownToTerraform = new Set(["workspaces.pool"]);

test("every kind with a stop names its types, and what Terraform shows of them while it is paused", async () => {
  const stage = await openStage();
  const all: Record<string, Set<string>> = {};
  for (const adapter of adapters.filter(({ restore }) => restore !== "reportOnly")) {
    const types = Object.entries(adapter.terraform ?? {});
    expect(types.length === 0, adapter.kind).toBe(unknownToTerraform.has(adapter.kind));
    const found = await discoverAll(stage, adapter);
    const seenAt = new Map(found.map(({ region, seen }) => [`${region} ${seen.nativeId}`, seen]));
    for (const { region, nativeId, saved } of pauseTasks(adapter, found, consent[adapter.kind] ?? {})) {
      const seen = seenAt.get(`${region} ${nativeId}`);
      if (!seen) throw new Error(`${nativeId} was not seen`);
      const before = JSON.stringify({ saved, seen });
      for (const [type, { drift }] of types) {
        const names = drift(saved, seen);
        expect(drift(saved, seen)).toEqual(names);
        all[type] = new Set([...(all[type] ?? []), ...names]);
      }
      expect(JSON.stringify({ saved, seen })).toBe(before);
    }
  }
  const sorted = Object.fromEntries(Object.entries(all).map(([type, names]) => [type, [...names].sort()]));
  const byHand = Object.fromEntries(Object.entries(shown).map(([type, names]) => [type, [...names].sort()]));
  expect(sorted).toEqual(byHand);
});

test("no type is of two kinds, and what forces a new one is what shows", () => {
  const types = adapters.flatMap(({ terraform = {} }) => Object.keys(terraform));
  expect(types.filter((type, index) => types.indexOf(type) !== index)).toEqual([]);
  for (const { terraform = {} } of adapters) {
    for (const [type, { forcesNew = [] }] of Object.entries(terraform)) {
      for (const attribute of forcesNew) expect(shown[type]).toContain(attribute);
    }
  }
});

test("a group that is scaled to zero shows its size, too, and a function whose mappings are disabled those", async () => {
  const driftOf = (kind: string, type: string, saved: object) => {
    const adapter = adapters.find((one) => one.kind === kind);
    const seen = { nativeId: "x", arn: "", name: "x", type: "", tags: {}, detail: null };
    return adapter?.terraform?.[type]?.drift(saved, seen);
  };
  const zero = { mode: "zero", suspendedByUs: ["AlarmNotification"] };
  expect(driftOf("autoscaling.group", "aws_autoscaling_group", zero)).toEqual([
    "min_size",
    "desired_capacity",
    "suspended_processes",
  ]);
  const mapped = { reserved: null, provisioned: [], scaling: [], eventSources: [{ uuid: "u", name: "sqs jobs" }] };
  expect(driftOf("lambda.function", "aws_lambda_function", mapped)).toEqual([
    "aws_lambda_event_source_mapping.enabled",
  ]);
});
