import { PauseClusterCommand, RedshiftClient, ResumeClusterCommand } from "@aws-sdk/client-redshift";
import { z } from "zod";
import { differencesBetween } from "../../core/differences";
import { assertNever } from "../../core/fault";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import { type Classified, defineAdapter, type Meanwhile, type StepStatus } from "../contract";
import { connections, noneOf } from "../idle";
import { keysIn } from "../keys";
import {
  discoverWarehouses,
  isManaged,
  type WarehouseConfiguration,
  type WarehouseDetail,
  warehouseConfiguration,
  warehouseDetail,
} from "./cluster-detail";
import { hasPassingAddress, pauseHazards } from "./cluster-hazards";

const saved = z.strictObject({ status: z.literal("available"), configuration: warehouseConfiguration });
type Saved = z.infer<typeof saved>;

const options = z.strictObject({});
type Options = z.infer<typeof options>;

type Op = "pause" | "resume";
type Seen = Observed<WarehouseDetail>;

/** Provisioned Redshift clusters, paused and resumed. Redshift Serverless bills by use and needs no pause. */
export const redshiftCluster = defineAdapter<WarehouseDetail, Saved, Op, Options>({
  kind: "redshift.cluster",
  title: "Redshift cluster",
  plural: "Redshift clusters",
  billedAs: "Amazon Redshift",
  about: {
    pause: "Pauses it. AWS takes a snapshot on the way where the data is on the nodes.",
    resume: "Resumes it and waits until it takes queries.",
    saves:
      "The configuration: nodes, network, encryption, groups, roles, backups, windows and version. It is compared after the resume.",
    stillCosts: "Managed storage or the snapshot, and reserved nodes.",
    hazards: [
      "On nodes with disks of their own, tables made with BACKUP NO are lost.",
      "It may come back with a newer version, and with relocation in another zone.",
      "A public address that is no Elastic IP changes; the endpoint name stays.",
      "Neither a pause nor a resume can be cancelled.",
      "Clusters with an HSM, in two zones, or without automated snapshots cannot be paused.",
    ],
  },
  waveTitle: "Databases",
  restore: "exact",
  wave: 100,
  iam: {
    read: ["redshift:DescribeClusters"],
    pause: ["redshift:PauseCluster"],
    resume: ["redshift:ResumeCluster"],
  },
  terraform: { aws_redshift_cluster: { drift: () => [] } },
  detail: warehouseDetail,
  saved: { version: 1, schema: saved },
  options,
  // A pause takes up to 15 minutes (Redshift Management Guide), a resume some; two hours are this product's own bound.
  timing: { pollSeconds: 30, giveUpSeconds: 7200, expectSeconds: { pause: 600, resume: 600 } },
  batch: { pause: 1, resume: 1 },

  classify,

  planPause({ detail }) {
    const { pending, configuration } = detail;
    if (pending.length > 0) {
      return {
        result: "refused",
        reason: `Changes wait for its maintenance window and a pause may drop them: ${pending.join(", ")}`,
        remedy: "Let them be applied, or take them back, then plan again",
      };
    }
    return {
      result: "planned",
      saved: { status: "available", configuration },
      steps: [{ op: "pause", params: {}, before: "available", after: "paused", settle: true }],
      hazards: pauseHazards(configuration),
      restore: hasPassingAddress(configuration.network) ? "newAddress" : "exact",
    };
  },

  planResume(before, seen) {
    if (!seen) {
      return {
        result: "refused",
        reason: "The cluster was deleted while it was paused",
        remedy: "Restore it from its final snapshot under the same name, then end the hold",
      };
    }
    const { status, configuration } = seen.detail;
    if (configuration.namespaceArn !== before.configuration.namespaceArn) {
      return {
        result: "refused",
        reason: "Another cluster now has this name",
        remedy: "End the hold: what it describes does not exist any more",
      };
    }
    if (isBroken(status)) return { result: "refused", reason: brokenReason(status), remedy: brokenRemedy };
    const resume = { op: "resume" as const, params: {}, before: "paused", after: "available", settle: true };
    const isOff = status === "paused" || status === "pausing";
    return { result: "planned", steps: isOff ? [resume] : [], hazards: [] };
  },

  meanwhile,

  check: (step, seen) => (step.op === "pause" ? check("paused", isReady, seen) : check("available", isPaused, seen)),

  verify(action, before, seen) {
    if (!seen) return { verdict: "gone", saw: "deleted" };
    const { detail } = seen;
    const saw = sawOf(detail);
    if (action === "pause") return { verdict: isPaused(detail) ? "reached" : "pending", saw };
    if (!isReady(detail)) return { verdict: "pending", saw };
    const { configuration } = before;
    const differences = differencesBetween(configuration, { ...detail.configuration, ...movedByResume(configuration) });
    return differences.length > 0 ? { verdict: "wrong", saw, differences } : { verdict: "reached", saw };
  },

  relations: () => [],
  keys: ({ detail }) => keysIn(detail.configuration.encryption.kmsKeyId),

  price: ({ detail }) => [hours(detail), storage(detail.configuration)],

  idle: {
    signals: [
      noneOf(
        { ...connections, namespace: "AWS/Redshift", statistic: "Maximum", quietMeansIdle: false },
        ({ nativeId }) => [{ ClusterIdentifier: nativeId }],
      ),
    ],
  },

  discover: discoverWarehouses,

  async apply(aws, op, items) {
    for (const { nativeId } of items) {
      const input = { ClusterIdentifier: nativeId };
      switch (op) {
        case "pause":
          await aws.act(RedshiftClient, new PauseClusterCommand(input));
          break;
        case "resume":
          await aws.act(RedshiftClient, new ResumeClusterCommand(input));
          break;
        default:
          return assertNever(op);
      }
    }
    return items.map(({ nativeId }) => ({ nativeId, fault: null }));
  },
});

/**
 * The model's list of states has neither "pausing" nor "resuming", which the guide names: every word that is not known
 * is Redshift at work.
 */
function classify({ detail }: Seen): Classified {
  const saw = sawOf(detail);
  if (isPaused(detail)) return { state: "paused", saw };
  if (isBroken(detail.status) || detail.availability === "Failed") {
    return { state: "unsupported", saw, reason: brokenReason(saw), remedy: brokenRemedy };
  }
  const why = whyNot(detail);
  if (why) return { state: "unsupported", saw, ...why };
  return { state: isReady(detail) ? "running" : "changing", saw };
}

/** What Redshift does not pause, from its own lists ("Pausing and resuming a cluster", "Multi-AZ deployment"). */
function whyNot({ hsm, multiAz, configuration: { backup, network } }: WarehouseDetail) {
  if (hsm) {
    return {
      reason: "A cluster with a hardware security module cannot be paused",
      remedy: "Move it to KMS encryption where it need not run all the time",
    };
  }
  if (multiAz) {
    return {
      reason: "A Multi-AZ deployment cannot be paused",
      remedy: "Convert it to one zone where it need not run all the time",
    };
  }
  if (backup.automatedDays === 0) {
    return {
      reason: "Its automated snapshots are off, and a pause needs them",
      remedy: "Set the retention of automated snapshots to at least one day",
    };
  }
  if (network.vpcId === null) {
    return { reason: "It is in EC2-Classic and cannot be paused", remedy: "Restore a snapshot of it into a VPC" };
  }
  return null;
}

/** It is there for queries, not only as a cluster; where Redshift does not tell, the status alone counts. */
function isReady({ status, availability }: WarehouseDetail): boolean {
  return status === "available" && (availability ?? "Available") === "Available";
}

function isPaused({ status }: WarehouseDetail): boolean {
  return status === "paused";
}

/** States that no waiting ends. */
function isBroken(status: string): boolean {
  return status.startsWith("incompatible-") || ["hardware-failure", "storage-full"].includes(status);
}

function brokenReason(saw: string): string {
  return `Redshift reports it as ${saw}`;
}

const brokenRemedy = "Repair it in the Redshift console, then try again";

function sawOf({ status, availability }: WarehouseDetail): string {
  const isPlain = availability === null || availability === "Available" || status !== "available";
  return isPlain ? status : `${status}, ${availability.toLowerCase()}`;
}

function check(goal: string, isFrom: (detail: WarehouseDetail) => boolean, seen: Seen | null): StepStatus {
  if (!seen) {
    const remedy = "Restore it from its final snapshot under the same name, then end the hold";
    return { status: "blocked", saw: "deleted", fault: { code: "gone", reason: "The cluster was deleted", remedy } };
  }
  const { detail } = seen;
  const saw = sawOf(detail);
  const isGoal = goal === "paused" ? isPaused : isReady;
  if (isGoal(detail)) return { status: "done", saw };
  if (isFrom(detail)) return { status: "todo", saw };
  if (!isBroken(detail.status)) return { status: "pending", saw };
  return { status: "blocked", saw, fault: { code: "refused", reason: brokenReason(saw), remedy: brokenRemedy } };
}

/** A resume may bring a newer version and, with relocation, another zone. */
function movedByResume({ version, zone, relocation }: WarehouseConfiguration): Partial<WarehouseConfiguration> {
  return { version, ...(relocation === "enabled" && { zone }) };
}

/** A resume sets nothing, so what somebody changed cannot be set back. A paused cluster may leave its endpoint out. */
function meanwhile(before: Saved, { detail }: Seen): Meanwhile<Saved> | null {
  const { namespaceArn, endpoint, zone } = before.configuration;
  // Another cluster of the same name: the resume is refused.
  if (detail.configuration.namespaceArn !== namespaceArn) return null;
  const configuration = { ...detail.configuration, ...movedByResume(before.configuration), endpoint, zone };
  const differences = differencesBetween(before.configuration, configuration);
  if (differences.length === 0) return null;
  return { differences, theirs: { ...before, configuration }, canSetBack: false };
}

/** The leader node of a cluster of several is not billed; two zones bill twice. */
function hours({ multiAz, configuration: { nodeType, nodes } }: WarehouseDetail): CostLine {
  return {
    label: "Node hours",
    note: `${nodes} × ${nodeType}${multiAz ? ", in each of two zones" : ""}`,
    price: { table: "redshift.node", key: nodeType },
    quantity: nodes * (multiAz ? 2 : 1),
    unit: "hour",
    stopsWhenPaused: true,
  };
}

/** Older nodes have disks of their own, in the price of the node, and while paused a snapshot. */
function storage({ nodeType }: WarehouseConfiguration): CostLine {
  const managed = isManaged(nodeType);
  return {
    label: managed ? "Managed storage" : "Snapshot storage",
    note: "as much as there is data, billed while paused",
    price: managed ? { table: "redshift.other", key: "managedStorageGbMonth" } : null,
    quantity: "metered",
    unit: "month",
    stopsWhenPaused: false,
  };
}
