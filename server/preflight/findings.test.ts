import { expect, test } from "vitest";
import { deniedHazard, grantHazard, keyRefusal, together } from "./findings";

const key = { arn: "arn:aws:kms:eu-central-1:1:key/k", isCustomers: true };
const hazard = { level: "note", code: "one", title: "One", detail: "" } as const;
const refused = { result: "refused", reason: "No", remedy: "Ask" } as const;

test.each(["Disabled", "PendingDeletion", "PendingImport", "Unavailable", "unknown"])(
  "a key that is %s refuses, as nothing could be started again",
  (state) => {
    expect(keyRefusal({ ...key, state })).toMatchObject({
      result: "refused",
      reason: expect.stringContaining(key.arn),
      remedy: expect.stringMatching(/Enable the key/),
    });
  },
);

test("an enabled key refuses nothing, and a state is said in words", () => {
  expect(keyRefusal({ ...key, state: "Enabled" })).toBeNull();
  expect(keyRefusal({ ...key, state: "PendingReplicaDeletion" })?.reason).toContain("is pending replica deletion");
});

test("a grant is warned of when it is denied, noted when nobody could tell, and silent when it is allowed", () => {
  expect(grantHazard(true)).toMatchObject({ level: "warning", title: "kms:CreateGrant is not allowed" });
  expect(grantHazard(null)).toMatchObject({ level: "note" });
  expect(grantHazard(false)).toBeNull();
});

test("a pause that could not be undone is said as that", () => {
  expect(deniedHazard("ec2:StartInstances", "pause", "resume").detail).toContain("not brought back");
  expect(deniedHazard("ec2:StopInstances", "pause", "pause").detail).toContain("will fail");
  expect(deniedHazard("ec2:StartInstances", "resume", "resume").detail).toContain("will fail");
});

test("findings add up: the first refusal, and each hazard once", () => {
  const findings = [
    { refused: null, hazards: [hazard] },
    { refused, hazards: [] },
    { refused: null, hazards: [hazard, { ...hazard, code: "two" }] },
  ];
  expect(together(findings)).toEqual({ refused, hazards: [hazard, { ...hazard, code: "two" }] });
  expect(together([])).toEqual({ refused: null, hazards: [] });
});
