import { SageMakerClient, StartNotebookInstanceCommand, StopNotebookInstanceCommand } from "@aws-sdk/client-sagemaker";
import { z } from "zod";
import type { ActDoor } from "../../aws/door";
import { assertNever, FaultError } from "../../core/fault";
import type { CostLine } from "../../core/money";
import type { Step } from "../../core/plan";
import { type Classified, defineAdapter, type Refused, type ResumePlan, type StepStatus } from "../contract";
import { keysIn } from "../keys";
import { type Advice, switchOf } from "../switch";
import {
  discoverNotebooks,
  type NotebookConfiguration,
  type NotebookDetail,
  notebookConfiguration,
  notebookDetail,
  type SeenNotebook,
} from "./notebook-detail";
import { heldOnOldPlatform, oldPlatform, startRefused } from "./notebook-platform";
import { isCapacity } from "./reads";

const saved = z.strictObject({ state: z.literal("InService"), configuration: notebookConfiguration });
type Saved = z.infer<typeof saved>;

type Op = "stop" | "start";

const turning = switchOf<NotebookDetail, NotebookConfiguration, "InService", Op>({
  thing: "notebook instance",
  on: ["InService"],
  off: ["Stopped"],
  broken: (state) => (state === "Failed" ? failed(null) : null),
  turnOff: "stop",
  turnOn: () => ({ op: "start" }),
  setsBack: false,
  hazards: ({ configuration }) => [
    // StopNotebookInstance terminates the instance and keeps its ML storage volume; StartNotebookInstance launches one
    // "with the latest version of the libraries" and attaches the volume (SageMaker API reference).
    {
      level: "dataLoss",
      code: "environment-not-exact",
      title: "Only the home folder comes back as it was",
      detail:
        "A start brings a new machine with the latest libraries. What lies outside /home/ec2-user/SageMaker is lost: installed packages, other files, and all that notebooks hold in memory.",
    },
    configuration.lifecycle !== null && {
      level: "note",
      code: "lifecycle-runs-again",
      title: "Its lifecycle script runs again",
      detail: `${configuration.lifecycle} runs at every start; the start fails when the script does.`,
    },
  ],
});

/**
 * SageMaker notebook instances: stopped and started. Start takes one that is Stopped or Failed, stop one that is InService
 * only.
 */
export const sagemakerNotebook = defineAdapter<NotebookDetail, Saved, Op, object>({
  kind: "sagemaker.notebook",
  title: "SageMaker notebook",
  plural: "SageMaker notebooks",
  billedAs: "Amazon SageMaker",
  about: {
    pause: "Stops it. Only its ML volume is kept.",
    resume: "Starts it on a new machine with that volume.",
    saves:
      "Type, volume, network, role, lifecycle script, platform and repositories. They are compared after the start.",
    stillCosts: "Its ML volume.",
    hazards: [
      "What lies outside /home/ec2-user/SageMaker is lost: packages, files, memory. The machine comes with the newest libraries.",
      "Its lifecycle script runs again, and the start fails when the script does.",
      "AWS promises no machines for the way back; Standby tries again until there are some.",
      "Notebooks on Amazon Linux 1 and 2 are refused: AWS starts no such notebook again once it is stopped.",
      "Encrypted storage comes back only while its KMS key is enabled.",
    ],
  },
  waveTitle: "Notebooks",
  restore: "exact",
  wave: 80,
  iam: {
    read: ["sagemaker:DescribeNotebookInstance", "sagemaker:ListNotebookInstances", "tag:GetResources"],
    pause: ["sagemaker:StopNotebookInstance"],
    resume: ["sagemaker:StartNotebookInstance"],
  },
  terraform: { aws_sagemaker_notebook_instance: { drift: () => [] } },
  detail: notebookDetail,
  saved: { version: 1, schema: saved },
  options: z.strictObject({}),
  // AWS's own waiters look every 30 seconds for half an hour, both ways.
  timing: { pollSeconds: 30, giveUpSeconds: 1800, expectSeconds: { pause: 120, resume: 300 } },
  batch: { stop: 1, start: 1 },

  ...turning,
  classify,
  planPause(seen) {
    const refusal = oldPlatform(seen.detail.configuration);
    if (refusal) return refusal;
    const plan = turning.planPause(seen);
    return plan.result === "planned" ? { ...plan, restore: "lossy" } : plan;
  },
  planResume,
  check,
  relations: () => [],
  keys: ({ detail }) => keysIn(detail.configuration.kmsKeyId),
  price: linesOf,
  idle: { untold: "SageMaker publishes no metric of a notebook instance unless somebody sets one up inside it" },
  discover: discoverNotebooks,

  async apply(aws, op, items) {
    for (const { nativeId } of items) {
      switch (op) {
        case "stop":
          await aws.act(SageMakerClient, new StopNotebookInstanceCommand({ NotebookInstanceName: nativeId }));
          break;
        case "start":
          await start(aws, nativeId);
          break;
        default:
          return assertNever(op);
      }
    }
    return items.map(({ nativeId }) => ({ nativeId, fault: null }));
  },
});

/** What AWS refuses without naming a state is most likely the platform, of a notebook that was paused while it still could. */
async function start(aws: ActDoor, name: string): Promise<void> {
  try {
    await aws.act(SageMakerClient, new StartNotebookInstanceCommand({ NotebookInstanceName: name }));
  } catch (error) {
    if (!(error instanceof FaultError) || error.fault.code !== "refused") throw error;
    throw new FaultError({ ...error.fault, remedy: startRefused });
  }
}

/** One that found no machine is off like a stopped one: its volume bills, and a start is all that it needs. */
function classify(seen: SeenNotebook): Classified {
  const { state, failure } = seen.detail;
  if (state !== "Failed") return turning.classify(seen);
  const saw = failure ? `Failed: ${failure}` : state;
  return isCapacity(failure) ? { state: "paused", saw } : { state: "unsupported", saw, ...failed(failure) };
}

function planResume(before: Saved, seen: SeenNotebook | null): ResumePlan<Op> | Refused {
  const plan = seen?.detail.state === "Failed" ? startFailed : turning.planResume(before, seen);
  if (!seen || plan.result === "refused" || plan.steps.length === 0) return plan;
  return { ...plan, hazards: heldOnOldPlatform(seen.detail.configuration) };
}

const startFailed: ResumePlan<Op> = {
  result: "planned",
  steps: [{ op: "start", params: { state: "InService" }, before: "Failed", after: "InService", settle: true }],
  hazards: [],
};

/** A lack of machines shows minutes after the call, as Failed: the engine waits and sends it again. */
function check(step: Step, seen: SeenNotebook | null): StepStatus {
  if (seen?.detail.state !== "Failed") return turning.check(step, seen);
  const { failure } = seen.detail;
  const code = isCapacity(failure) ? "capacity" : "refused";
  return { status: "blocked", saw: failure ? `Failed: ${failure}` : "Failed", fault: { code, ...failed(failure) } };
}

function failed(failure: string | null): Advice {
  if (isCapacity(failure)) {
    return {
      reason: failure ?? "AWS has no machines of its type now",
      remedy: "Standby starts it again until AWS has a machine; or give it another type in SageMaker",
    };
  }
  return {
    reason: `SageMaker reports it as Failed${failure ? `: ${failure}` : ""}`,
    remedy: "Repair what it names, such as its lifecycle script, then start it again",
  };
}

function linesOf({ detail: { configuration } }: SeenNotebook): readonly CostLine[] {
  const { type, volumeGb } = configuration;
  const hours: CostLine = {
    label: "Notebook hours",
    note: type,
    price: { table: "sagemaker.instance", key: type },
    quantity: 1,
    unit: "hour",
    stopsWhenPaused: true,
  };
  const storage: CostLine = {
    label: "Notebook storage",
    note: volumeGb === null ? "of an unknown size, billed while stopped" : `${volumeGb} GB, billed while stopped`,
    price: volumeGb === null ? null : { table: "sagemaker.storage", key: "notebookVolume" },
    quantity: volumeGb ?? 1,
    unit: "month",
    stopsWhenPaused: false,
  };
  return [hours, storage];
}
