import {
  CreateEndpointCommand,
  DeleteEndpointCommand,
  type DeploymentConfig,
  DescribeEndpointCommand,
  SageMakerClient,
  UpdateEndpointWeightsAndCapacitiesCommand,
} from "@aws-sdk/client-sagemaker";
import type { ActDoor } from "../../aws/door";
import { assertNever, FaultError } from "../../core/fault";
import { type ApplyItem, defineAdapter } from "../contract";
import { glanceEach } from "../glance";
import { noneOf } from "../idle";
import { keysIn } from "../keys";
import { nullWhenGone } from "../read-each";
import { isScalingOp, scaledInTerraform } from "../scaling-policies";
import { sendScaling } from "../scaling-policies-send";
import { wholeResource } from "../terraform-type";
import { endpointAhead } from "./endpoint-ahead";
import { check, meanwhile, verify } from "./endpoint-check";
import { type EndpointDetail, type EndpointSaved, endpointDetail, endpointSaved, keyOf } from "./endpoint-detail";
import { discoverEndpoints, glanceAtEndpoint } from "./endpoint-discover";
import {
  classify,
  countParams,
  createParams,
  type EndpointOptions,
  endpointOptions,
  type Op,
  planPause,
  planResume,
  weightsParams,
} from "./endpoint-plan";
import { endpointLines } from "./endpoint-price";
import { isCapacity } from "./reads";

/**
 * SageMaker inference endpoints. There is no stop: a pause deletes the endpoint and keeps its configuration and models,
 * a resume makes it again under the same name and brings weights, counts and scaling back (SageMaker API reference,
 * DeleteEndpoint, CreateEndpoint). Off unless somebody accepts that.
 */
export const sagemakerEndpoint = defineAdapter<EndpointDetail, EndpointSaved, Op, EndpointOptions>({
  kind: "sagemaker.endpoint",
  title: "SageMaker endpoint",
  plural: "SageMaker endpoints",
  billedAs: "Amazon SageMaker",
  about: {
    pause: "Deletes the endpoint. Its configuration and models are never deleted.",
    resume:
      "Makes it again under the same name, then brings weights, counts, scaling targets, policies and scheduled actions back.",
    saves:
      "The endpoint configuration with all variants, their current weights and counts, data capture, deployment settings, tags, and all of its scaling.",
    stillCosts: "Model data and captured data in S3, and images.",
    hazards: [
      "AWS promises no machines for the way back; Standby tries again until there are some. With GPUs that may take long.",
      "Whoever calls it gets an error meanwhile.",
      "Its configuration, models, images, model data and roles must stay meanwhile.",
      "Asynchronous requests that wait are lost.",
      "Scaling actions that run once come back if their time is still to come at the resume.",
      "Endpoints with inference components, shadow tests, monitoring schedules or step scaling are refused.",
    ],
  },
  waveTitle: "Inference",
  restore: "recreated",
  wave: 60,
  standsAlone: true,
  iam: {
    read: [
      "application-autoscaling:DescribeScalableTargets",
      "application-autoscaling:DescribeScalingPolicies",
      "application-autoscaling:DescribeScheduledActions",
      "application-autoscaling:ListTagsForResource",
      "sagemaker:DescribeEndpoint",
      "sagemaker:DescribeEndpointConfig",
      "sagemaker:DescribeModel",
      "sagemaker:ListEndpoints",
      "sagemaker:ListInferenceComponents",
      "sagemaker:ListMonitoringSchedules",
      "sagemaker:ListTags",
    ],
    // DeleteEndpoint deregisters the scaling of its variants with the caller's permissions, and is refused without them.
    pause: [
      "application-autoscaling:DeleteScalingPolicy",
      "application-autoscaling:DeregisterScalableTarget",
      "sagemaker:DeleteEndpoint",
    ],
    resume: [
      "application-autoscaling:PutScalingPolicy",
      "application-autoscaling:PutScheduledAction",
      "application-autoscaling:RegisterScalableTarget",
      "application-autoscaling:TagResource",
      "cloudwatch:DeleteAlarms",
      "cloudwatch:DescribeAlarms",
      "cloudwatch:PutMetricAlarm",
      "sagemaker:AddTags",
      "sagemaker:CreateEndpoint",
      "sagemaker:DeleteEndpoint",
      "sagemaker:UpdateEndpointWeightsAndCapacities",
    ],
  },
  terraform: {
    aws_sagemaker_endpoint: {
      drift: ({ scaling }) => [wholeResource, ...scaledInTerraform(scaling)],
    },
  },
  detail: endpointDetail,
  saved: { version: 1, schema: endpointSaved },
  options: endpointOptions,
  // AWS's own waiters look every 30 seconds, for half an hour until it is deleted and an hour until it is in service;
  // weights and each count take minutes more.
  timing: { pollSeconds: 30, giveUpSeconds: 7200, expectSeconds: { pause: 60, resume: 600 } },
  batch: {
    delete: 1,
    clear: 1,
    create: 1,
    setWeights: 1,
    setCount: 1,
    registerTarget: 1,
    putPolicy: 1,
    putSchedule: 1,
  },
  classify,
  planPause,
  planResume,
  meanwhile,
  check,
  verify,
  relations: () => [],
  keys: ({ detail }) => keysIn(keyOf(detail)),
  ahead: endpointAhead,
  price: ({ detail }) => endpointLines(detail),
  // By variant, while it is called. Asynchronous endpoints may wait for work with nothing running: of them none tells.
  idle: {
    signals: [
      noneOf(
        {
          label: "invocations in an hour at most",
          namespace: "AWS/SageMaker",
          metric: "Invocations",
          statistic: "Sum",
          quietMeansIdle: true,
        },
        ({ nativeId, detail }) =>
          detail.async === null
            ? detail.variants.map(({ name }) => ({ EndpointName: nativeId, VariantName: name }))
            : [],
      ),
    ],
  },
  discover: discoverEndpoints,
  glance: (aws, items) => glanceEach(items, ["delete", "create"], (name) => glanceAtEndpoint(aws, name), check),

  async apply(aws, op, items) {
    for (const item of items) await send(aws, op, item);
    return items.map(({ nativeId }) => ({ nativeId, fault: null }));
  },
});

async function send(aws: ActDoor, op: Op, { nativeId, params }: ApplyItem): Promise<void> {
  if (isScalingOp(op)) return sendScaling(aws, "sagemaker", op, params);
  switch (op) {
    case "delete":
    case "clear":
      return remove(aws, nativeId);
    case "create":
      return create(aws, nativeId, params);
    case "setWeights": {
      const { weights } = weightsParams.parse(params);
      const wanted = Object.entries(weights).map(([VariantName, DesiredWeight]) => ({ VariantName, DesiredWeight }));
      return update(aws, nativeId, wanted);
    }
    case "setCount": {
      const { variant, count } = countParams.parse(params);
      return update(aws, nativeId, [{ VariantName: variant, DesiredInstanceCount: count }]);
    }
    default:
      return assertNever(op);
  }
}

async function remove(aws: ActDoor, name: string): Promise<void> {
  await aws.act(SageMakerClient, new DeleteEndpointCommand({ EndpointName: name }));
}

type Wanted = { readonly VariantName: string; readonly DesiredWeight?: number; readonly DesiredInstanceCount?: number };

async function update(aws: ActDoor, name: string, wanted: readonly Wanted[]): Promise<void> {
  const command = new UpdateEndpointWeightsAndCapacitiesCommand({
    EndpointName: name,
    DesiredWeightsAndCapacities: [...wanted],
  });
  await aws.act(SageMakerClient, command);
}

/** A name that is taken is looked at: by the endpoint that an earlier call made, or by one that failed. */
async function create(aws: ActDoor, name: string, params: unknown): Promise<void> {
  const { configName, tags, deployment } = createParams.parse(params);
  const command = new CreateEndpointCommand({
    EndpointName: name,
    EndpointConfigName: configName,
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    ...(deployment && { DeploymentConfig: deployment as unknown as DeploymentConfig }),
  });
  try {
    await aws.act(SageMakerClient, command);
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    if (error.fault.code === "gone") throw configGone(error, configName);
    if (!/already exist/i.test(error.fault.reason)) throw error;
    await clearFailed(aws, name);
  }
}

/**
 * An endpoint that failed for lack of machines keeps its name taken and has to be deleted before the next try. That try
 * comes when the engine thinks it worth while: the lack is answered to it, as other services answer it at once.
 */
async function clearFailed(aws: ActDoor, name: string): Promise<void> {
  const there = await nullWhenGone(aws.read(SageMakerClient, new DescribeEndpointCommand({ EndpointName: name })));
  if (there?.EndpointStatus !== "Failed" || !isCapacity(there.FailureReason ?? null)) return;
  await remove(aws, name);
  throw new FaultError({
    code: "capacity",
    reason: there.FailureReason ?? "AWS has no machines of this type now",
    remedy: "Standby deletes the failed endpoint and tries again until AWS has machines",
  });
}

/** Right after it was made a configuration may not be found yet (CreateEndpoint); a few tries tell. */
function configGone(error: FaultError, configName: string): FaultError {
  return new FaultError({
    ...error.fault,
    remedy: `Make the endpoint configuration ${configName} and its models again as they are saved in the hold, then resume again`,
  });
}
