import { z } from "zod";
import type { Action, Hazard } from "../../core/plan";
import type { Meanwhile, PausePlan, Refused, ResumePlan, Verdict } from "../contract";
import { acceptable } from "../options";
import { type Advice, switchOf } from "../switch";
import {
  type ApplicationConfiguration,
  applicationConfiguration,
  type FlinkDetail,
  isNotebook,
  type SeenApplication,
} from "./application-detail";

/** What a pause of a Managed Flink application saves and a resume sends. All of it is pure. */

export type Op = "stop" | "start";

/** Sent with a start. Null: a notebook has no state to go on from, and AWS decides. */
const restoreType = z.enum(["RESTORE_FROM_LATEST_SNAPSHOT", "SKIP_RESTORE_FROM_SNAPSHOT"]).nullable();

export const savedSchema = z.strictObject({
  state: z.literal("RUNNING"),
  configuration: applicationConfiguration,
  /** What its stop left to go on from, whatever is set meanwhile. */
  restore: restoreType,
  allowsNonRestoredState: z.boolean(),
  currentParallelism: z.number().nullable(),
});
export type Saved = z.infer<typeof savedSchema>;

export const startParams = z.looseObject({ restore: restoreType, allowsNonRestoredState: z.boolean() });

export const options = z.strictObject({
  loseState: acceptable("stopped without a snapshot: its state is lost, and it starts empty"),
});

export const turning = switchOf<FlinkDetail, ApplicationConfiguration, "RUNNING", Op>({
  thing: "application",
  on: ["RUNNING"],
  off: ["READY"],
  whyNot: ({ detail }) => (detail.configuration.runtime.startsWith("SQL") ? sqlEnded : null),
  broken: (state) => (state === "ROLLED_BACK" ? rolledBack : null),
  turnOff: "stop",
  turnOn: () => ({ op: "start" }),
  setsBack: false,
  hazards: ({ configuration, currentParallelism }) => {
    const own = isNotebook(configuration) ? [notebookLost] : [...stateHazards(configuration), sourcesGoOn];
    return [...own, scaledDown(configuration, currentParallelism), configuration.kmsKey !== null && ownKey];
  },
});

export function planPause(
  seen: SeenApplication,
  { loseState }: z.infer<typeof options>,
): PausePlan<Saved, Op> | Refused {
  const { configuration, allowsNonRestoredState, currentParallelism } = seen.detail;
  if (startsNoMore.has(configuration.runtime)) return runtimeEnded(configuration.runtime);
  const isStreaming = !isNotebook(configuration);
  if (isStreaming && configuration.snapshots !== true && !loseState) return stateWouldBeLost(configuration.snapshots);
  const plan = turning.planPause(seen);
  if (plan.result === "refused") return plan;
  const restore = configuration.snapshots ? "RESTORE_FROM_LATEST_SNAPSHOT" : "SKIP_RESTORE_FROM_SNAPSHOT";
  return {
    ...plan,
    saved: { ...plan.saved, restore: isStreaming ? restore : null, allowsNonRestoredState, currentParallelism },
    restore: isStreaming && configuration.snapshots ? "exact" : "lossy",
  };
}

export function planResume(saved: Saved, seen: SeenApplication | null): ResumePlan<Op> | Refused {
  const plan = turning.planResume(saved, seen);
  if (plan.result === "refused") return plan;
  const { restore, allowsNonRestoredState, configuration, currentParallelism } = saved;
  const steps = plan.steps.map((step) => ({
    ...step,
    params: { ...Object(step.params), restore, allowsNonRestoredState },
  }));
  const scaled = scaledDown(configuration, currentParallelism);
  return { ...plan, steps, hazards: steps.length > 0 && scaled ? [scaled] : [] };
}

/** Of what somebody else changed the description is taken; what its stop left to go on from stays. */
export function meanwhile(saved: Saved, seen: SeenApplication): Meanwhile<Saved> | null {
  const { state, configuration } = saved;
  const changed = turning.meanwhile({ state, configuration }, seen);
  return changed && { ...changed, theirs: { ...saved, ...changed.theirs } };
}

export function verify(action: Action, saved: Saved, seen: SeenApplication | null): Verdict {
  const verdict = turning.verify(action, saved, seen);
  const now = seen?.detail.allowsNonRestoredState;
  if (action === "pause" || verdict.verdict !== "reached" || now === saved.allowsNonRestoredState) return verdict;
  const difference = {
    path: "allowsNonRestoredState",
    saved: String(saved.allowsNonRestoredState),
    now: String(now),
  };
  return { verdict: "wrong", saw: verdict.saw, differences: [difference] };
}

const sqlEnded: Advice = {
  reason: "AWS has ended SQL applications, and starts none since January 27, 2026",
  remedy: "Move it to a Flink application or a Studio notebook, then delete it",
};

const rolledBack: Advice = {
  reason: "Its last change failed, and AWS took it back to the version before",
  remedy: "Read its operations in the console and repair what failed; once it is RUNNING, plan again",
};

/** "You will no longer be able to create, start, or run applications" (Managed Service for Apache Flink, "Quota"). */
const startsNoMore: ReadonlySet<string> = new Set(["FLINK-1_6", "FLINK-1_8", "FLINK-1_11", "ZEPPELIN-FLINK-1_0"]);

function runtimeEnded(runtime: string): Refused {
  return {
    result: "refused",
    reason: `AWS starts no application on ${runtime} any more: once it is stopped it stays so`,
    remedy: "Move it to a newer Flink first, then plan again",
  };
}

function stateWouldBeLost(snapshots: boolean | null): Refused {
  const why = snapshots === null ? "AWS does not tell whether it takes snapshots" : "Its snapshots are off";
  return {
    result: "refused",
    reason: `${why}: a stop would lose its state and its place in its sources`,
    remedy: "Turn its snapshots on, then plan again; or accept that it starts empty",
    accepts: "loseState",
  };
}

function stateHazards({ snapshots }: ApplicationConfiguration): readonly Hazard[] {
  if (snapshots) {
    return [
      {
        level: "note",
        code: "snapshot-taken",
        title: "Its state is kept in a snapshot",
        detail:
          "The stop takes one, and the start goes on from it. AWS never deletes it: it bills until somebody does.",
      },
    ];
  }
  return [
    {
      level: "dataLoss",
      code: "flink-state-lost",
      title: "Its state is lost",
      detail:
        "It takes no snapshot: windows, counts and its place in its sources go. It starts empty, and may read records twice or not at all.",
    },
  ];
}

const sourcesGoOn: Hazard = {
  level: "warning",
  code: "sources-go-on",
  title: "Its sources go on without it",
  detail:
    "What comes in meanwhile is read afterwards, and only as far back as the source keeps records: a Kinesis stream keeps a day unless it is set otherwise.",
};

const notebookLost: Hazard = {
  level: "dataLoss",
  code: "notebook-session-lost",
  title: "What its notes run and hold in memory is lost",
  detail:
    "Running paragraphs, temporary tables and variables go; the notes stay. Paragraphs have to be run again by hand.",
};

const ownKey: Hazard = {
  level: "note",
  code: "account-kms-key",
  title: "Encrypted with a key of the account",
  detail: "It starts only while its KMS key is enabled.",
};

/** A scale-up waits for 15 minutes of CPU above 75 % (Managed Service for Apache Flink, "Use automatic scaling"). */
function scaledDown(
  { parallelism: { initial, scales } }: ApplicationConfiguration,
  current: number | null,
): Hazard | false {
  if (!scales || current === null || initial === null || current <= initial) return false;
  return {
    level: "warning",
    code: "starts-unscaled",
    title: "It may come back smaller than AWS had scaled it",
    detail: `It ran with a parallelism of ${current}, and ${initial} is what it is set to. AWS scales it up after 15 busy minutes.`,
  };
}
