import type {
  DisableRuleCommandInput,
  EnableRuleCommandInput,
  ListEventBusesCommandInput,
  ListEventBusesCommandOutput,
  ListRulesCommandInput,
  ListRulesCommandOutput,
  PutRuleCommandInput,
  PutRuleCommandOutput,
  Rule,
} from "@aws-sdk/client-eventbridge";
import { type Corner, defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read } from "./operation";
import { page } from "./paging";
import { regionOf, type Seed, tagsOf } from "./seed-story";
import type { RegionWorld, TagMap } from "./world";

/** Event buses and their rules. Nothing of it takes time. */

interface RuleState {
  name: string;
  bus: string;
  state: "ENABLED" | "DISABLED" | "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";
  pattern: string | null;
  schedule: string | null;
  description: string | null;
  managedBy: string | null;
  tags: TagMap;
}

interface EventsState {
  /** Beside the default one, which every region has. */
  buses: string[];
  rules: RuleState[];
}

const corner: Corner<EventsState> = {
  name: "events",
  empty: () => ({ buses: [], rules: [] }),
  services: {
    events: {
      ListEventBuses: read(listEventBuses),
      ListRules: read(listRules),
      DisableRule: change(disableRule),
      EnableRule: change(enableRule),
      PutRule: change(putRule),
    },
  },
  seed,
  dues: () => [],
  finish: () => undefined,
  tagged: (state, at) => state.rules.map((rule) => ({ type: "events:rule", arn: ruleArn(rule, at), tags: rule.tags })),
};
export const events = defineCorner(corner);

const of = (region: RegionWorld) => stateOf(corner, region);

function listEventBuses(input: ListEventBusesCommandInput, at: Moment): Answer<ListEventBusesCommandOutput> {
  const { items, next } = page({
    items: ["default", ...of(at.region).buses],
    size: input.Limit ?? 100,
    token: input.NextToken,
    invalidToken,
  });
  const arn = `arn:aws:events:${at.regionName}:${at.world.accountId}:event-bus`;
  return {
    EventBuses: items.map((Name) => ({ Name, Arn: `${arn}/${Name}` })),
    ...(next !== undefined && { NextToken: next }),
  };
}

function listRules(input: ListRulesCommandInput, at: Moment): Answer<ListRulesCommandOutput> {
  const bus = busOf(input.EventBusName, at);
  const found = of(at.region).rules.filter((rule) => rule.bus === bus && rule.name.startsWith(input.NamePrefix ?? ""));
  const { items, next } = page({ items: found, size: input.Limit ?? 100, token: input.NextToken, invalidToken });
  return { Rules: items.map((rule) => describe(rule, at)), ...(next !== undefined && { NextToken: next }) };
}

function disableRule(input: DisableRuleCommandInput, at: Moment): object {
  changeable(input.Name, input.EventBusName, at).state = "DISABLED";
  return {};
}

/** Back to plain ENABLED, whichever way it was on before. */
function enableRule(input: EnableRuleCommandInput, at: Moment): object {
  changeable(input.Name, input.EventBusName, at).state = "ENABLED";
  return {};
}

/** What is left out becomes null; the tags of a rule that exists stay as they are. */
function putRule(input: PutRuleCommandInput, at: Moment): Answer<PutRuleCommandOutput> {
  if (input.EventPattern === undefined && input.ScheduleExpression === undefined) {
    throw awsError("ValidationException", "Parameter(s) EventPattern or ScheduleExpression must be specified.");
  }
  const rule = changeable(input.Name, input.EventBusName, at);
  rule.pattern = input.EventPattern ?? null;
  rule.schedule = input.ScheduleExpression ?? null;
  rule.description = input.Description ?? null;
  rule.state = input.State ?? "ENABLED";
  return { RuleArn: ruleArn(rule, at) };
}

function changeable(name: string | undefined, busName: string | undefined, at: Moment): RuleState {
  const bus = busOf(busName, at);
  const rule = of(at.region).rules.find((each) => each.bus === bus && each.name === name);
  if (!rule) {
    throw awsError("ResourceNotFoundException", `Rule ${name} does not exist on EventBus ${bus}.`);
  }
  if (rule.managedBy !== null) {
    throw awsError("ManagedRuleException", `Rule ${name} is managed by ${rule.managedBy} and cannot be modified.`);
  }
  return rule;
}

function busOf(name: string | undefined, at: Moment): string {
  const bus = name ?? "default";
  if (bus !== "default" && !of(at.region).buses.includes(bus)) {
    throw awsError("ResourceNotFoundException", `Event bus ${bus} does not exist.`);
  }
  return bus;
}

function invalidToken(): Error {
  return awsError("ValidationException", "The token is not valid.");
}

function ruleArn({ bus, name }: RuleState, at: Pick<Moment, "regionName" | "world">): string {
  const path = bus === "default" ? name : `${bus}/${name}`;
  return `arn:aws:events:${at.regionName}:${at.world.accountId}:rule/${path}`;
}

function describe(rule: RuleState, at: Moment): Rule {
  return {
    Name: rule.name,
    Arn: ruleArn(rule, at),
    EventBusName: rule.bus,
    State: rule.state,
    ...(rule.pattern !== null && { EventPattern: rule.pattern }),
    ...(rule.schedule !== null && { ScheduleExpression: rule.schedule }),
    ...(rule.description !== null && { Description: rule.description }),
    ...(rule.managedBy !== null && { ManagedBy: rule.managedBy }),
  };
}

/** Four that can be turned off, one of them in the third state; one of AWS's own, and one that is off. */
function seed(seed: Seed): void {
  // Nobody has any in Ireland.
  of(regionOf(seed, "ie"));
  const lab: Omit<RuleState, "name"> = {
    bus: "default",
    state: "ENABLED",
    pattern: null,
    schedule: null,
    description: null,
    managedBy: null,
    tags: tagsOf("lab", "data"),
  };
  const eu = of(regionOf(seed, "eu"));
  eu.buses.push("tidewater-trials");
  eu.rules.push(
    { ...lab, name: "trial-nightly", schedule: "cron(15 2 * * ? *)", description: "Starts the nightly trial run" },
    {
      ...lab,
      name: "trial-finished",
      bus: "tidewater-trials",
      pattern: '{"source":["tidewater.trials"],"detail-type":["TrialFinished"]}',
    },
    {
      ...lab,
      name: "trial-bucket-policy",
      state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
      pattern: '{"source":["aws.s3"],"detail":{"eventName":["PutBucketPolicy"]}}',
      description: "Reads of bucket policies, too",
    },
    { ...lab, name: "trial-hourly", state: "DISABLED", schedule: "rate(1 hour)" },
    {
      ...lab,
      name: "AutoScalingManagedRule",
      pattern: '{"source":["aws.ec2"],"detail-type":["EC2 Instance Rebalance Recommendation"]}',
      managedBy: "autoscaling.amazonaws.com",
      tags: {},
    },
  );
  of(regionOf(seed, "us")).rules.push({ ...lab, name: "trial-weekly", schedule: "rate(7 days)" });
}
