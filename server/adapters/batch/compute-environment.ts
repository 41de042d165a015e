import { BatchClient, UpdateComputeEnvironmentCommand, UpdateJobQueueCommand } from "@aws-sdk/client-batch";
import { z } from "zod";
import type { ActDoor } from "../../aws/door";
import { assertNever } from "../../core/fault";
import type { CostLine } from "../../core/money";
import { type ApplyItem, defineAdapter } from "../contract";
import { oneByOne } from "../one-by-one";
import { discover, type EnvironmentDetail, environmentDetail } from "./compute-environment-detail";
import {
  check,
  classify,
  environmentParams,
  meanwhile,
  type Op,
  planPause,
  planResume,
  queueParams,
  savedSchema,
  verify,
} from "./compute-environment-plan";

/**
 * Managed Batch compute environments: their job queues off, then the environment off and nothing kept running; back in
 * the reverse order. Unmanaged ones are reported.
 */
export const batchComputeEnvironment = defineAdapter({
  kind: "batch.computeEnvironment",
  title: "Batch compute environment",
  plural: "Batch compute environments",
  waveTitle: "Batch environments",
  restore: "exact",
  wave: 20,
  iam: {
    read: ["batch:DescribeComputeEnvironments", "batch:DescribeJobQueues"],
    pause: ["batch:UpdateJobQueue", "batch:UpdateComputeEnvironment"],
    resume: ["batch:UpdateComputeEnvironment", "batch:UpdateJobQueue"],
  },
  detail: environmentDetail,
  saved: { version: 1, schema: savedSchema },
  options: z.strictObject({}),
  // Jobs that run are waited for, and may run as long as they like; two hours is this product's own bound.
  timing: { pollSeconds: 20, giveUpSeconds: 7200, expectSeconds: { pause: 300, resume: 60 } },
  batch: { setQueue: 1, setEnvironment: 1 },
  classify,
  planPause,
  planResume,
  meanwhile,
  check,
  verify,
  relations: () => [],
  price: ({ detail }) => [line(detail)],
  discover,
  apply: (aws, op: Op, items) => oneByOne(items, (item) => send(aws, op, item)),
});

/** The desired size is never sent: Batch takes no smaller one than it has (Batch API reference, ComputeResourceUpdate). */
async function send(aws: ActDoor, op: Op, { nativeId, params }: ApplyItem): Promise<unknown> {
  switch (op) {
    case "setQueue": {
      const { queue, state } = queueParams.parse(params);
      return aws.act(BatchClient, new UpdateJobQueueCommand({ jobQueue: queue, state }));
    }
    case "setEnvironment": {
      const { state, minVcpus } = environmentParams.parse(params);
      const size = minVcpus === null ? {} : { computeResources: { minvCpus: minVcpus } };
      return aws.act(
        BatchClient,
        new UpdateComputeEnvironmentCommand({ computeEnvironment: nativeId, state, ...size }),
      );
    }
    default:
      return assertNever(op);
  }
}

/** Batch itself is free. Its instances are listed and priced as EC2 instances, so they are not counted here again. */
function line({ isManaged, minVcpus, configuration }: EnvironmentDetail): CostLine {
  const onFargate = configuration.resources?.startsWith("FARGATE") ?? false;
  return {
    label: onFargate ? "Fargate jobs" : "Instances",
    note: onFargate ? "billed while jobs run" : `at least ${minVcpus ?? 0} vCPU, billed and listed as EC2 instances`,
    price: null,
    quantity: "metered",
    unit: "hour",
    stopsWhenPaused: isManaged,
  };
}
