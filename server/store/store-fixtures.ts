import type { AuditInput } from "../audit/entry";
import type { Account, Group } from "../core/account";
import type { ResourceRecord } from "../core/inventory";
import type { Plan, PlanItem } from "../core/plan";
import type { Clock, NewId } from "../core/ports";
import { resourceId } from "../core/resource";
import { newItem } from "../engine/changes";
import type { ItemRecord, NewHold, OperationRecord } from "../engine/ports";

/** What the store's suites save: complete records, with nothing left out that a database could lose. */

export const noon = new Date("2026-11-20T12:00:00.000Z");

export function after(milliseconds: number): Date {
  return new Date(noon.getTime() + milliseconds);
}

export const clock: Clock = { now: () => noon, sleep: () => Promise.resolve() };

export function countingIds(): NewId {
  let count = 0;
  return (prefix) => `${prefix}_${String(++count).padStart(6, "0")}`;
}

export function audit(change: Partial<AuditInput> = {}): AuditInput {
  return {
    at: noon,
    actorType: "user",
    actorId: "usr_1",
    actorName: "Ada Lovelace",
    action: "group.create",
    subject: "grp_1",
    before: null,
    after: { name: "dev", nested: { b: 1, a: [1.5, "ü", null] } },
    outcome: "ok",
    requestId: "req_1",
    ip: "192.0.2.7",
    ...change,
  };
}

export function account(change: Partial<Account> = {}): Account {
  return {
    id: "acc_1",
    name: "Development",
    awsAccountId: null,
    credentials: { type: "role", roleArn: "arn:aws:iam::123456789012:role/Standby", externalId: "standby-1" },
    regions: ["eu-central-1", "us-east-1"],
    createdAt: noon,
    lastScanAt: null,
    ...change,
  };
}

export function group(change: Partial<Group> = {}): Group {
  return {
    id: "grp_1",
    name: "dev",
    filter: { tags: ["Environment=dev"], exclude: { names: ["*-keep"] } },
    origin: "person",
    protected: false,
    guard: "enforce",
    awakeUntil: after(3_600_000),
    options: { "sagemaker.endpoint": { recreate: true } },
    createdAt: noon,
    updatedAt: noon,
    ...change,
  };
}

export function resource(nativeId: string, change: Partial<ResourceRecord> = {}): ResourceRecord {
  const ref = { accountId: "acc_1", region: "eu-central-1", kind: "ec2.instance", nativeId, ...pick(change) };
  return {
    id: resourceId(ref),
    ...ref,
    arn: `arn:aws:ec2:eu-central-1:123456789012:instance/${nativeId}`,
    name: `name of ${nativeId}`,
    type: "m6i.large",
    tags: { Environment: "dev", "50%_off": "Ja\\nein" },
    detail: { z: 1, a: { deep: [true, null, "x"] } },
    state: "running",
    saw: "running",
    reason: "",
    remedy: "",
    protected: false,
    pausable: true,
    estimate: { lines: [], running: 96_000, paused: 1_900, unpriced: 0 },
    hourlyNow: 96_000,
    ownerId: null,
    holdId: null,
    firstSeenAt: noon,
    seenAt: noon,
    changedAt: noon,
    ...change,
  };
}

function pick({ accountId, region, kind }: Partial<ResourceRecord>) {
  return { ...(accountId && { accountId }), ...(region && { region }), ...(kind && { kind }) };
}

export function planItem(of: ResourceRecord, change: Partial<PlanItem> = {}): PlanItem {
  return {
    resourceId: of.id,
    accountId: of.accountId,
    region: of.region,
    kind: of.kind,
    nativeId: of.nativeId,
    name: of.name,
    type: of.type,
    wave: 50,
    steps: [{ op: "stop", params: { hibernate: false }, before: "running", after: "stopped", settle: true }],
    hazards: [{ level: "note", code: "new-public-ip", title: "New address", detail: "It gets another public address" }],
    restore: "newAddress",
    expectedSeconds: 60,
    after: [],
    hourlyNow: of.hourlyNow,
    hourlyAfter: 1_900,
    saved: { instanceId: of.nativeId, z: 1, a: 2 },
    savedVersion: 1,
    holdId: null,
    seenHash: "abc",
    ...change,
  } as PlanItem;
}

export function plan(id: string, items: readonly PlanItem[]): Omit<Plan, "number"> {
  return {
    id,
    hash: "d1ce",
    title: "Pause dev",
    action: "pause",
    scope: { groups: ["dev"] },
    options: { "ec2.instance": { hibernate: true } },
    includeProtected: false,
    conflicts: null,
    parent: null,
    items,
    skipped: [],
    totals: {
      resources: items.length,
      skipped: 0,
      hourlyNow: 2 ** 53 - 1,
      hourlyAfter: 0,
      unpriced: 1,
      expectedSeconds: 60,
    },
    serial: 7,
    lookedAt: after(-1_000),
    createdAt: noon,
    expiresAt: after(900_000),
    createdBy: "Ada Lovelace",
    createdById: "usr_1",
    confirm: { level: "type", reason: "40 resources", text: "dev" },
    approval: null,
  };
}

export function item(of: PlanItem, change: Partial<ItemRecord> = {}): ItemRecord {
  return { ...newItem(of), ...change };
}

export function operation(of: Plan, change: Partial<OperationRecord> = {}): OperationRecord {
  return {
    id: `op_${of.id}`,
    number: of.number,
    planId: of.id,
    title: of.title,
    action: of.action,
    state: "queued",
    actorType: "user",
    actorId: "usr_1",
    actorName: "Ada Lovelace",
    createdAt: noon,
    startsAt: noon,
    startedAt: null,
    endedAt: null,
    cancelRequested: false,
    parent: null,
    items: of.items.map((one) => item(one)),
    ...change,
  };
}

export function hold(of: PlanItem, id: string, change: Partial<NewHold> = {}): NewHold {
  const { resourceId, accountId, region, kind, nativeId, name, saved, savedVersion } = of;
  const ref = { resourceId, accountId, region, kind, nativeId, name };
  return { id, ...ref, saved, savedVersion, inventory: { tags: { a: "b" } }, createdAt: noon, ...change };
}
