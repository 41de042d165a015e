import { AppStreamClient, StartImageBuilderCommand, StopImageBuilderCommand } from "@aws-sdk/client-appstream";
import { z } from "zod";
import type { CostLine } from "../../core/money";
import { type Classified, defineAdapter } from "../contract";
import { oneByOne } from "../one-by-one";
import { type Advice, switchOf } from "../switch";
import {
  type BuilderConfiguration,
  type BuilderDetail,
  builderConfiguration,
  builderDetail,
  discoverBuilders,
  type SeenBuilder,
} from "./image-builder-detail";

const saved = z.strictObject({ state: z.literal("RUNNING"), configuration: builderConfiguration });

type Op = "stop" | "start";

/**
 * It can be stopped while it is Running and started while it is Stopped; in all states between nothing can be done with it
 * (Administration Guide, "Image builder actions").
 */
const turning = switchOf<BuilderDetail, BuilderConfiguration, "RUNNING", Op>({
  thing: "image builder",
  on: ["RUNNING"],
  off: ["STOPPED"],
  broken: (state) => (state === "FAILED" ? failed(null) : null),
  turnOff: "stop",
  turnOn: () => ({ op: "start" }),
  setsBack: false,
  hazards: ({ configuration: { domain } }) => [
    {
      level: "warning",
      code: "builder-session-ends",
      title: "A session on it ends",
      detail: "AWS does not say whether somebody is connected. What is not saved to its disk is lost; the disk stays.",
    },
    {
      level: "note",
      code: "agent-may-change",
      title: "Its agent may be a newer one",
      detail: "One that is set to the latest agent is updated when it starts, which takes some minutes more.",
    },
    domain.directory !== null && {
      level: "note",
      code: "joins-domain",
      title: "It belongs to a domain",
      detail: `Who signs in to it needs ${domain.directory} within reach.`,
    },
  ],
});

export const appstreamImageBuilder = defineAdapter<BuilderDetail, z.infer<typeof saved>, Op, object>({
  kind: "appstream.imageBuilder",
  title: "AppStream image builder",
  plural: "AppStream image builders",
  billedAs: "Amazon AppStream",
  about: {
    pause: "Stops it. Its disk stays.",
    resume: "Starts it and waits until it runs.",
    saves: "Instance type, image, platform, role, network, domain and disk size. They are compared after the start.",
    stillCosts: "What its disk has beyond 200 GB.",
    hazards: [
      "A session on it ends, and what is not saved to its disk is lost.",
      "One that is set to the latest agent may come back with a newer one.",
      "One that makes an image now is left alone until it is done.",
    ],
  },
  waveTitle: "Image builders",
  restore: "exact",
  wave: 80,
  iam: {
    read: ["appstream:DescribeImageBuilders", "tag:GetResources"],
    pause: ["appstream:StopImageBuilder"],
    resume: ["appstream:StartImageBuilder"],
  },
  // The provider only reads `state`.
  terraform: { aws_appstream_image_builder: { drift: () => [] } },
  detail: builderDetail,
  saved: { version: 1, schema: saved },
  options: z.strictObject({}),
  // AWS names no bound; Terraform's provider waits an hour for one to run.
  timing: { pollSeconds: 30, giveUpSeconds: 3600, expectSeconds: { pause: 180, resume: 600 } },
  batch: { stop: 1, start: 1 },
  ...turning,
  classify,
  relations: () => [],
  price,
  idle: { untold: "AppStream publishes metrics of fleets, and none of an image builder" },
  discover: discoverBuilders,
  apply: (aws, op, items) =>
    oneByOne(items, ({ nativeId: Name }) =>
      op === "stop"
        ? aws.act(AppStreamClient, new StopImageBuilderCommand({ Name }))
        : aws.act(AppStreamClient, new StartImageBuilderCommand({ Name })),
    ),
});

function classify(seen: SeenBuilder): Classified {
  const { state, reason } = seen.detail;
  return state === "FAILED" ? { state: "unsupported", saw: state, ...failed(reason) } : turning.classify(seen);
}

function failed(reason: string | null): Advice {
  return {
    reason: `AppStream reports it as FAILED${reason ? `: ${reason}` : ""}`,
    remedy: "Repair what it names and make it again, or delete it",
  };
}

/** What the hourly rate covers: "Additional storage … applies to instances regardless of their running state" (API reference). */
const includedGb = 200;

/** "A stopped instance is not billed to your account" (Administration Guide, "Image builder actions"). */
function price({ detail: { configuration } }: SeenBuilder): readonly CostLine[] {
  const { instanceType, rootVolumeGb } = configuration;
  const hours: CostLine = {
    label: "Image builder hours",
    note: `${instanceType ?? "of an unknown type"}, while it runs: their price is not in the catalogue`,
    price: null,
    quantity: 1,
    unit: "hour",
    stopsWhenPaused: true,
  };
  const extra = (rootVolumeGb ?? includedGb) - includedGb;
  if (extra <= 0) return [hours];
  const disk: CostLine = {
    label: `Disk above ${includedGb} GB`,
    note: `${extra} GB, billed while stopped: its price is not in the catalogue`,
    price: null,
    quantity: extra,
    unit: "month",
    stopsWhenPaused: false,
  };
  return [hours, disk];
}
