import { describe, expect, it } from "vitest";
import { recordingDoor } from "../testing/recording-door";
import {
  expectable,
  isInEffect,
  onceOnlyOf,
  type Scaled,
  scaledDifferences,
  scaledSchema,
  scalingSteps,
  stepPoliciesOf,
} from "./scaling-policies";
import { readScaled } from "./scaling-policies-read";
import { sendScaling } from "./scaling-policies-send";

const linked = "arn:aws:iam::1:role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/x";
const targetArn = "arn:aws:application-autoscaling:eu-central-1:1:scalable-target/1";
const resourceId = "endpoint/scorer/variant/main";
const dimension = "sagemaker:variant:DesiredInstanceCount";
const at = { ServiceNamespace: "sagemaker", ResourceId: resourceId, ScalableDimension: dimension };

const scaled: Scaled = {
  resourceId,
  dimension,
  limits: { min: 1, max: 4, roleArn: linked, suspended: { scaleIn: false, scaleOut: true, scheduled: false } },
  tags: { Team: "ml" },
  policies: [{ name: "calls-70", type: "TargetTrackingScaling", configuration: { TargetValue: 70 } }],
  schedules: [
    {
      name: "morning",
      schedule: "cron(0 6 * * ? *)",
      timezone: "Europe/Berlin",
      start: "2026-11-01T00:00:00.000Z",
      end: null,
      min: 2,
      max: null,
    },
  ],
};

const answers = {
  DescribeScalableTargets: () => ({
    ScalableTargets: [
      {
        ...at,
        MinCapacity: 1,
        MaxCapacity: 4,
        RoleARN: linked,
        SuspendedState: { DynamicScalingOutSuspended: true },
        ScalableTargetARN: targetArn,
      },
    ],
  }),
  ListTagsForResource: () => ({ Tags: { Team: "ml", "aws:cloudformation:stack-name": "scorer" } }),
  DescribeScalingPolicies: (input: { NextToken?: string }) =>
    input.NextToken
      ? {
          ScalingPolicies: [
            {
              ...at,
              PolicyName: "calls-70",
              PolicyType: "TargetTrackingScaling",
              TargetTrackingScalingPolicyConfiguration: { TargetValue: 70, DisableScaleIn: undefined },
            },
          ],
        }
      : { ScalingPolicies: [{ ...at, ResourceId: "endpoint/other/variant/main", PolicyName: "x" }], NextToken: "more" },
  DescribeScheduledActions: () => ({
    ScheduledActions: [
      {
        ...at,
        ScheduledActionName: "morning",
        Schedule: "cron(0 6 * * ? *)",
        Timezone: "Europe/Berlin",
        StartTime: new Date("2026-11-01T00:00:00Z"),
        ScalableTargetAction: { MinCapacity: 2 },
      },
    ],
  }),
  RegisterScalableTarget: () => ({ ScalableTargetARN: targetArn }),
  TagResource: () => ({}),
  PutScalingPolicy: () => ({}),
  PutScheduledAction: () => ({}),
};

it("reads targets whole, over all pages, and what is another target's is not theirs", async () => {
  const aws = recordingDoor(answers);
  expect(await readScaled(aws, "sagemaker")).toEqual([scaled]);
  expect(JSON.parse(JSON.stringify(scaled))).toEqual(scaled);
});

it("asks for a few by name and for many by the whole list", async () => {
  const asked = async (ids: readonly string[]) => {
    const aws = recordingDoor({ ...answers, DescribeScalingPolicies: () => ({}) });
    await readScaled(aws, "sagemaker", ids);
    const calls = aws.calls.filter(({ operation }) => operation === "DescribeScalingPolicies");
    return calls.map(({ input }) => input);
  };
  expect(await asked(["a", "b"])).toEqual([
    { ServiceNamespace: "sagemaker", ResourceId: "a" },
    { ServiceNamespace: "sagemaker", ResourceId: "b" },
  ]);
  expect(await asked(["a", "b", "c", "d", "e", "f"])).toEqual([{ ServiceNamespace: "sagemaker" }]);
});

describe("what is put again", () => {
  const steps = scalingSteps([scaled], []);

  it("is the target first, then what hangs on it, each until it is in effect", () => {
    expect(steps.map(({ op }) => op)).toEqual(["registerTarget", "putPolicy", "putSchedule"]);
    expect(steps.map((step) => isInEffect(step, []))).toEqual([false, false, false]);
    expect(steps.map((step) => isInEffect(step, [scaled]))).toEqual([true, true, true]);
    expect(scalingSteps([scaled], [scaled])).toEqual([]);
    expect(scalingSteps([scaled], [{ ...scaled, policies: [] }]).map(({ op }) => op)).toEqual(["putPolicy"]);
  });

  it("is sent as it was read, without the role that is AWS's own", async () => {
    const aws = recordingDoor(answers);
    for (const { op, params } of steps) await sendScaling(aws, "sagemaker", op, params);
    expect(aws.calls.map(({ input }) => input)).toEqual([
      {
        ...at,
        MinCapacity: 1,
        MaxCapacity: 4,
        SuspendedState: {
          DynamicScalingInSuspended: false,
          DynamicScalingOutSuspended: true,
          ScheduledScalingSuspended: false,
        },
      },
      { ResourceARN: targetArn, Tags: { Team: "ml" } },
      {
        ...at,
        PolicyName: "calls-70",
        PolicyType: "TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration: { TargetValue: 70 },
      },
      {
        ...at,
        ScheduledActionName: "morning",
        Schedule: "cron(0 6 * * ? *)",
        Timezone: "Europe/Berlin",
        StartTime: new Date("2026-11-01T00:00:00Z"),
        ScalableTargetAction: { MinCapacity: 2 },
      },
    ]);
  });

  it("keeps a role of the customer's", () => {
    const own = { ...scaled, limits: { ...scaled.limits, roleArn: "arn:aws:iam::1:role/own" } };
    expect(scalingSteps([own], [])[0]?.params).toMatchObject({ limits: { roleArn: "arn:aws:iam::1:role/own" } });
    expect(steps[0]?.params).toEqual({
      resourceId,
      dimension,
      limits: { min: 1, max: 4, suspended: scaled.limits.suspended },
      tags: { Team: "ml" },
    });
  });

  it("is not there before its tags are, and never asks for what a hold of before does not know", async () => {
    const [register] = steps;
    if (!register) throw new Error("missing");
    expect(isInEffect(register, [{ ...scaled, tags: {} }])).toBe(false);
    expect(isInEffect(register, [{ ...scaled, tags: { Team: "ml", More: "x" } }])).toBe(true);
    const { tags: _tags, ...before } = scaled;
    const old = scaledSchema.parse(before);
    expect(scaledDifferences([old], [scaled])).toEqual([]);
    const aws = recordingDoor(answers);
    for (const { op, params } of scalingSteps([old], []).slice(0, 1)) await sendScaling(aws, "sagemaker", op, params);
    expect(aws.calls.map(({ operation }) => operation)).toEqual(["RegisterScalableTarget"]);
  });

  it("knows what runs once, and names what cannot be made again", () => {
    const once = {
      ...scaled,
      schedules: scaled.schedules.map((one) => ({ ...one, schedule: "at(2026-12-01T00:00)" })),
    };
    expect(onceOnlyOf([once, scaled])).toEqual(["morning at(2026-12-01T00:00) Europe/Berlin"]);
    expect(expectable([once], [scaled])).toEqual([once]);
    expect(expectable([once], [])).toEqual([{ ...scaled, schedules: [] }]);
    expect(expectable([scaled], [])).toEqual([scaled]);
    const stepped = { ...scaled, policies: [{ name: "s", type: "StepScaling", configuration: {} }] };
    expect(stepPoliciesOf([stepped, scaled])).toEqual(["s"]);
  });
});

it("names each difference by target and name", () => {
  const other: Scaled = { ...scaled, limits: { ...scaled.limits, max: 9 }, schedules: [] };
  expect(scaledDifferences([scaled], [other]).map(({ path }) => path)).toEqual([
    "scaling.main.max",
    "scaling.main.schedules.morning",
  ]);
  expect(scaledDifferences([scaled], [{ ...scaled, tags: {} }]).map(({ path }) => path)).toEqual([
    "scaling.main.tags.Team",
  ]);
  expect(scaledDifferences([scaled], [])).toMatchObject([{ path: "scaling.main", now: "none" }]);
});
