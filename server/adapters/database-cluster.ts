import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { RDSClient, StartDBClusterCommand, StopDBClusterCommand } from "@aws-sdk/client-rds";
import { z } from "zod";
import type { ActDoor } from "../aws/door";
import { assertNever } from "../core/fault";
import type { CostLine } from "../core/money";
import { type About, type Adapter, type ApplyItem, defineAdapter } from "./contract";
import { checkCluster, clusterMeanwhile, verifyCluster } from "./database-cluster-check";
import {
  type ClusterDetail,
  type ClusterOp,
  type ClusterSaved,
  clusterDetail,
  clusterSaved,
} from "./database-cluster-detail";
import { type ClusterList, discoverClusters } from "./database-cluster-discover";
import { classifyCluster, planClusterPause, planClusterResume, type WhyNot } from "./database-cluster-plan";
import { wakesAfterHours } from "./database-common";
import type { Idle } from "./idle";
import { keysIn } from "./keys";
import { heldInTerraform, holdCommand, restoreCommand, restoreParamsSchema } from "./scaling-hold";

/** What sets the clusters of one engine apart from those of another. */
interface ClusterFamily extends ClusterList {
  readonly kind: string;
  readonly title: string;
  readonly plural: string;
  readonly billedAs: string;
  /** As Terraform calls its type. */
  readonly terraform: string;
  /** Which of them AWS does not stop. */
  readonly cannot: string;
  readonly whyNot: WhyNot;
  price(detail: ClusterDetail): readonly CostLine[];
  readonly idle: Idle<ClusterDetail>;
}

type ClusterAdapter = Adapter<ClusterDetail, ClusterSaved, ClusterOp, Record<string, never>>;

/**
 * DB clusters of Aurora, DocumentDB and Neptune: one control plane, one pair of calls (StopDBCluster, StartDBCluster),
 * one set of permissions (`rds:*`, also for DocumentDB and Neptune) and one week until AWS starts them again. Members
 * are stopped and started with their cluster and are no resources of their own.
 */
export function defineDatabaseCluster(family: ClusterFamily): ClusterAdapter {
  const { kind, title, plural, billedAs, terraform, scaling, whyNot, price, idle } = family;
  const scalingAct = scaling ? ["application-autoscaling:RegisterScalableTarget"] : [];
  return defineAdapter<ClusterDetail, ClusterSaved, ClusterOp, Record<string, never>>({
    kind,
    title,
    plural,
    billedAs,
    about: aboutCluster(family),
    waveTitle: "Databases",
    restore: "exact",
    wave: 100,
    iam: {
      read: [
        "rds:DescribeDBClusters",
        "rds:DescribeDBInstances",
        ...(scaling ? ["application-autoscaling:DescribeScalableTargets"] : []),
      ],
      pause: [...scalingAct, "rds:StopDBCluster"],
      resume: ["rds:StartDBCluster", ...scalingAct],
    },
    // Whether it runs is no attribute of it in Terraform.
    terraform: { [terraform]: { drift: ({ scaling: held }) => (held ? heldInTerraform : []) } },
    detail: clusterDetail,
    saved: { version: 1, schema: clusterSaved },
    options: z.strictObject({}),
    // AWS's own waiter (DBClusterAvailable) looks every 30 s. Readers stop before the writer; no bound is named, so the
    // hour is this product's own.
    timing: {
      pollSeconds: 30,
      giveUpSeconds: 3600,
      expectSeconds: { pause: 600, resume: 600 },
      wakesItselfAfterHours: wakesAfterHours,
    },
    batch: { holdScaling: 1, stop: 1, start: 1, restoreScaling: 1 },
    classify: (seen) => classifyCluster(seen, whyNot),
    planPause: planClusterPause,
    planResume: planClusterResume,
    meanwhile: clusterMeanwhile,
    check: checkCluster,
    verify: verifyCluster,
    relations: () => [],
    keys: ({ detail }) => keysIn(detail.configuration.storage.kmsKeyId),
    price: ({ detail }) => price(detail),
    idle,
    discover: (aws, only) => discoverClusters(aws, family, only),
    async apply(aws, op, items) {
      for (const item of items) await send(aws, family, op, item);
      return items.map(({ nativeId }) => ({ nativeId, fault: null }));
    },
  });
}

function aboutCluster({ scaling, cannot }: ClusterFamily): About {
  return {
    pause: `${scaling ? "Holds the scaling of its readers, then stops" : "Stops"} it with all its members.`,
    resume: `Starts it and waits until every member is available${scaling ? ", then restores its scaling exactly" : ""}.`,
    saves: `The configuration of the cluster and of each member${scaling ? ", and its scaling" : ""}. It is compared after the start.`,
    stillCosts: "Storage, backups and snapshots.",
    hazards: [
      "AWS starts it again after 7 days; it then runs and bills until it is stopped again.",
      "A stop throws away pending changes, so one that has any is refused.",
      "No backups are taken and no maintenance happens meanwhile.",
      "Another member may write afterwards, and a public address may change; the endpoint names stay.",
      "Encrypted storage comes back only while its KMS key is enabled.",
      cannot,
    ],
  };
}

async function send(
  aws: ActDoor,
  { kind, scaling }: ClusterFamily,
  op: ClusterOp,
  { nativeId, params }: ApplyItem,
): Promise<unknown> {
  switch (op) {
    case "stop":
      return aws.act(RDSClient, new StopDBClusterCommand({ DBClusterIdentifier: nativeId }));
    case "start":
      return aws.act(RDSClient, new StartDBClusterCommand({ DBClusterIdentifier: nativeId }));
    case "holdScaling":
    case "restoreScaling": {
      if (!scaling) throw new Error(`${kind} has no scaling`);
      const target = {
        ServiceNamespace: scaling.namespace,
        ResourceId: `cluster:${nativeId}`,
        ScalableDimension: scaling.dimension,
      };
      const command =
        op === "holdScaling" ? holdCommand(target) : restoreCommand(target, restoreParamsSchema.parse(params));
      return aws.act(ApplicationAutoScalingClient, command);
    }
    default:
      return assertNever(op);
  }
}
