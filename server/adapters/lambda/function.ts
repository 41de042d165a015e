import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import {
  DeleteFunctionConcurrencyCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  PutProvisionedConcurrencyConfigCommand,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import type { ActDoor } from "../../aws/door";
import { assertNever, FaultError } from "../../core/fault";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import { type ApplyItem, defineAdapter, type Outcome } from "../contract";
import { type Idle, noneOf } from "../idle";
import { heldInTerraform, holdCommand, restoreCommand } from "../scaling-hold";
import { check, params as paramsOf, verify } from "./function-check";
import { discover } from "./function-discover";
import {
  classify,
  type Detail,
  detailSchema,
  meanwhile,
  type Op,
  optionsSchema,
  planPause,
  planResume,
  savedSchema,
} from "./function-plan";

/** Only what is provisioned bills while nobody calls. Lambda publishes its use while the function is called. */
const functionIdle: Idle<Detail> = {
  signals: [
    noneOf(
      {
        label: "provisioned concurrency in use at most",
        namespace: "AWS/Lambda",
        metric: "ProvisionedConcurrencyUtilization",
        statistic: "Maximum",
        quietMeansIdle: true,
      },
      ({ nativeId, detail }) =>
        detail.provisioned.map(({ qualifier }) => ({ FunctionName: nativeId, Resource: `${nativeId}:${qualifier}` })),
    ),
  ],
};

/**
 * Lambda functions: provisioned concurrency, which is all that bills while nobody calls, is removed, and reserved
 * concurrency 0 stops the calls. Event source mappings are disabled where asked.
 */
export const lambdaFunction = defineAdapter({
  kind: "lambda.function",
  title: "Lambda function",
  plural: "Lambda functions",
  billedAs: "AWS Lambda",
  about: {
    pause:
      "Holds the scaling of provisioned concurrency, removes that, and sets reserved concurrency to 0, which turns every call away. Event source mappings are disabled where the plan asks for it.",
    resume:
      "Restores each exactly: reserved concurrency (none is not 0), provisioned concurrency of each alias and version, its scaling, and the mappings that were on.",
    saves: "Reserved and provisioned concurrency, scaling targets, and the mappings that were on.",
    stillCosts:
      "Provisioned pollers of event sources. A function without provisioned concurrency bills only what it is called for.",
    hazards: [
      "Unread records of a stream expire (24 hours by default), and messages of a queue after its retention.",
      "A queue whose mapping stays on may move messages to its dead-letter queue: every read is refused.",
      "Callers get 429; events of S3, SNS and EventBridge are dropped after 6 hours.",
      "Units that were reserved may be taken by others meanwhile.",
      "Provisioned concurrency takes minutes, and fails where capacity is short.",
    ],
  },
  waveTitle: "Functions",
  restore: "exact",
  wave: 50,
  offOnceAccepted: ["setReserved"],
  onOnceAccepted: ["setReserved", "clearReserved"],
  iam: {
    read: [
      "lambda:ListFunctions",
      "lambda:GetFunction",
      // GetFunction leaves the tags out without it.
      "lambda:ListTags",
      "lambda:ListProvisionedConcurrencyConfigs",
      "lambda:ListEventSourceMappings",
      "application-autoscaling:DescribeScalableTargets",
    ],
    pause: [
      "lambda:UpdateEventSourceMapping",
      "application-autoscaling:RegisterScalableTarget",
      "lambda:DeleteProvisionedConcurrencyConfig",
      "lambda:PutFunctionConcurrency",
    ],
    resume: [
      "lambda:PutFunctionConcurrency",
      "lambda:DeleteFunctionConcurrency",
      "lambda:PutProvisionedConcurrencyConfig",
      "application-autoscaling:RegisterScalableTarget",
      "lambda:UpdateEventSourceMapping",
    ],
  },
  terraform: {
    aws_lambda_function: {
      drift: ({ reserved, provisioned, scaling, eventSources }) => [
        ...(reserved ? ["reserved_concurrent_executions"] : []),
        ...(provisioned.length > 0 ? ["aws_lambda_provisioned_concurrency_config"] : []),
        ...(scaling.length > 0 ? heldInTerraform : []),
        ...(eventSources.length > 0 ? ["aws_lambda_event_source_mapping.enabled"] : []),
      ],
    },
  },
  detail: detailSchema,
  saved: { version: 1, schema: savedSchema },
  options: optionsSchema,
  // Provisioned concurrency takes minutes to become READY, a mapping up to one.
  timing: { pollSeconds: 10, giveUpSeconds: 900, expectSeconds: { pause: 20, resume: 120 } },
  batch: {
    disableEventSource: 1,
    enableEventSource: 1,
    holdScaling: 1,
    restoreScaling: 1,
    deleteProvisioned: 1,
    putProvisioned: 1,
    setReserved: 1,
    clearReserved: 1,
  },
  classify,
  planPause,
  planResume,
  meanwhile,
  check,
  verify,
  relations: () => [],
  price,
  idle: functionIdle,
  discover,
  apply,
});

function price({ detail }: Observed<Detail>): readonly CostLine[] {
  const lines: CostLine[] = detail.provisioned.map(({ qualifier, requested, memoryMb, arch }) => ({
    label: "Provisioned concurrency",
    note: `${requested} × ${memoryMb} MB on ${qualifier}`,
    price: { table: "lambda", key: `provisionedConcurrencyGbSecond.${arch}` },
    quantity: (requested * memoryMb) / 1024,
    unit: "second",
    stopsWhenPaused: true,
  }));
  const pollers = detail.eventSources.reduce((sum, source) => sum + source.pollers, 0);
  if (pollers > 0) {
    lines.push({
      label: "Event pollers",
      note: `at least ${pollers} provisioned; the bill knows how many run`,
      price: null,
      quantity: "metered",
      unit: "hour",
      stopsWhenPaused: false,
    });
  }
  lines.push({
    label: "Invocations",
    note: "by calls and duration",
    price: { table: "lambda", key: `gbSecond.${detail.arch}` },
    quantity: "metered",
    unit: "second",
    stopsWhenPaused: true,
  });
  return lines;
}

async function apply(aws: ActDoor, op: Op, items: readonly ApplyItem[]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const item of items) {
    await send(aws, op, item);
    outcomes.push({ nativeId: item.nativeId, fault: null });
  }
  return outcomes;
}

async function send(aws: ActDoor, op: Op, { nativeId, params }: ApplyItem): Promise<unknown> {
  const FunctionName = nativeId;
  switch (op) {
    case "disableEventSource":
    case "enableEventSource": {
      const { uuid } = paramsOf.source.parse(params);
      const Enabled = op === "enableEventSource";
      return aws.act(LambdaClient, new UpdateEventSourceMappingCommand({ UUID: uuid, Enabled }));
    }
    case "holdScaling": {
      const { qualifier } = paramsOf.qualifier.parse(params);
      return aws.act(ApplicationAutoScalingClient, holdCommand(targetOf(nativeId, qualifier)));
    }
    case "restoreScaling": {
      const { qualifier, ...limits } = paramsOf.scaling.parse(params);
      return aws.act(ApplicationAutoScalingClient, restoreCommand(targetOf(nativeId, qualifier), limits));
    }
    case "deleteProvisioned": {
      const { qualifier } = paramsOf.qualifier.parse(params);
      const command = new DeleteProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier: qualifier });
      return aws.act(LambdaClient, command).catch(doneWhenDeleted);
    }
    case "putProvisioned": {
      const { qualifier, requested } = paramsOf.provisioned.parse(params);
      const input = { FunctionName, Qualifier: qualifier, ProvisionedConcurrentExecutions: requested };
      return aws.act(LambdaClient, new PutProvisionedConcurrencyConfigCommand(input));
    }
    case "setReserved": {
      const { units } = paramsOf.reserved.parse(params);
      const input = { FunctionName, ReservedConcurrentExecutions: units };
      return aws.act(LambdaClient, new PutFunctionConcurrencyCommand(input));
    }
    case "clearReserved":
      return aws.act(LambdaClient, new DeleteFunctionConcurrencyCommand({ FunctionName }));
    default:
      return assertNever(op);
  }
}

function targetOf(functionName: string, qualifier: string) {
  return {
    ServiceNamespace: "lambda",
    ResourceId: `function:${functionName}:${qualifier}`,
    ScalableDimension: "lambda:function:ProvisionedConcurrency",
  } as const;
}

/** Deleted already, by a call whose answer was lost. */
function doneWhenDeleted(error: unknown): void {
  if (error instanceof FaultError && error.fault.awsError === "ProvisionedConcurrencyConfigNotFoundException") return;
  throw error;
}
