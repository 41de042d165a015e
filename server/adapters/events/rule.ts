import { DisableRuleCommand, EnableRuleCommand, EventBridgeClient, PutRuleCommand } from "@aws-sdk/client-eventbridge";
import { z } from "zod";
import type { ActDoor } from "../../aws/door";
import { assertNever } from "../../core/fault";
import type { Hazard } from "../../core/plan";
import { type ApplyItem, defineAdapter } from "../contract";
import { oneByOne } from "../one-by-one";
import { runsMissed, savesNothingItself, switchOf } from "../switch";
import {
  discover,
  partsOf,
  type RuleConfiguration,
  type RuleDetail,
  ruleConfiguration,
  ruleDetail,
} from "./rule-detail";

/**
 * ENABLED leaves out the management events that CloudTrail delivers; the third state lets them in, too. EnableRule knows
 * only the first, so a rule of the third is put back by PutRule (EventBridge API reference, EnableRule and PutRule).
 */
const saved = z.strictObject({
  state: z.enum(["ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"]),
  configuration: ruleConfiguration,
});
type On = z.infer<typeof saved>["state"];

/**
 * PutRule replaces the rule: what it leaves out becomes null. So all of it is sent. Tags are ignored for a rule that
 * exists, and targets are not part of the call: both stay as they are (EventBridge API reference, PutRule).
 */
const putParams = z.strictObject({ state: saved.shape.state, configuration: ruleConfiguration });

type Op = "disable" | "enable" | "put";

const rule = switchOf<RuleDetail, RuleConfiguration, On, Op>({
  thing: "rule",
  on: ["ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"],
  off: ["DISABLED"],
  whyNot: ({ detail: { managedBy } }) =>
    managedBy === null
      ? null
      : {
          reason: `${managedBy} made this rule and manages it; EventBridge lets nobody else switch it`,
          remedy: `Leave it on, or change what it belongs to in ${managedBy}`,
        },
  turnOff: "disable",
  turnOn: ({ state, configuration }, isSame) =>
    state === "ENABLED" && isSame ? { op: "enable" } : { op: "put", params: { configuration } },
  setsBack: true,
  hazards,
});

/**
 * EventBridge rules of every bus: disabled and enabled. They are paused for what they start: nothing then calls into what
 * is paused. Their targets are not read: no call that Standby sends can change them.
 */
export const eventsRule = defineAdapter<RuleDetail, z.infer<typeof saved>, Op, object>({
  kind: "events.rule",
  title: "EventBridge rule",
  plural: "EventBridge rules",
  billedAs: "CloudWatch Events",
  about: {
    pause: "Disables it.",
    resume: "Enables it, with the management events of CloudTrail where it had them.",
    saves: "State, pattern, schedule, description and role. Its targets are not touched.",
    stillCosts: "Nothing of its own: EventBridge bills events, not rules. It is paused for what it starts.",
    hazards: [
      "Events that it would match meanwhile are lost to it, unless an archive is replayed; runs are not made up for.",
      "A rule may pass on security or health events: nobody is told of them while it is off.",
      "Rules that an AWS service manages are left alone.",
    ],
  },
  waveTitle: "Event rules",
  restore: "exact",
  wave: 20,
  offOnceAccepted: ["disable"],
  iam: {
    read: ["events:ListEventBuses", "events:ListRules", "tag:GetResources"],
    pause: ["events:DisableRule"],
    // PutRule passes on the rule's role, where it has one.
    resume: ["events:EnableRule", "events:PutRule", "iam:PassRole"],
  },
  terraform: { aws_cloudwatch_event_rule: { drift: () => ["state"] } },
  detail: ruleDetail,
  saved: { version: 1, schema: saved },
  options: z.strictObject({}),
  timing: { pollSeconds: 2, giveUpSeconds: 300, expectSeconds: { pause: 2, resume: 2 } },
  batch: { disable: 1, enable: 1, put: 1 },
  ...rule,
  relations: () => [],
  // A rule has no price: EventBridge bills the events that are published to custom buses, whether or not a rule is on.
  price: () => [],
  discover,
  apply: (aws, op, items) => oneByOne(items, (item) => send(aws, op, item)),
});

async function send(aws: ActDoor, op: Op, { nativeId, params }: ApplyItem): Promise<unknown> {
  const { bus, name } = partsOf(nativeId);
  const rule = { Name: name, EventBusName: bus };
  switch (op) {
    case "disable":
      return aws.act(EventBridgeClient, new DisableRuleCommand(rule));
    case "enable":
      return aws.act(EventBridgeClient, new EnableRuleCommand(rule));
    case "put": {
      const { state, configuration } = putParams.parse(params);
      return aws.act(EventBridgeClient, new PutRuleCommand({ ...rule, State: state, ...inputOf(configuration) }));
    }
    default:
      return assertNever(op);
  }
}

function inputOf({ pattern, schedule, description, roleArn }: RuleConfiguration) {
  return {
    ...(pattern !== null && { EventPattern: pattern }),
    ...(schedule !== null && { ScheduleExpression: schedule }),
    ...(description !== null && { Description: description }),
    ...(roleArn !== null && { RoleArn: roleArn }),
  };
}

/** Sources whose events somebody should see at any hour. */
const securitySources = /"aws\.(guardduty|securityhub|inspector2?|macie2?|access-analyzer|health)"/;

function hazards({ configuration: { pattern, schedule } }: RuleDetail): (Hazard | false)[] {
  return [
    savesNothingItself,
    pattern !== null && {
      level: "warning",
      code: "events-missed",
      title: "Events in the meantime are lost to it",
      detail: "What it would match while it is off is not delivered later, unless an archive of the bus is replayed.",
    },
    schedule !== null && runsMissed(schedule),
    pattern !== null &&
      securitySources.test(pattern) && {
        level: "warning",
        code: "security-events-missed",
        title: "It passes on security or health events",
        detail: "Nobody is told of them while it is off. Leave it on if nothing else watches.",
      },
  ];
}
