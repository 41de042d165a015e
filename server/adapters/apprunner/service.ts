import { AppRunnerClient, PauseServiceCommand, ResumeServiceCommand } from "@aws-sdk/client-apprunner";
import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Hazard } from "../../core/plan";
import { defineAdapter } from "../contract";
import { keysIn } from "../keys";
import { oneByOne } from "../one-by-one";
import { type Advice, switchOf } from "../switch";
import {
  discover,
  type ServiceConfiguration,
  type ServiceDetail,
  serviceConfiguration,
  serviceDetail,
  sizeOf,
} from "./service-detail";

const saved = z.strictObject({ state: z.literal("RUNNING"), configuration: serviceConfiguration });

type Op = "pause" | "resume";

/** Pausing keeps the deployed version and the domain; the service cannot be changed until it is resumed. */
const service = switchOf<ServiceDetail, ServiceConfiguration, "RUNNING", Op>({
  thing: "service",
  on: ["RUNNING"],
  off: ["PAUSED"],
  broken,
  turnOff: "pause",
  turnOn: () => ({ op: "resume" }),
  setsBack: false,
  hazards,
});

/**
 * App Runner services: paused and resumed (App Runner Developer Guide, "Pausing and resuming a service"). Both take a
 * minute or two, in which the service is OPERATION_IN_PROGRESS and refuses anything else with InvalidStateException.
 */
export const apprunnerService = defineAdapter<ServiceDetail, z.infer<typeof saved>, Op, object>({
  kind: "apprunner.service",
  title: "App Runner service",
  plural: "App Runner services",
  billedAs: "AWS App Runner",
  about: {
    pause: "Pauses the service. The deployed version and the domain stay.",
    resume: "Resumes it and waits until it runs.",
    saves: "The configuration: source, size, roles, scaling, network, health check, encryption and observability.",
    stillCosts: "Automatic deployments, by the month, and the images in their registry.",
    hazards: [
      "What its instances keep in memory or on their disks is lost.",
      "It cannot be changed while it is paused.",
      "What is pushed meanwhile is not deployed later: that has to be done by hand.",
      "Encrypted storage comes back only while its KMS key is enabled.",
    ],
  },
  waveTitle: "Services",
  restore: "exact",
  wave: 60,
  iam: {
    read: ["apprunner:ListServices", "apprunner:DescribeService", "tag:GetResources"],
    pause: ["apprunner:PauseService"],
    resume: ["apprunner:ResumeService"],
  },
  terraform: { aws_apprunner_service: { drift: () => [] } },
  detail: serviceDetail,
  saved: { version: 1, schema: saved },
  options: z.strictObject({}),
  // AWS names no bound; half an hour is this product's own.
  timing: { pollSeconds: 15, giveUpSeconds: 1800, expectSeconds: { pause: 90, resume: 150 } },
  batch: { pause: 1, resume: 1 },
  ...service,
  relations: () => [],
  keys: ({ detail }) => keysIn(detail.configuration.kmsKeyArn),
  // App Runner got its grant when the service was created.
  grantsVia: null,
  price: ({ detail }) => lines(detail.configuration),
  discover,
  apply: (aws, op, items) =>
    oneByOne(items, ({ nativeId }) =>
      op === "pause"
        ? aws.act(AppRunnerClient, new PauseServiceCommand({ ServiceArn: nativeId }))
        : aws.act(AppRunnerClient, new ResumeServiceCommand({ ServiceArn: nativeId })),
    ),
});

function broken(state: string): Advice | null {
  if (state === "CREATE_FAILED") {
    return {
      reason: "App Runner could not create it",
      remedy: "Read its event log, then delete it and create it again",
    };
  }
  if (state === "DELETE_FAILED") {
    return { reason: "App Runner could not delete it", remedy: "Read its event log, then delete it again" };
  }
  return null;
}

/**
 * Memory of provisioned instances bills all the time, their vCPU only while they answer, automatic deployments by the
 * month (AWS App Runner pricing).
 */
function lines({ instance, source }: ServiceConfiguration): CostLine[] {
  const { vcpu, memoryGb } = sizeOf(instance);
  const compute = { price: null, unit: "hour", stopsWhenPaused: true } as const;
  const all: (CostLine | false)[] = [
    {
      ...compute,
      label: "Provisioned memory",
      note: `${memoryGb ?? "?"} GB an instance, at least one: its price is not in the catalogue`,
      quantity: memoryGb ?? 1,
    },
    {
      ...compute,
      label: "Active vCPU",
      note: `${vcpu ?? "?"} vCPU an instance, while it answers`,
      quantity: "metered",
    },
    source.autoDeployments && {
      label: "Automatic deployments",
      note: "billed while paused: their price is not in the catalogue",
      price: null,
      quantity: 1,
      unit: "month",
      stopsWhenPaused: false,
    },
  ];
  return all.filter((line) => line !== false);
}

function hazards({ configuration: { source, kmsKeyArn } }: ServiceDetail): (Hazard | false)[] {
  return [
    {
      level: "note",
      code: "instances-lost",
      title: "Its instances go",
      detail: "What they keep in memory or on their disks is lost. The deployed version and the domain stay.",
    },
    {
      level: "note",
      code: "frozen-while-paused",
      title: "It cannot be changed while it is paused",
      detail: "App Runner takes no update of its configuration until it is resumed.",
    },
    source.autoDeployments && {
      level: "warning",
      code: "deployments-missed",
      title: "Deployments in the meantime are not made up",
      detail: "It comes back with the version that runs now. What is pushed until then has to be deployed by hand.",
    },
    kmsKeyArn !== null && {
      level: "note",
      code: "account-kms-key",
      title: "Encrypted with a key of the account",
      detail: "It starts only while its KMS key is enabled.",
    },
  ];
}
