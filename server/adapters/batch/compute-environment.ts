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
  billedAs: "Amazon Elastic Compute Cloud - Compute",
  about: {
    pause:
      "Turns off the job queues that send jobs nowhere else, then the environment, and lets it keep no vCPU. Jobs that run are let finish.",
    resume: "Restores the minimum of vCPUs, turns the environment on, then the queues that were on.",
    saves:
      "State, minimum of vCPUs, the queues that were on, and the configuration: types, images, networks, roles and limits.",
    stillCosts: "Jobs that run, until they end. Batch itself has no charge.",
    hazards: [
      "Nothing can be submitted to the queues meanwhile; jobs that wait there go on waiting.",
      "A queue that other environments share stays on.",
      "Unmanaged environments are left alone: Batch can neither start nor stop their instances.",
    ],
  },
  waveTitle: "Batch environments",
  restore: "exact",
  wave: 20,
  iam: {
    read: ["batch:DescribeComputeEnvironments", "batch:DescribeJobQueues"],
    pause: ["batch:UpdateJobQueue", "batch:UpdateComputeEnvironment"],
    resume: ["batch:UpdateComputeEnvironment", "batch:UpdateJobQueue"],
  },
  terraform: {
    aws_batch_compute_environment: {
      drift: ({ state, minVcpus, queues }) => [
        ...(state === "ENABLED" ? ["state"] : []),
        ...(minVcpus ? ["compute_resources.min_vcpus"] : []),
        ...(queues.length > 0 ? ["aws_batch_job_queue.state"] : []),
      ],
    },
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
  membersGone: (before, { detail }) => ((detail.desiredVcpus ?? 0) > 0 ? [] : instancesGone(before.detail)),
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

/** Batch itself is free. Its instances are EC2 instances that name it as their owner, so they are not counted here again. */
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

/** Batch chooses the types anew at every start, so what it will keep running has no price before it runs. */
function instancesGone({ minVcpus }: EnvironmentDetail): readonly CostLine[] {
  if (!minVcpus) return [];
  const note = `at least ${minVcpus} vCPU, of types that Batch chooses: no price until they run`;
  return [{ label: "Instances", note, price: null, quantity: 1, unit: "hour", stopsWhenPaused: true }];
}
