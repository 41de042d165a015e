import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { AppStreamClient, StartFleetCommand, StopFleetCommand, UpdateFleetCommand } from "@aws-sdk/client-appstream";
import type { ActDoor } from "../../aws/door";
import { assertNever } from "../../core/fault";
import type { CostLine } from "../../core/money";
import { type ApplyItem, defineAdapter } from "../contract";
import { desktopOptions } from "../desktop-capacity";
import { type Idle, noneOf } from "../idle";
import { metered } from "../listing";
import { oneByOne } from "../one-by-one";
import { heldInTerraform, holdCommand, restoreCommand, restoreParamsSchema } from "../scaling-hold";
import {
  discoverFleets,
  type FleetDetail,
  fleetDetail,
  type SeenFleet,
  sharesInstances,
  targetOf,
} from "./fleet-detail";
import { capacityParams, type FleetOp, fleetSaved, fleets } from "./fleet-plan";

/** People who stream, at most, by the minute (Administration Guide, "Fleet usage metrics"). None is published while stopped. */
const fleetIdle: Idle<FleetDetail> = {
  signals: [sessionsBy("InUseCapacity", false), sessionsBy("ActiveUserSessionCapacity", true)],
};

function sessionsBy(metric: string, shared: boolean) {
  return noneOf<FleetDetail>(
    {
      label: "sessions at most",
      namespace: "AWS/AppStream",
      metric,
      statistic: "Maximum",
      quietMeansIdle: false,
    },
    ({ nativeId, detail }) => (sharesInstances(detail.configuration) === shared ? [{ Fleet: nativeId }] : []),
  );
}

/**
 * AppStream fleets (WorkSpaces Applications by its newer name): stopped and started. A stop ends the sessions; the fleet
 * keeps what it is set to. A stopped fleet takes any change (UpdateFleet), also one of its capacity, so its scaling target
 * is held first and restored last. AWS allows it a minimum of 0 (RegisterScalableTarget).
 */
export const appstreamFleet = defineAdapter({
  kind: "appstream.fleet",
  title: "AppStream fleet",
  plural: "AppStream fleets",
  billedAs: "Amazon AppStream",
  about: {
    pause: "Holds its scaling (minimum 0, suspended), then stops the fleet. Image, stacks and settings stay.",
    resume:
      "Starts it and waits until it runs, sets its capacity back where somebody changed it, then restores its scaling exactly.",
    saves:
      "Capacity, image, instance type, network, domain, role, time limits, associated stacks and the scaling target. They are compared after the start.",
    stillCosts: "User fees by the month, image builders, and the storage of home folders.",
    hazards: [
      "Sessions end, and what people have not saved is lost. A fleet in use is left alone unless that is accepted.",
      "Nobody can stream from it while it is paused.",
      "AWS promises no machines for the way back, which takes a quarter of an hour or more.",
      "Instances that join a domain need its controllers at the start.",
      "Scheduled scaling that falls due meanwhile is not made up for.",
      "Elastic fleets are left alone: they bill only while somebody streams.",
    ],
  },
  waveTitle: "Streaming fleets",
  restore: "exact",
  wave: 80,
  iam: {
    read: [
      "appstream:DescribeFleets",
      "appstream:ListAssociatedStacks",
      "application-autoscaling:DescribeScalableTargets",
      "tag:GetResources",
    ],
    pause: ["application-autoscaling:RegisterScalableTarget", "appstream:StopFleet"],
    resume: ["appstream:StartFleet", "appstream:UpdateFleet", "application-autoscaling:RegisterScalableTarget"],
  },
  // The provider only reads `state`.
  terraform: { aws_appstream_fleet: { drift: ({ scaling }) => (scaling ? heldInTerraform : []) } },
  detail: fleetDetail,
  saved: { version: 1, schema: fleetSaved },
  options: desktopOptions,
  // AWS's own waiters look every 30 seconds; Terraform's provider waits three hours, both ways.
  timing: { pollSeconds: 30, giveUpSeconds: 10_800, expectSeconds: { pause: 300, resume: 900 } },
  batch: { holdScaling: 1, stop: 1, start: 1, setCapacity: 1, restoreScaling: 1 },
  ...fleets,
  relations: () => [],
  price,
  idle: fleetIdle,
  discover: discoverFleets,
  apply: (aws, op, items) => oneByOne(items, (item) => send(aws, op, item)),
});

/**
 * An instance of an always-on fleet bills whether somebody streams or not; of an on-demand fleet a small fee while nobody
 * does; of an elastic fleet only the session (Administration Guide, "Fleet types").
 */
function price({ detail: { configuration, running } }: SeenFleet): readonly CostLine[] {
  const { fleetType, instanceType } = configuration;
  const what = instanceType ?? "of an unknown type";
  if (fleetType === "ELASTIC") return [metered("Streaming sessions", `${what}, by the second of each session`)];
  const hours: CostLine = {
    label: "Streaming instances",
    note: `${running ?? "?"} × ${what}, ${fleetType === "ON_DEMAND" ? "less while nobody streams from one" : "while it runs"}: their price is not in the catalogue`,
    price: null,
    quantity: running ?? 1,
    unit: "hour",
    stopsWhenPaused: true,
  };
  return [hours, metered("User fees", "by the month for each person who streams, where the platform has such a fee")];
}

function send(aws: ActDoor, op: FleetOp, { nativeId, params }: ApplyItem): Promise<unknown> {
  const target = {
    ServiceNamespace: "appstream",
    ResourceId: targetOf(nativeId),
    ScalableDimension: "appstream:fleet:DesiredCapacity",
  } as const;
  switch (op) {
    case "holdScaling":
      return aws.act(ApplicationAutoScalingClient, holdCommand(target));
    case "stop":
      return aws.act(AppStreamClient, new StopFleetCommand({ Name: nativeId }));
    case "start":
      return aws.act(AppStreamClient, new StartFleetCommand({ Name: nativeId }));
    case "setCapacity": {
      const { unit, desired } = capacityParams.parse(params);
      const ComputeCapacity = unit === "sessions" ? { DesiredSessions: desired } : { DesiredInstances: desired };
      return aws.act(AppStreamClient, new UpdateFleetCommand({ Name: nativeId, ComputeCapacity }));
    }
    case "restoreScaling":
      return aws.act(ApplicationAutoScalingClient, restoreCommand(target, restoreParamsSchema.parse(params)));
    default:
      return assertNever(op);
  }
}
