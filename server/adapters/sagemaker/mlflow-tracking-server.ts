import {
  SageMakerClient,
  StartMlflowTrackingServerCommand,
  StopMlflowTrackingServerCommand,
} from "@aws-sdk/client-sagemaker";
import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Hazard } from "../../core/plan";
import { defineAdapter } from "../contract";
import { unpriced } from "../listing";
import { oneByOne } from "../one-by-one";
import { type Advice, switchOf } from "../switch";
import {
  discover,
  type SeenTrackingServer,
  type TrackingServerConfiguration,
  type TrackingServerDetail,
  trackingServerConfiguration,
  trackingServerDetail,
} from "./mlflow-tracking-server-detail";

const saved = z.strictObject({ state: z.literal("Started"), configuration: trackingServerConfiguration });

type Op = "stop" | "start";

/** One whose start failed is off: AWS says no reason, and all that it needs is another start. */
const server = switchOf<TrackingServerDetail, TrackingServerConfiguration, "Started", Op>({
  thing: "tracking server",
  on: ["Started"],
  off: ["Stopped", "StartFailed"],
  broken,
  turnOff: "stop",
  turnOn: () => ({ op: "start" }),
  setsBack: false,
  hazards,
});

/**
 * MLflow tracking servers of SageMaker: stopped and started by their name. Both leave its runs, models and settings as they
 * are (SageMaker API reference, StopMlflowTrackingServer and StartMlflowTrackingServer). AWS says of the time only that a new
 * server takes up to 25 minutes (SageMaker Developer Guide, "Create a tracking server using the AWS CLI").
 *
 * Nothing but what starts runs waits until it is up again: half an hour is too long for all machines of a region.
 */
export const sagemakerMlflowTrackingServer = defineAdapter<TrackingServerDetail, z.infer<typeof saved>, Op, object>({
  kind: "sagemaker.mlflowTrackingServer",
  title: "MLflow tracking server",
  plural: "MLflow tracking servers",
  billedAs: "Amazon SageMaker",
  about: {
    pause: "Stops it. Experiments, runs and models stay, and so do artifacts in its bucket.",
    resume: "Starts it and waits until it runs, which may take half an hour.",
    saves:
      "Size, MLflow version, artifact store, role, maintenance window and model registration. They are compared after the start.",
    stillCosts: "The metadata that it stores, and its artifacts in S3.",
    hazards: [
      "Jobs and notebooks that log to it fail, or lose what they log, while it is stopped.",
      "It cannot be read either: its pages and its models are out of reach until it is started.",
    ],
  },
  waveTitle: "Tracking servers",
  restore: "exact",
  wave: 30,
  standsAlone: true,
  iam: {
    read: ["sagemaker:DescribeMlflowTrackingServer", "sagemaker:ListMlflowTrackingServers", "sagemaker:ListTags"],
    pause: ["sagemaker:StopMlflowTrackingServer"],
    resume: ["sagemaker:StartMlflowTrackingServer"],
  },
  terraform: { aws_sagemaker_mlflow_tracking_server: { drift: () => [] } },
  detail: trackingServerDetail,
  saved: { version: 1, schema: saved },
  options: z.strictObject({}),
  // Terraform's provider waits 45 minutes for a new one; an hour is this product's own.
  timing: { pollSeconds: 60, giveUpSeconds: 3600, expectSeconds: { pause: 900, resume: 1500 } },
  batch: { stop: 1, start: 1 },
  ...server,
  relations: () => [],
  price: linesOf,
  idle: { untold: "SageMaker documents no metric of the use of a tracking server" },
  discover,
  apply: (aws, op, items) =>
    oneByOne(items, ({ nativeId: TrackingServerName }) =>
      op === "stop"
        ? aws.act(SageMakerClient, new StopMlflowTrackingServerCommand({ TrackingServerName }))
        : aws.act(SageMakerClient, new StartMlflowTrackingServerCommand({ TrackingServerName })),
    ),
});

function broken(state: string): Advice | null {
  if (state === "CreateFailed") {
    return {
      reason: "SageMaker could not create it",
      remedy: "Check its role and its bucket, then delete it and create it again",
    };
  }
  if (state === "DeleteFailed") return { reason: "SageMaker could not delete it", remedy: "Delete it again" };
  return null;
}

function hazards({ status }: TrackingServerDetail): (Hazard | false)[] {
  return [
    {
      level: "warning",
      code: "runs-not-logged",
      title: "Nothing can be logged to it",
      detail: "Jobs and notebooks that log to it fail, or lose what they log, until it runs again.",
    },
    status.endsWith("Failed") && {
      level: "note",
      code: "last-change-failed",
      title: "The last change of it failed",
      detail: `AWS says ${status}, and that it runs. What failed stays as it is.`,
    },
  ];
}

/** By the hour and size, and for the metadata (Amazon SageMaker AI pricing, "MLflow"). */
function linesOf({ detail: { configuration } }: SeenTrackingServer): readonly CostLine[] {
  return [
    {
      label: "Tracking server hours",
      note: `${configuration.size ?? "of an unknown size"}: its price is not in the catalogue`,
      price: null,
      quantity: 1,
      unit: "hour",
      stopsWhenPaused: true,
    },
    unpriced("Tracking server metadata", "billed while stopped: AWS does not tell how much it is"),
  ];
}
