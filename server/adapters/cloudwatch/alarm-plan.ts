import { z } from "zod";
import type { Action, Hazard, Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import type { Classified, PausePlan, Refused, ResumePlan, StepStatus, Verdict } from "../contract";

/** What is known of a CloudWatch alarm, and the decisions about it. Pure. */

export const detailSchema = z.strictObject({
  form: z.enum(["metric", "composite"]),
  actionsEnabled: z.boolean(),
  /** OK, ALARM or INSUFFICIENT_DATA. */
  value: z.string(),
  description: z.string(),
  /** ARNs of what it does, whichever state leads there. */
  actions: z.array(z.string()),
  namespaces: z.array(z.string()),
  metricNames: z.array(z.string()),
  /** How many metrics it watches, which is what AWS counts; null where a query decides. */
  metrics: z.int().min(1).nullable(),
  /** Looks more often than once a minute. */
  highResolution: z.boolean(),
  anomaly: z.boolean(),
  /** The rule of a composite alarm. */
  rule: z.string().nullable(),
});
export type Detail = z.infer<typeof detailSchema>;

/** Disabling changes one flag, and only alarms whose flag was on are ever disabled. */
export const savedSchema = z.strictObject({ actionsEnabled: z.literal(true) });
export type Saved = z.infer<typeof savedSchema>;

export type Op = "disableActions" | "enableActions";

export function classify({ name, detail }: Observed<Detail>): Classified {
  if (name.startsWith("TargetTracking-") || /do not edit or delete/i.test(detail.description)) {
    return {
      state: "unsupported",
      saw: actionsWord(detail.actionsEnabled),
      reason: "A target tracking policy owns this alarm and scales by it.",
      remedy: "Pause what it scales; the alarm follows its policy.",
    };
  }
  const saw = actionsWord(detail.actionsEnabled);
  return detail.actionsEnabled ? { state: "running", saw } : { state: "paused", saw };
}

function actionsWord(enabled: boolean): string {
  return enabled ? "actions on" : "actions off";
}

export function planPause({ name, detail }: Observed<Detail>): PausePlan<Saved, Op> | Refused {
  const watches = watchedOver(name, detail);
  if (watches) {
    return {
      result: "refused",
      reason: `This alarm watches over ${watches}, not over the resources that are paused.`,
      remedy: "Leave it on; turn its actions off in CloudWatch if you really must.",
    };
  }
  return {
    result: "planned",
    saved: { actionsEnabled: true },
    steps: [{ op: "disableActions", params: {}, before: "actions on", after: "actions off", settle: false }],
    hazards: [savesNothing, ...(detail.actions.length === 0 ? [] : [silent])],
    restore: "exact",
  };
}

const savesNothing: Hazard = {
  level: "note",
  code: "alarm-saves-nothing",
  title: "Saves nothing by itself",
  detail: "An alarm bills for as long as it exists. Its actions are turned off so that the pause raises no alarm.",
};

const silent: Hazard = {
  level: "note",
  code: "alarm-silent",
  title: "Nobody is told meanwhile",
  detail: "Its state still changes, but no action runs until it is turned on again.",
};

/** What a security or billing alarm looks after, or null. By namespace and metric, and by the usual names. */
function watchedOver(name: string, detail: Detail): "security" | "the bill" | null {
  const words = [name, ...detail.metricNames, ...detail.namespaces, detail.rule ?? ""].join("\n");
  if (detail.namespaces.includes("AWS/Billing") || billingWords.test(words)) return "the bill";
  return securityWords.test(words) ? "security" : null;
}

/** Not "billing" alone: an application may be called that. */
const billingWords = /estimated[-_ .]?charges|billing[-_ .]?alarm/i;
/**
 * Root sign-in, GuardDuty, Security Hub, CloudTrail and the metric filters of the CIS AWS Foundations Benchmark
 * (section 4: unauthorized calls, sign-in without MFA, changes of policies, keys, gateways and trails).
 */
const securityWords = new RegExp(
  [
    "root[-_ .]?(account|login|log-in|usage|user|activity|sign)",
    "guard[-_ .]?duty",
    "security[-_ .]?hub",
    "cloud[-_ .]?trail",
    "unauthori[sz]ed[-_ .]?(api|call|operation|access)",
    "console[-_ .]?(login|sign|auth)",
    "(no|without)[-_ .]?mfa",
    "(iam|s3|bucket|network|nacl|security[-_ .]?group|route|vpc|gateway|config|organizations?)[-_ .]?(policy|acl|table)?[-_ .]?changes?\\b",
    "(disabl|delet)\\w*[-_ .]?(cmk|kms)",
    "\\bcis[-_ .]?(\\d|benchmark|foundations)",
  ].join("|"),
  "i",
);

export function planResume(_saved: Saved, seen: Observed<Detail> | null): ResumePlan<Op> | Refused {
  if (!seen) {
    return {
      result: "refused",
      reason: "The alarm was deleted while its actions were off.",
      remedy: "Create it again, or end the hold.",
    };
  }
  if (seen.detail.actionsEnabled) return { result: "planned", steps: [], hazards: [] };
  return {
    result: "planned",
    steps: [{ op: "enableActions", params: {}, before: "actions off", after: "actions on", settle: false }],
    hazards: resumeHazards(seen.detail),
  };
}

function resumeHazards({ value, actions }: Detail): readonly Hazard[] {
  if (value !== "ALARM") return [];
  const scales = actions.some((arn) => arn.includes(":autoscaling:"));
  if (scales) {
    return [
      {
        level: "warning",
        code: "alarm-scales-at-once",
        title: "In alarm, and it scales",
        detail: "Auto Scaling actions repeat for as long as the alarm stays in ALARM: they run once actions are on.",
      },
    ];
  }
  return [
    {
      level: "note",
      code: "alarm-already-raised",
      title: "In alarm already",
      detail: "Turning its actions on does not send what was missed; the next change of state does.",
    },
  ];
}

export function check(step: Step, seen: Observed<Detail> | null): StepStatus {
  if (!seen) {
    return {
      status: "blocked",
      saw: "gone",
      fault: {
        code: "gone",
        reason: "The alarm does not exist any more.",
        remedy: "Create it again, or end the hold.",
      },
    };
  }
  const saw = actionsWord(seen.detail.actionsEnabled);
  switch (step.op as Op) {
    case "disableActions":
      return { status: seen.detail.actionsEnabled ? "todo" : "done", saw };
    case "enableActions":
      return { status: seen.detail.actionsEnabled ? "done" : "todo", saw };
    default:
      throw new Error(`cloudwatch.alarm has no step ${step.op}`);
  }
}

export function verify(action: Action, saved: Saved, seen: Observed<Detail> | null): Verdict {
  if (!seen) return { verdict: "gone", saw: "gone" };
  const wanted = action === "pause" ? false : saved.actionsEnabled;
  const now = seen.detail.actionsEnabled;
  const saw = actionsWord(now);
  if (now === wanted) return { verdict: "reached", saw };
  return {
    verdict: "wrong",
    saw,
    differences: [{ path: "actionsEnabled", saved: String(wanted), now: String(now) }],
  };
}
