import type { Instance } from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { recordingDoor } from "../testing/recording-door";
import { quotaOf, vcpuQuotaHazards } from "./vcpu-quota";

const machine = (InstanceId: string, state: "running" | "stopped", more: Partial<Instance> = {}): Instance => ({
  InstanceId,
  InstanceType: "m6i.xlarge",
  State: { Name: state },
  CpuOptions: { CoreCount: 2, ThreadsPerCore: 2 },
  ...more,
});

function region(machines: readonly Instance[], limit = 8) {
  return recordingDoor({
    DescribeInstances: () => ({ Reservations: [{ OwnerId: "111122223333", Instances: machines }] }),
    GetServiceQuota: () => ({ Quota: { Value: limit } }),
  });
}

const asked = (aws: ReturnType<typeof region>) =>
  aws.calls.flatMap(({ operation, input }) =>
    operation === "GetServiceQuota" ? [(input as { QuotaCode: string }).QuotaCode] : [],
  );

test("what would be more than the account may run is warned of, with its figures", async () => {
  const aws = region([machine("i-1", "running"), machine("i-2", "stopped"), machine("i-3", "stopped")]);
  const hazards = await vcpuQuotaHazards(aws, ["i-2", "i-3"]);
  expect([...hazards.keys()]).toEqual(["i-2", "i-3"]);
  expect(hazards.get("i-2")).toMatchObject({ level: "warning", code: "vcpu-quota" });
  expect(hazards.get("i-2")?.detail).toMatch(
    /^Of 8 vCPUs for On-Demand Standard .* machines 4 run, and these need 8\./,
  );
});

test("what fits to the last vCPU, and what runs already, is not warned of", async () => {
  const aws = region([machine("i-1", "running"), machine("i-2", "stopped"), machine("i-3", "stopped")]);
  expect(await vcpuQuotaHazards(aws, ["i-1", "i-2"])).toEqual(new Map());
  expect(await vcpuQuotaHazards(aws, [])).toEqual(new Map());
});

test("spot, machines on dedicated hosts and other families take no room of it", async () => {
  const others = [
    machine("i-1", "running", { InstanceLifecycle: "spot" }),
    machine("i-2", "running", { Placement: { Tenancy: "host" } }),
    machine("i-3", "running", { InstanceType: "p4d.24xlarge" }),
  ];
  const aws = region([...others, machine("i-4", "stopped"), machine("i-5", "stopped")]);
  expect(await vcpuQuotaHazards(aws, ["i-4", "i-5"])).toEqual(new Map());
  expect(asked(aws)).toEqual(["L-1216C47A"]);
});

test("each family is held against its own quota, which is asked for once", async () => {
  const aws = region([machine("i-1", "stopped"), machine("i-2", "stopped", { InstanceType: "g5.xlarge" })], 3);
  const hazards = await vcpuQuotaHazards(aws, ["i-1", "i-2"]);
  expect(asked(aws).sort()).toEqual(["L-1216C47A", "L-DB2E81BA"]);
  expect(hazards.get("i-2")?.detail).toContain("On-Demand G and VT machines 0 run, and these need 4");
});

test("a machine that AWS tells no vCPUs of is counted as at least none", async () => {
  const unknown = machine("i-2", "running", { CpuOptions: {} });
  const aws = region([machine("i-1", "stopped"), unknown], 3);
  expect((await vcpuQuotaHazards(aws, ["i-1"])).get("i-1")?.detail).toContain("machines at least 0 run");
});

test.each([
  ["m6i.large", "L-1216C47A"],
  ["im4gn.large", "L-1216C47A"],
  ["inf2.xlarge", "L-1945791B"],
  ["hpc7a.96xlarge", "L-F7808C92"],
  ["u-6tb1.metal", "L-43DA4232"],
  ["dl1.24xlarge", "L-6E869C2A"],
  ["mac2.metal", undefined],
])("%s counts to %s", (type, code) => {
  expect(quotaOf(type)?.code).toBe(code);
});
