import type { LoadBalancerDescription } from "@aws-sdk/client-elastic-load-balancing";
import { describe, expect, it } from "vitest";
import { FaultError } from "../../core/fault";
import { collect, recordingDoor } from "../../testing/recording-door";
import { elbClassicLoadBalancer } from "./classic-load-balancer";

const arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/web";
const web: LoadBalancerDescription = {
  LoadBalancerName: "web",
  Scheme: "internal",
  AvailabilityZones: ["eu-central-1a", "eu-central-1b"],
  Instances: [{ InstanceId: "i-1" }, { InstanceId: "i-2" }],
};

function look(over: Partial<LoadBalancerDescription>, health: () => object) {
  const aws = recordingDoor({
    DescribeLoadBalancers: () => ({ LoadBalancerDescriptions: [{ ...web, ...over }] }),
    DescribeInstanceHealth: health,
    GetCallerIdentity: () => ({ Account: "111122223333" }),
    GetResources: () => ({ ResourceTagMappingList: [{ ResourceARN: arn, Tags: [{ Key: "Team", Value: "shop" }] }] }),
  });
  return { aws, found: collect(elbClassicLoadBalancer.discover(aws)) };
}

async function seen(over: Partial<LoadBalancerDescription> = {}, states: readonly string[] = ["InService"]) {
  const { aws, found } = look(over, () => ({ InstanceStates: states.map((State) => ({ State })) }));
  const [one] = await found;
  if (!one) throw new Error("it is not listed");
  return { one, asked: aws.calls.filter(({ operation }) => operation === "DescribeInstanceHealth").length };
}

describe("elb.classicLoadBalancer", () => {
  it("has its tags by its ARN, which the list does not tell", async () => {
    expect((await seen()).one).toMatchObject({ arn, tags: { Team: "shop" }, detail: { inService: 1 } });
  });

  it("asks nothing of one without instances", async () => {
    expect((await seen({ Instances: [] })).asked).toBe(0);
  });

  it("takes one that was deleted since the list for one that answers nobody, and hides no other failure", async () => {
    const failing = (code: "gone" | "denied") =>
      look({}, () => {
        throw new FaultError({ code, reason: "as AWS says", remedy: "" });
      }).found;
    expect(await failing("gone")).toMatchObject([{ detail: { inService: 0 } }]);
    await expect(failing("denied")).rejects.toThrow("as AWS says");
  });

  it.each<[string, Partial<LoadBalancerDescription>, readonly string[], RegExp]>([
    ["nothing is registered", { Instances: [] }, [], /no instance is registered/],
    ["nobody answers", {}, ["OutOfService", "Unknown"], /none of 2 is in service/],
    ["it works", {}, ["InService", "OutOfService"], /several services share/],
  ])("says what to do where %s", async (_what, over, states, remedy) => {
    const { one } = await seen(over, states);
    expect(elbClassicLoadBalancer.classify(one)).toMatchObject({ remedy: expect.stringMatching(remedy) });
  });

  it.each<[string, string, readonly unknown[]]>([
    ["an internal one", "internal", [1, "metered"]],
    ["a public one with its addresses", "internet-facing", [1, "metered", 2]],
  ])("prices %s", async (_what, Scheme, quantities) => {
    const lines = elbClassicLoadBalancer.price((await seen({ Scheme })).one);
    expect(lines.map(({ quantity }) => quantity)).toEqual(quantities);
    expect(lines[0]?.price?.key).toBe("clb.hour");
  });
});
