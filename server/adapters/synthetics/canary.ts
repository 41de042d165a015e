import { z } from "zod";
import { type CostLine, hoursPerMonth } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { arnHere, defineDescribed, describedTags } from "../described";
import { unpriced } from "../listing";
import type { Advice } from "../report";

const detail = z.strictObject({
  /** RUNNING, STARTING, STOPPED, … */
  state: z.string(),
  /** `rate(5 minutes)`, `cron(…)`. */
  schedule: z.string(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason:
    "A canary bills by the run, as often as its schedule says, whoever looks at it. AWS can stop it, which Standby does not do yet",
  remedy: "Stop it while what it watches is paused (it would only fail), let it run less often, or delete it",
};

const properties = z.object({
  Name: z.string().optional(),
  State: z.string().optional(),
  Schedule: z.object({ Expression: z.string().optional() }).optional(),
  Tags: describedTags,
});

/** CloudWatch's canaries. The function, logs and files of their runs bill apart. */
export const syntheticsCanary = defineDescribed({
  kind: "synthetics.canary",
  title: "Canary",
  plural: "Canaries",
  billedAs: "AmazonCloudWatch",
  terraform: ["aws_synthetics_canary"],
  about,
  type: "AWS::Synthetics::Canary",
  properties,
  read: [
    "iam:ListRoles",
    "s3:GetBucketLocation",
    "s3:ListAllMyBuckets",
    "sts:GetCallerIdentity",
    "synthetics:DescribeCanaries",
    "synthetics:GetCanary",
    "synthetics:ListTagsForResource",
  ],
  detail,
  advise,
  price,
  observe: async ({ Name, State, Schedule, Tags }, id, aws) => ({
    arn: await arnHere(aws, "synthetics", `canary:${id}`),
    name: Name ?? id,
    type: Schedule?.Expression ?? "unknown schedule",
    tags: Tags,
    detail: { state: State ?? "unknown", schedule: Schedule?.Expression ?? "unknown schedule" },
  }),
});

/** Neither runs: one that was stopped, and one that never ran (Synthetics API reference, CanaryStatus). */
const still = new Set(["STOPPED", "STOPPING", "READY", "CREATING", "ERROR", "DELETING"]);

function advise({ detail: { state } }: Observed<Detail>): Advice {
  if (!still.has(state)) return { saw: state, ...about };
  return {
    saw: state,
    reason: "It does not run now, so it bills nothing; what its last runs left behind bills apart",
    remedy: "Delete it with its function and files where nobody starts it any more",
  };
}

function price({ detail: { state, schedule } }: Observed<Detail>): readonly CostLine[] {
  if (still.has(state)) return [];
  const runs = runsAMonth(schedule);
  const count = runs === null ? "by the run" : `${runs} runs a month`;
  return [unpriced("Runs", `${count}, ${schedule}; not in the catalogue`)];
}

const minutes: Readonly<Record<string, number>> = { minute: 1, hour: 60 };

/** Null: it is no rate, or one that runs once (`rate(0 minute)`). */
function runsAMonth(schedule: string): number | null {
  const [, many, unit = ""] = /^rate\((\d+) (minute|hour)s?\)$/.exec(schedule) ?? [];
  const every = Number(many ?? 0) * (minutes[unit] ?? 0);
  return every > 0 ? Math.round((hoursPerMonth * 60) / every) : null;
}
