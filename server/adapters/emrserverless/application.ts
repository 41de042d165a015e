import { EMRServerlessClient, StartApplicationCommand, StopApplicationCommand } from "@aws-sdk/client-emr-serverless";
import { z } from "zod";
import type { ActDoor } from "../../aws/door";
import { FaultError } from "../../core/fault";
import type { Hazard } from "../../core/plan";
import { type ApplyItem, defineAdapter } from "../contract";
import { keysIn } from "../keys";
import { oneByOne } from "../one-by-one";
import { switchOf } from "../switch";
import { applicationAhead } from "./application-ahead";
import {
  type ApplicationConfiguration,
  applicationConfiguration,
  applicationDetail,
  discover,
  type EmrDetail,
} from "./application-detail";
import { price } from "./application-price";

const saved = z.strictObject({ state: z.literal("STARTED"), configuration: applicationConfiguration });
type Saved = z.infer<typeof saved>;

type Op = "stop" | "start";

/** CREATED: it was never started, and keeps nothing ready ("Application states", EMR Serverless User Guide). */
const turning = switchOf<EmrDetail, ApplicationConfiguration, "STARTED", Op>({
  thing: "application",
  on: ["STARTED"],
  off: ["STOPPED", "CREATED"],
  turnOff: "stop",
  turnOn: () => ({ op: "start" }),
  setsBack: false,
  hazards,
});

/**
 * Applications of EMR Serverless: StopApplication releases the workers that are kept ready, StartApplication makes them
 * again (API reference). Jobs bill by their own workers, and none may run.
 */
export const emrserverlessApplication = defineAdapter<EmrDetail, Saved, Op, object>({
  kind: "emrserverless.application",
  title: "EMR Serverless application",
  plural: "EMR Serverless applications",
  billedAs: "Amazon Elastic MapReduce",
  about: {
    pause: "Stops it, which releases the workers that it keeps ready. Its jobs and their logs stay.",
    resume: "Starts it and waits until its workers are ready.",
    saves:
      "Release, workers kept ready, bounds, automatic start and stop, network, images, logs, keys and queue. They are compared after the start.",
    stillCosts: "Nothing of its own; the files and logs of its jobs where they are kept.",
    hazards: [
      "AWS stops it only when no job and no session runs or waits.",
      "A job that somebody submits starts it again, where its automatic start is on. Where it is off, the job is refused.",
      "One that keeps no workers ready bills nothing while it is idle: a pause of it saves nothing.",
      "A start looks its image up again: what was pushed under the same tag meanwhile is what runs.",
      "Encrypted storage comes back only while its KMS key is enabled.",
    ],
  },
  waveTitle: "Applications",
  restore: "exact",
  wave: 50,
  iam: {
    read: ["emr-serverless:GetApplication", "emr-serverless:ListApplications"],
    pause: ["emr-serverless:StopApplication"],
    resume: ["emr-serverless:StartApplication"],
  },
  // The provider knows no state of it.
  terraform: { aws_emrserverless_application: { drift: () => [] } },
  detail: applicationDetail,
  saved: { version: 1, schema: saved },
  options: z.strictObject({}),
  // AWS names no bound; half an hour is this product's own.
  timing: { pollSeconds: 15, giveUpSeconds: 1800, expectSeconds: { pause: 60, resume: 90 } },
  batch: { stop: 1, start: 1 },

  ...turning,
  planResume(before, seen) {
    const plan = turning.planResume(before, seen);
    if (plan.result === "refused" || plan.steps.length === 0) return plan;
    return { ...plan, hazards: stopsItself(before.configuration) };
  },
  relations: () => [],
  keys: ({ detail }) => keysIn(detail.configuration.diskKey),
  // Its jobs use the key with a role of their own.
  grantsVia: null,
  price,
  idle: { untold: "Its metrics have other names from release to release; EMR Studio tells when its last job ran" },
  ahead: applicationAhead,
  discover,
  apply: (aws, op, items) => oneByOne(items, (item) => (op === "stop" ? stop(aws, item) : start(aws, item))),
});

/** What AWS refuses of one that is started is most likely a job that came between the plan and the call. */
async function stop(aws: ActDoor, { nativeId: applicationId }: ApplyItem): Promise<void> {
  try {
    await aws.act(EMRServerlessClient, new StopApplicationCommand({ applicationId }));
  } catch (error) {
    if (!(error instanceof FaultError) || error.fault.code !== "refused") throw error;
    throw new FaultError({ ...error.fault, remedy: "Let its jobs end, or cancel them, then pause it again" });
  }
}

async function start(aws: ActDoor, { nativeId: applicationId }: ApplyItem): Promise<void> {
  await aws.act(EMRServerlessClient, new StartApplicationCommand({ applicationId }));
}

function hazards({ configuration }: EmrDetail): (Hazard | false)[] {
  const { ready, startsItself, interactive, imageUri, workerImages, diskKey } = configuration;
  return [
    ready.length === 0 && idlesFree,
    startsItself ? startedByJobs : jobsRefused,
    (interactive.studio || interactive.livy || interactive.sessions) && notebooksEnd,
    [imageUri ?? "", ...workerImages].some(isByTag) && imageLookedUp,
    diskKey !== null && {
      level: "note",
      code: "account-kms-key",
      title: "Encrypted with a key of the account",
      detail: "Its jobs run only while its KMS key is enabled.",
    },
  ];
}

const idlesFree: Hazard = {
  level: "note",
  code: "saves-nothing-itself",
  title: "Saves nothing by itself",
  detail: "It keeps no workers ready, so it bills nothing between its jobs. It is stopped so that it runs none.",
};

const startedByJobs: Hazard = {
  level: "warning",
  code: "started-by-jobs",
  title: "A job starts it again",
  detail: "Its automatic start is on: pause what submits its jobs, too, or the first of them ends the pause in AWS.",
};

const jobsRefused: Hazard = {
  level: "warning",
  code: "jobs-refused",
  title: "Jobs are refused meanwhile",
  detail: "Its automatic start is off: AWS takes no job for it until it is started.",
};

/** The API lists sessions of its own kind alone. */
const notebooksEnd: Hazard = {
  level: "warning",
  code: "notebooks-end",
  title: "Open notebooks and Livy sessions end, or stand in the way",
  detail: "AWS does not list them all. What they hold in memory is lost.",
};

const imageLookedUp: Hazard = {
  level: "warning",
  code: "image-looked-up-again",
  title: "Its image is looked up again",
  detail: "It is named by a tag: what was pushed under it meanwhile is what runs after the start.",
};

function isByTag(image: string): boolean {
  return image !== "" && !image.includes("@sha256:");
}

function stopsItself({ stopsAfterMinutes }: ApplicationConfiguration): readonly Hazard[] {
  if (stopsAfterMinutes === null) return [];
  return [
    {
      level: "note",
      code: "stops-itself",
      title: "It stops by itself again when it is idle",
      detail: `AWS stops it after ${stopsAfterMinutes} minutes without a job.`,
    },
  ];
}
