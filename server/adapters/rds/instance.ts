import { RDSClient, StartDBInstanceCommand, StopDBInstanceCommand } from "@aws-sdk/client-rds";
import { z } from "zod";
import { differencesBetween } from "../../core/differences";
import { assertNever, type Fault } from "../../core/fault";
import type { Hazard } from "../../core/plan";
import type { Observed } from "../../core/resource";
import { type Classified, defineAdapter, type Meanwhile, type StepStatus } from "../contract";
import {
  brokenFault,
  brokenReason,
  brokenRemedy,
  isBroken,
  publicAddressHazard,
  stopHazards,
  wakesAfterHours,
} from "../database-common";
import { connections, cpu, databaseCpuAtMost, noneOf } from "../idle";
import { keysIn } from "../keys";
import {
  type DatabaseConfiguration,
  type DatabaseDetail,
  databaseConfiguration,
  databaseDetail,
  discoverDatabases,
} from "./instance-detail";
import { databaseLines } from "./instance-price";

const saved = z.strictObject({ status: z.literal("available"), configuration: databaseConfiguration });
type Saved = z.infer<typeof saved>;

const options = z.strictObject({});
type Options = z.infer<typeof options>;

type Op = "stop" | "start";
type Seen = Observed<DatabaseDetail>;

/**
 * RDS DB instances that belong to no cluster: stopped and started (RDS User Guide, "Stopping an Amazon RDS DB instance
 * temporarily"). No snapshot is taken on the way: it would bill for ever and can fail on a quota, and a stop keeps the
 * storage as it is.
 */
export const rdsInstance = defineAdapter<DatabaseDetail, Saved, Op, Options>({
  kind: "rds.instance",
  title: "RDS instance",
  plural: "RDS instances",
  billedAs: "Amazon Relational Database Service",
  about: {
    pause: "Stops it. No snapshot is taken: the storage stays as it is.",
    resume: "Starts it and waits until it is available.",
    saves:
      "The configuration: class, engine and version, storage, network, groups, backups, windows, monitoring and security. It is compared after the start.",
    stillCosts: "Storage and provisioned IOPS, backups and snapshots.",
    hazards: [
      "AWS starts it again after 7 days; it then runs and bills until it is stopped again.",
      "A stop throws away pending changes, so one that has any is refused.",
      "No backups are taken and no maintenance happens meanwhile.",
      "The zones of a Multi-AZ instance may swap, and a public address may change; the endpoint name stays.",
      "Encrypted storage comes back only while its KMS key is enabled.",
      "Read replicas and their sources, SQL Server with Multi-AZ and RDS Custom cannot be stopped.",
    ],
  },
  waveTitle: "Databases",
  restore: "exact",
  wave: 100,
  iam: {
    read: ["rds:DescribeDBInstances"],
    pause: ["rds:StopDBInstance"],
    resume: ["rds:StartDBInstance"],
  },
  terraform: { aws_db_instance: { drift: () => [] } },
  detail: databaseDetail,
  saved: { version: 1, schema: saved },
  options,
  // A Multi-AZ instance can take long to stop; AWS names no bound. An hour is this product's own.
  timing: {
    pollSeconds: 30,
    giveUpSeconds: 3600,
    expectSeconds: { pause: 420, resume: 600 },
    wakesItselfAfterHours: wakesAfterHours,
  },
  batch: { stop: 1, start: 1 },

  classify,

  planPause({ detail }) {
    if (detail.pending.length > 0) {
      return {
        result: "refused",
        reason: `A stop throws away its pending changes: ${detail.pending.join(", ")}`,
        remedy: "Apply them (modify with apply immediately, or reboot), then plan again",
      };
    }
    return {
      result: "planned",
      saved: { status: "available", configuration: detail.configuration },
      steps: [{ op: "stop", params: {}, before: "available", after: "stopped", settle: true }],
      hazards: pauseHazards(detail.configuration),
      restore: detail.configuration.network.publiclyAccessible ? "newAddress" : "exact",
    };
  },

  planResume(before, seen) {
    if (!seen) {
      return {
        result: "refused",
        reason: "The database was deleted while it was paused",
        remedy: "Restore it from a snapshot under the same name, then end the hold",
      };
    }
    const { status, configuration } = seen.detail;
    if (configuration.resourceId !== before.configuration.resourceId) {
      return {
        result: "refused",
        reason: "Another database now has this name",
        remedy: "End the hold: what it describes does not exist any more",
      };
    }
    if (isBroken(status)) {
      return { result: "refused", reason: brokenReason(status), remedy: brokenRemedy(status) };
    }
    const start = { op: "start" as const, params: {}, before: "stopped", after: "available", settle: true };
    return {
      result: "planned",
      steps: status === "stopped" || status === "stopping" ? [start] : [],
      hazards: [],
    };
  },

  meanwhile,

  check: (step, seen) =>
    step.op === "start" ? check("available", "stopped", seen) : check("stopped", "available", seen),

  verify(action, before, seen) {
    if (!seen) return { verdict: "gone", saw: "deleted" };
    const { status, configuration } = seen.detail;
    if (action === "pause") return { verdict: status === "stopped" ? "reached" : "pending", saw: status };
    if (status !== "available") return { verdict: "pending", saw: status };
    const differences = differencesBetween(before.configuration, configuration);
    return differences.length > 0
      ? { verdict: "wrong", saw: status, differences }
      : { verdict: "reached", saw: status };
  },

  relations: () => [],
  keys: ({ detail }) => keysIn(detail.configuration.storage.kmsKeyId),

  price: ({ detail }) => databaseLines(detail.configuration),

  // RDS counts no connections of its own (RDS User Guide, "Amazon CloudWatch metrics for Amazon RDS").
  idle: {
    signals: [
      noneOf({ ...connections, namespace: "AWS/RDS", statistic: "Maximum", quietMeansIdle: false }, ({ nativeId }) => [
        { DBInstanceIdentifier: nativeId },
      ]),
      cpu("AWS/RDS", databaseCpuAtMost, ({ nativeId }) => [{ DBInstanceIdentifier: nativeId }]),
    ],
  },

  discover: discoverDatabases,

  async apply(aws, op, items) {
    for (const { nativeId } of items) {
      switch (op) {
        case "stop":
          await aws.act(RDSClient, new StopDBInstanceCommand({ DBInstanceIdentifier: nativeId }));
          break;
        case "start":
          await aws.act(RDSClient, new StartDBInstanceCommand({ DBInstanceIdentifier: nativeId }));
          break;
        default:
          return assertNever(op);
      }
    }
    return items.map(({ nativeId }) => ({ nativeId, fault: null }));
  },
});

function classify({ detail }: Seen): Classified {
  const { status } = detail;
  if (status === "stopped") return { state: "paused", saw: status };
  if (isBroken(status)) return unsupported(status, brokenReason(status), brokenRemedy(status));
  const whyNot = whyNoStop(detail);
  if (whyNot) return whyNot;
  // Everything else (modifying, backing-up, storage-optimization, words yet to come) is RDS at work: look again later.
  return status === "available" ? { state: "running", saw: status } : { state: "changing", saw: status };
}

/** What RDS does not stop, from its own list of limitations. */
function whyNoStop({ status, replicaOf, replicas, configuration }: DatabaseDetail): Classified | null {
  const { engine, multiAz } = configuration;
  if (replicaOf) {
    return unsupported(
      status,
      `It is a read replica of ${replicaOf}`,
      "Promote it, or delete it while it is not needed",
    );
  }
  if (replicas.length > 0) {
    return unsupported(
      status,
      `It has ${replicas.length === 1 ? "a read replica" : "read replicas"}: ${replicas.join(", ")}`,
      "Delete or promote the replicas first",
    );
  }
  if (engine.startsWith("sqlserver") && multiAz) {
    return unsupported(
      status,
      "SQL Server with Multi-AZ cannot be stopped",
      "Switch Multi-AZ off where it is not needed",
    );
  }
  // The API says that stop does not apply to RDS Custom; a newer guide allows it for SQL Server with limits. The safe
  // reading is taken.
  if (engine.startsWith("custom-")) {
    return unsupported(status, "RDS Custom cannot be stopped", "Stop its EC2 instance by the RDS Custom guide");
  }
  if (!/^(mysql|mariadb|postgres|oracle-|sqlserver-|db2-)/.test(engine)) {
    return unsupported(status, `Standby does not know the engine ${engine}`, "Stop it in the RDS console");
  }
  return null;
}

function unsupported(saw: string, reason: string, remedy: string): Classified {
  return { state: "unsupported", saw, reason, remedy };
}

function check(goal: string, from: string, seen: Seen | null): StepStatus {
  if (!seen) {
    const fault: Fault = {
      code: "gone",
      reason: "The database was deleted",
      remedy: "Restore it from a snapshot under the same name, then end the hold",
    };
    return { status: "blocked", saw: "deleted", fault };
  }
  const { status } = seen.detail;
  if (status === goal) return { status: "done", saw: status };
  if (status === from) return { status: "todo", saw: status };
  if (!isBroken(status)) return { status: "pending", saw: status };
  return { status: "blocked", saw: status, fault: brokenFault(status) };
}

function pauseHazards({ multiAz, network }: DatabaseConfiguration): Hazard[] {
  const zones: Hazard = {
    level: "note",
    code: "zones-may-swap",
    title: "Primary and standby zone may swap",
    detail: "The endpoint name stays. Stopping a Multi-AZ instance can take long.",
  };
  return [...stopHazards, ...(multiAz ? [zones] : []), ...(network.publiclyAccessible ? [publicAddressHazard] : [])];
}

/**
 * A start sets nothing, so what somebody changed cannot be set back. A stopped database has no standby, and RDS may
 * leave its endpoint and second zone out: those two are not somebody's changes.
 */
function meanwhile(before: Saved, { detail }: Seen): Meanwhile<Saved> | null {
  const { zones, endpoint, resourceId } = before.configuration;
  // Another database of the same name: the resume is refused.
  if (detail.configuration.resourceId !== resourceId) return null;
  const configuration = { ...detail.configuration, zones, endpoint };
  const differences = differencesBetween(before.configuration, configuration);
  if (differences.length === 0) return null;
  return { differences, theirs: { ...before, configuration }, canSetBack: false };
}
