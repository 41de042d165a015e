import { expect, test } from "vitest";
import { described } from "../../testing/described";
import { codebuildFleet } from "./fleet";

const arn = "arn:aws:codebuild:eu-central-1:111122223333:fleet/builds:3c7e";

async function noteOf(properties: object) {
  const [one] = await described(codebuildFleet, arn, properties);
  if (!one) throw new Error("it is not listed");
  return codebuildFleet.price(one)[0]?.note;
}

test("its base capacity bills whether it builds or not", async () => {
  const fleet = { BaseCapacity: 2, ComputeType: "BUILD_GENERAL1_SMALL", EnvironmentType: "LINUX_CONTAINER" };
  expect(await noteOf(fleet)).toBe("2 × BUILD_GENERAL1_SMALL, LINUX_CONTAINER; not in the catalogue");
});

test("a fleet that names an instance type is told by it", async () => {
  const fleet = {
    BaseCapacity: 1,
    ComputeType: "CUSTOM_INSTANCE_TYPE",
    ComputeConfiguration: { instanceType: "m5.large" },
  };
  expect(await noteOf(fleet)).toContain("1 × m5.large");
});

test("machines that AWS does not count are not counted", async () => {
  expect(await noteOf({})).toBe("unknown machines, unknown environment; not in the catalogue");
});
