import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import {
  StartWorkspacesPoolCommand,
  StopWorkspacesPoolCommand,
  UpdateWorkspacesPoolCommand,
  WorkSpacesClient,
} from "@aws-sdk/client-workspaces";
import type { ActDoor } from "../../aws/door";
import { assertNever } from "../../core/fault";
import type { CostLine } from "../../core/money";
import { type ApplyItem, defineAdapter } from "../contract";
import { desktopOptions } from "../desktop-capacity";
import { metered } from "../listing";
import { oneByOne } from "../one-by-one";
import { restoreCommand, restoreParamsSchema, suspendCommand } from "../scaling-hold";
import { discoverPools, poolDetail, type SeenPool, targetOf } from "./pool-detail";
import { capacityParams, type PoolOp, poolSaved, pools } from "./pool-plan";

/**
 * WorkSpaces pools: stopped and started. A stop ends the sessions; the pool keeps what it is set to. Application Auto
 * Scaling may not start a pool (it describes and updates: "Auto scaling for WorkSpaces Pools"), but a stopped pool takes
 * an update of its capacity, so its scaling is suspended first and restored last. AWS does not say that such a target may
 * have a minimum of 0 (RegisterScalableTarget), so the limits stay. AWS ends pools on 31 December 2027 (Administration Guide,
 * "Amazon WorkSpaces Pools end of support").
 */
export const workspacesPool = defineAdapter({
  kind: "workspaces.pool",
  title: "WorkSpaces pool",
  plural: "WorkSpaces pools",
  billedAs: "Amazon WorkSpaces",
  about: {
    pause: "Suspends its scaling, then stops the pool. Bundle, directory and settings stay.",
    resume:
      "Starts it and waits until it runs, sets its capacity back where somebody changed it, then restores its scaling exactly.",
    saves:
      "Capacity, bundle, directory, running mode, application settings, time limits and the scaling target. They are compared after the start.",
    stillCosts: "User fees by the month, and the storage of home folders and application settings.",
    hazards: [
      "Sessions end, and what people have not saved is lost. A pool in use is left alone unless that is accepted.",
      "Nobody can work in it while it is paused.",
      "AWS promises no machines for the way back, which takes a quarter of an hour or more.",
      "It starts only with its bundle, its directory and the domain that its instances join.",
      "Scheduled scaling that falls due meanwhile is not made up for.",
      "Pools that are always on are left alone: AWS documents a stop for AutoStop only.",
    ],
  },
  waveTitle: "Desktops",
  restore: "exact",
  wave: 80,
  iam: {
    read: [
      "workspaces:DescribeWorkspacesPools",
      "workspaces:DescribeTags",
      "application-autoscaling:DescribeScalableTargets",
    ],
    pause: ["application-autoscaling:RegisterScalableTarget", "workspaces:StopWorkspacesPool"],
    resume: [
      "workspaces:StartWorkspacesPool",
      "workspaces:UpdateWorkspacesPool",
      "application-autoscaling:RegisterScalableTarget",
    ],
  },
  // Version 5.100.0 of Terraform's provider, which e2e/terraform asks, has no resource for pools.
  detail: poolDetail,
  saved: { version: 1, schema: poolSaved },
  options: desktopOptions,
  // AWS names no bound. Pools are provisioned as AppStream fleets are, for which Terraform's provider waits three hours.
  timing: { pollSeconds: 30, giveUpSeconds: 10_800, expectSeconds: { pause: 300, resume: 900 } },
  batch: { suspendScaling: 1, stop: 1, start: 1, setCapacity: 1, restoreScaling: 1 },
  ...pools,
  relations: () => [],
  price,
  idle: { untold: "AWS does not document by which name CloudWatch knows the sessions of one pool" },
  discover: discoverPools,
  apply: (aws, op, items) => oneByOne(items, (item) => send(aws, op, item)),
});

/**
 * On AutoStop an instance bills by the hour while somebody is connected and a small fee while nobody is; on AlwaysOn by
 * the hour all the time (Administration Guide, "Running mode for WorkSpaces Pools"). A stopped pool has no instances.
 */
function price({ detail: { configuration, actual, desired } }: SeenPool): readonly CostLine[] {
  const { bundle, runningMode } = configuration;
  // A stopped pool tells none of either.
  const room = actual || desired || null;
  const hours: CostLine = {
    label: "Pool instances",
    note: `${room ?? "?"} × ${bundle ?? "its bundle"}, ${runningMode === "AUTO_STOP" ? "less while nobody is connected" : "while it runs"}: their price is not in the catalogue`,
    price: null,
    quantity: room ?? 1,
    unit: "hour",
    stopsWhenPaused: true,
  };
  return [
    hours,
    metered("User fees", "by the month for each person who works in it, where the licence has such a fee"),
  ];
}

function send(aws: ActDoor, op: PoolOp, { nativeId, params }: ApplyItem): Promise<unknown> {
  const target = {
    ServiceNamespace: "workspaces",
    ResourceId: targetOf(nativeId),
    ScalableDimension: "workspaces:workspacespool:DesiredUserSessions",
  } as const;
  switch (op) {
    case "suspendScaling":
      return aws.act(ApplicationAutoScalingClient, suspendCommand(target));
    case "stop":
      return aws.act(WorkSpacesClient, new StopWorkspacesPoolCommand({ PoolId: nativeId }));
    case "start":
      return aws.act(WorkSpacesClient, new StartWorkspacesPoolCommand({ PoolId: nativeId }));
    case "setCapacity": {
      const Capacity = { DesiredUserSessions: capacityParams.parse(params).desired };
      return aws.act(WorkSpacesClient, new UpdateWorkspacesPoolCommand({ PoolId: nativeId, Capacity }));
    }
    case "restoreScaling":
      return aws.act(ApplicationAutoScalingClient, restoreCommand(target, restoreParamsSchema.parse(params)));
    default:
      return assertNever(op);
  }
}
