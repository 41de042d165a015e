import type {
  GetTriggerCommandInput,
  GetTriggerCommandOutput,
  GetTriggersCommandInput,
  GetTriggersCommandOutput,
  StartTriggerCommandInput,
  StartTriggerCommandOutput,
  StopTriggerCommandInput,
  StopTriggerCommandOutput,
  Trigger,
} from "@aws-sdk/client-glue";
import { type Corner, defineCorner, settling, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read } from "./operation";
import { page } from "./paging";
import { regionOf, type Seed, tagsOf } from "./seed-story";
import type { RegionWorld, TagMap } from "./world";

/** Glue's triggers: activating and deactivating takes a few seconds. */

const switchSeconds = 5;

interface TriggerState {
  name: string;
  type: "SCHEDULED" | "CONDITIONAL" | "ON_DEMAND" | "EVENT";
  state: "CREATED" | "ACTIVATED" | "DEACTIVATED";
  /** Until then it is ACTIVATING or DEACTIVATING, and `state` is what it leads to. */
  until: number | null;
  schedule: string | null;
  /** The job whose success it waits for. */
  after: string | null;
  job: string;
  workflow: string | null;
  tags: TagMap;
}

interface GlueState {
  triggers: TriggerState[];
}

const corner: Corner<GlueState> = {
  name: "glue",
  empty: () => ({ triggers: [] }),
  services: {
    glue: {
      GetTrigger: read(getTrigger),
      GetTriggers: read(getTriggers),
      StopTrigger: change(stopTrigger),
      StartTrigger: change(startTrigger),
    },
  },
  seed,
  ...settling(({ triggers }) => triggers),
  tagged: (state, at) =>
    state.triggers.map(({ name, tags }) => ({
      type: "glue:trigger",
      arn: `arn:aws:glue:${at.regionName}:${at.world.accountId}:trigger/${name}`,
      tags,
    })),
};
export const glue = defineCorner(corner);

const of = (region: RegionWorld) => stateOf(corner, region);

function getTrigger(input: GetTriggerCommandInput, at: Moment): Answer<GetTriggerCommandOutput> {
  return { Trigger: describe(find(input.Name, at)) };
}

function getTriggers(input: GetTriggersCommandInput, at: Moment): Answer<GetTriggersCommandOutput> {
  const invalidToken = () => awsError("InvalidInputException", "Invalid NextToken");
  const { triggers } = of(at.region);
  const { items, next } = page({
    items: triggers,
    size: input.MaxResults ?? 100,
    token: input.NextToken,
    invalidToken,
  });
  return { Triggers: items.map(describe), ...(next !== undefined && { NextToken: next }) };
}

function stopTrigger(input: StopTriggerCommandInput, at: Moment): Answer<StopTriggerCommandOutput> {
  const trigger = find(input.Name, at);
  if (wordOf(trigger) !== "ACTIVATED") throw notIn(trigger);
  trigger.state = "DEACTIVATED";
  trigger.until = at.ends(switchSeconds);
  return { Name: trigger.name };
}

function startTrigger(input: StartTriggerCommandInput, at: Moment): Answer<StartTriggerCommandOutput> {
  const trigger = find(input.Name, at);
  if (trigger.type === "EVENT") throw awsError("InvalidInputException", "Trigger Type EVENT cannot be started");
  if (trigger.type === "ON_DEMAND")
    throw new Error("The sandbox runs no jobs: nobody starts a trigger on demand here.");
  const word = wordOf(trigger);
  if (word !== "CREATED" && word !== "DEACTIVATED") throw notIn(trigger);
  trigger.state = "ACTIVATED";
  trigger.until = at.ends(switchSeconds);
  return { Name: trigger.name };
}

function notIn(trigger: TriggerState): Error {
  return awsError("InvalidInputException", `The operation is not allowed when trigger is in state: ${wordOf(trigger)}`);
}

function find(name: string | undefined, at: Moment): TriggerState {
  const trigger = of(at.region).triggers.find((each) => each.name === name);
  if (!trigger) throw awsError("EntityNotFoundException", `Trigger with name ${name} not found`);
  return trigger;
}

function wordOf({ state, until }: TriggerState): NonNullable<Trigger["State"]> {
  if (until === null) return state;
  return state === "ACTIVATED" ? "ACTIVATING" : "DEACTIVATING";
}

function describe(trigger: TriggerState): Trigger {
  return {
    Name: trigger.name,
    Type: trigger.type,
    State: wordOf(trigger),
    Actions: [{ JobName: trigger.job, Arguments: { "--day": "yesterday" }, Timeout: 60 }],
    ...(trigger.workflow !== null && { WorkflowName: trigger.workflow }),
    ...(trigger.schedule !== null && { Schedule: trigger.schedule }),
    ...(trigger.after !== null && {
      Predicate: {
        Logical: "AND",
        Conditions: [{ LogicalOperator: "EQUALS", JobName: trigger.after, State: "SUCCEEDED" }],
      },
    }),
    ...(trigger.type === "EVENT" && { EventBatchingCondition: { BatchSize: 5, BatchWindow: 900 } }),
  };
}

/** Three that can be stopped, both that Glue cannot stop, and one that nobody has started. */
function seed(seed: Seed): void {
  // Nobody has any in Ireland.
  of(regionOf(seed, "ie"));
  const lab: TriggerState = {
    name: "trial-nightly-load",
    type: "SCHEDULED",
    state: "ACTIVATED",
    until: null,
    schedule: "cron(0 3 * * ? *)",
    after: null,
    job: "trial-load",
    workflow: null,
    tags: tagsOf("lab", "data"),
  };
  of(regionOf(seed, "eu")).triggers.push(
    lab,
    { ...lab, name: "trial-after-load", type: "CONDITIONAL", schedule: null, after: "trial-load", job: "trial-clean" },
    { ...lab, name: "trial-by-hand", type: "ON_DEMAND", state: "CREATED", schedule: null, job: "trial-replay" },
    {
      ...lab,
      name: "trial-on-upload",
      type: "EVENT",
      state: "CREATED",
      schedule: null,
      job: "trial-ingest",
      workflow: "trial-uploads",
    },
    { ...lab, name: "trial-weekly", state: "CREATED", schedule: "cron(0 5 ? * MON *)" },
  );
  of(regionOf(seed, "us")).triggers.push({ ...lab, name: "trial-mirror-load", schedule: "cron(0 9 * * ? *)" });
}
