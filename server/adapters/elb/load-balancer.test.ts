import type { LoadBalancer, TargetGroup } from "@aws-sdk/client-elastic-load-balancing-v2";
import { describe, expect, it } from "vitest";
import { FaultError } from "../../core/fault";
import { collect, recordingDoor } from "../../testing/recording-door";
import { elbLoadBalancer } from "./load-balancer";

const arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/web/1";
const zones = [{ ZoneName: "eu-central-1a" }, { ZoneName: "eu-central-1b" }];
const web: LoadBalancer = {
  LoadBalancerArn: arn,
  LoadBalancerName: "web",
  Type: "application",
  Scheme: "internal",
  State: { Code: "active" },
  AvailabilityZones: zones,
};

async function seen(balancer: LoadBalancer, groups: readonly TargetGroup[] = [], health: readonly string[] = []) {
  const aws = recordingDoor({
    DescribeLoadBalancers: () => ({ LoadBalancers: [{ ...web, ...balancer }] }),
    DescribeTargetGroups: () => ({ TargetGroups: groups }),
    DescribeTargetHealth: () => ({ TargetHealthDescriptions: health.map((State) => ({ TargetHealth: { State } })) }),
    GetResources: () => ({ ResourceTagMappingList: [{ ResourceARN: arn, Tags: [{ Key: "Team", Value: "shop" }] }] }),
  });
  const [one] = await collect(elbLoadBalancer.discover(aws));
  if (!one) throw new Error("it is not listed");
  return { one, calls: aws.calls.map(({ operation }) => operation) };
}

const group: TargetGroup = { TargetGroupArn: "tg-1", TargetGroupName: "tg", LoadBalancerArns: [arn] };

describe("elb.loadBalancer", () => {
  it("asks for the targets of its own groups only", async () => {
    const { one, calls } = await seen({}, [group, { TargetGroupArn: "tg-2", LoadBalancerArns: [] }], ["healthy"]);
    expect(calls.filter((name) => name === "DescribeTargetHealth")).toHaveLength(1);
    expect(one).toMatchObject({
      tags: { Team: "shop" },
      detail: { targetGroups: ["tg"], targets: 1, healthyTargets: 1 },
    });
  });

  it("takes a group that was deleted since the list for an empty one, and hides no other failure", async () => {
    const look = (code: "gone" | "denied") => {
      const aws = recordingDoor({
        DescribeLoadBalancers: () => ({ LoadBalancers: [web] }),
        DescribeTargetGroups: () => ({ TargetGroups: [group] }),
        DescribeTargetHealth: () => {
          throw new FaultError({ code, reason: "as AWS says", remedy: "" });
        },
        GetResources: () => ({}),
      });
      return collect(elbLoadBalancer.discover(aws));
    };
    expect(await look("gone")).toMatchObject([{ detail: { targets: 0 } }]);
    await expect(look("denied")).rejects.toThrow("as AWS says");
  });

  it.each<[string, readonly TargetGroup[], readonly string[], RegExp]>([
    ["nothing is behind it", [], [], /no target group/],
    ["its groups are empty", [group], [], /no target is registered/],
    ["no target is healthy", [group], ["unhealthy", "draining"], /none of 2 is healthy/],
    ["it works", [group], ["healthy", "unhealthy"], /share one/],
  ])("says what to do where %s", async (_what, groups, health, remedy) => {
    const { one } = await seen({}, groups, health);
    expect(elbLoadBalancer.classify(one)).toMatchObject({ saw: "active", remedy: expect.stringMatching(remedy) });
  });

  it.each<[string, LoadBalancer, readonly (string | undefined)[], readonly unknown[]]>([
    ["an internal one", {}, ["alb.hour", "alb.lcu"], [1, "metered"]],
    ["a public one", { Scheme: "internet-facing" }, ["alb.hour", "alb.lcu", "hour"], [1, "metered", 2]],
    [
      "a public one without IPv4",
      { Scheme: "internet-facing", IpAddressType: "dualstack-without-public-ipv4" },
      ["alb.hour", "alb.lcu"],
      [1, "metered"],
    ],
    [
      "a public one with an Elastic IP in one of two zones",
      {
        Type: "network",
        Scheme: "internet-facing",
        AvailabilityZones: [{ LoadBalancerAddresses: [{ AllocationId: "eipalloc-1" }] }, {}],
      },
      ["nlb.hour", "nlb.lcu", "hour"],
      [1, "metered", 1],
    ],
    ["a gateway", { Type: "gateway" }, ["gwlb.hour", undefined], [1, "metered"]],
  ])("prices %s", async (_what, balancer, keys, quantities) => {
    const lines = elbLoadBalancer.price((await seen(balancer)).one);
    expect(lines.map(({ price }) => price?.key)).toEqual(keys);
    expect(lines.map(({ quantity }) => quantity)).toEqual(quantities);
  });
});
