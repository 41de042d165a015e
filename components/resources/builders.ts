import { moneyOf } from "@/components/plan/amount";
import type { WireResource } from "@/server/contract/resources";

/** A resource for tests: everything is filled in, and a test names only what it is about. */
export function wireResource(change: Partial<WireResource> = {}): WireResource {
  return {
    id: `res_${change.name ?? "api-1"}`,
    accountId: "acc_1",
    account: "tidewater-main",
    region: "eu-central-1",
    kind: "ec2.instance",
    nativeId: "i-0a42f1c9e8b7",
    arn: "arn:aws:ec2:eu-central-1:111122223333:instance/i-0a42f1c9e8b7",
    name: "api-1",
    type: "m6i.xlarge",
    tags: {},
    state: "running",
    saw: "running",
    reason: "",
    remedy: "",
    protected: false,
    groups: ["dev"],
    ownerId: null,
    holdId: null,
    action: "pause",
    hourlyNow: moneyOf(240_000),
    hourlyRunning: moneyOf(240_000),
    hourlyPaused: moneyOf(10_000),
    unpriced: 0,
    seenAt: "2026-11-20T18:11:00.000Z",
    changedAt: "2026-11-20T06:04:00.000Z",
    ...change,
  };
}
