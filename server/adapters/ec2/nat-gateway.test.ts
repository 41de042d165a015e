import { describe, expect, it } from "vitest";
import { FaultError } from "../../core/fault";
import type { Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import { collect, recordingDoor } from "../../testing/recording-door";
import { ec2NatGateway } from "./nat-gateway";
import type { NatDetail } from "./nat-gateway-detail";

const subnet = "subnet-1";
const primary = { primary: true, allocationId: "eipalloc-1", privateIp: "10.0.0.4", publicIp: "198.51.100.1" };
const second = { primary: false, allocationId: "eipalloc-2", privateIp: "10.0.0.5", publicIp: "198.51.100.2" };
const configuration: NatDetail["configuration"] = { subnet, connectivity: "public", addresses: [primary, second] };
const routes = [
  { table: "rtb-1", destination: "0.0.0.0/0" },
  { table: "rtb-1", destination: "pl-1" },
  { table: "rtb-2", destination: "0.0.0.0/0" },
];
const tags = { Name: "egress" };
const saved = { configuration, tags, routes };

function gateway(over: Partial<NatDetail> = {}, own: Record<string, string> = tags): Observed<NatDetail> {
  const detail = {
    natGatewayId: "nat-1",
    state: "available",
    failure: null,
    vpc: "vpc-1",
    regional: false,
    moving: false,
    extras: [],
    routes,
    configuration,
    ...over,
  };
  return { nativeId: `${subnet}/eipalloc-1`, arn: "arn:aws:ec2:x", name: "egress", type: "public", tags: own, detail };
}
const fresh = (over: Partial<NatDetail> = {}) => gateway({ natGatewayId: "nat-2", routes: [], ...over });

function stepOf(op: string, params: unknown): Step {
  return { op, params, before: "", after: "", settle: true };
}
const remove = stepOf("delete", { natGatewayId: "nat-1" });
const create = stepOf("create", { configuration, tags, failedId: "nat-old" });
const replace = stepOf("replaceRoutes", { routes });

describe("pause", () => {
  it("is refused until somebody accepts the new id, and says which option", () => {
    expect(ec2NatGateway.planPause(gateway(), { newId: false })).toMatchObject({
      result: "refused",
      remedy: expect.stringContaining("newId"),
    });
  });

  it("says the old id, the routes and the address beforehand", () => {
    const plan = ec2NatGateway.planPause(gateway(), { newId: true });
    if (plan.result === "refused") throw new Error(plan.reason);
    expect(plan).toMatchObject({ saved, restore: "recreated" });
    expect(plan.steps.map(({ op, params }) => ({ op, params }))).toEqual([
      { op: "delete", params: { natGatewayId: "nat-1" } },
    ]);
    expect(plan.hazards.map(({ code }) => code)).toEqual([
      "nat-new-id",
      "no-way-out",
      "private-address-free",
      "elastic-ip-stays",
    ]);
    expect(plan.hazards[0]?.detail).toContain("nat-1 is gone for good");
    expect(plan.hazards[1]?.detail).toContain("3 routes in 2 tables");
  });

  it.each<[string, Observed<NatDetail>, RegExp]>([
    ["of a stack", gateway({}, { "aws:cloudformation:stack-name": "net" }), /An AWS service made/],
    ["with a firewall", gateway({ extras: ["an attached firewall"] }), /attached firewall/],
    [
      "with an address without elastic IP",
      gateway({ configuration: { ...configuration, addresses: [primary, { ...second, allocationId: null }] } }),
      /all of its addresses/,
    ],
    [
      "without a primary address",
      gateway({ configuration: { ...configuration, addresses: [second] } }),
      /all of its addresses/,
    ],
  ])("is refused for one %s", (_name, seen, reason) => {
    expect(ec2NatGateway.planPause(seen, { newId: true })).toMatchObject({
      result: "refused",
      reason: expect.stringMatching(reason),
    });
  });

  it.each<[string, Partial<NatDetail>, string]>([
    ["available", {}, "running"],
    ["an address on its way", { moving: true }, "changing"],
    ["pending", { state: "pending" }, "changing"],
    ["deleting", { state: "deleting" }, "changing"],
    ["failed", { state: "failed", failure: { code: "InternalError", message: "" } }, "paused"],
    ["regional", { regional: true }, "unsupported"],
    ["a word of next year", { state: "dozing" }, "changing"],
  ])("%s", (_name, over, state) => {
    expect(ec2NatGateway.classify(gateway(over)).state).toBe(state);
  });
});

describe("resume", () => {
  const ops = (seen: Observed<NatDetail> | null) => {
    const plan = ec2NatGateway.planResume(saved, seen);
    if (plan.result === "refused") throw new Error(plan.reason);
    return plan.steps.map(({ op, params }) => [op, params]);
  };
  const make = (failedId: string | null) => ["create", { configuration, tags, failedId }];

  it.each<[string, Observed<NatDetail> | null, unknown[]]>([
    ["gone", null, [make(null), ["replaceRoutes", { routes }]]],
    ["still being deleted", gateway({ state: "deleting" }), [make(null), ["replaceRoutes", { routes }]]],
    ["a try that failed", fresh({ state: "failed" }), [make("nat-2"), ["replaceRoutes", { routes }]]],
    ["being made", fresh({ state: "pending" }), [make(null), ["replaceRoutes", { routes }]]],
    ["made, without its routes", fresh(), [["replaceRoutes", { routes }]]],
    ["never deleted", gateway(), []],
  ])("%s", (_name, seen, steps) => {
    expect(ops(seen)).toEqual(steps);
  });

  it("needs no routes where there were none", () => {
    const plan = ec2NatGateway.planResume({ ...saved, routes: [] }, null);
    expect(plan).toMatchObject({ steps: [{ op: "create" }] });
  });
});

describe("check", () => {
  it.each<[string, Step, Observed<NatDetail> | null, string]>([
    ["delete: there", remove, gateway(), "todo"],
    ["delete: on its way", remove, gateway({ state: "deleting" }), "pending"],
    ["delete: gone", remove, null, "done"],
    ["delete: another in its place", remove, fresh(), "blocked"],
    ["create: gone", create, null, "todo"],
    ["create: the old one still goes", create, gateway({ state: "deleting" }), "pending"],
    ["create: on its way", create, fresh({ state: "pending" }), "pending"],
    ["create: there", create, fresh(), "done"],
    ["create: an older failure", create, gateway({ natGatewayId: "nat-old", state: "failed" }), "todo"],
    ["create: failed", create, fresh({ state: "failed" }), "blocked"],
    ["routes: none yet", replace, fresh(), "todo"],
    ["routes: two of three", replace, fresh({ routes: routes.slice(0, 2) }), "todo"],
    ["routes: all", replace, gateway(), "done"],
    ["routes: not up yet", replace, fresh({ state: "pending" }), "pending"],
    ["routes: deleted again", replace, null, "blocked"],
  ])("%s", (_name, step, seen, status) => {
    expect(ec2NatGateway.check(step, seen).status).toBe(status);
  });

  it("says what AWS says of a gateway that it could not make", () => {
    const failure = { code: "InsufficientFreeAddressesInSubnet", message: "Subnet has insufficient free addresses" };
    expect(ec2NatGateway.check(create, fresh({ state: "failed", failure }))).toMatchObject({
      fault: { code: "quota", reason: failure.message, remedy: expect.stringContaining("Free addresses") },
    });
  });
});

describe("verify and meanwhile", () => {
  it("is paused when it is gone, and restored when all is equal but the id", () => {
    expect(ec2NatGateway.verify("pause", saved, null).verdict).toBe("reached");
    expect(ec2NatGateway.verify("pause", saved, gateway({ state: "deleting" })).verdict).toBe("pending");
    expect(ec2NatGateway.verify("pause", saved, gateway()).verdict).toBe("wrong");
    expect(ec2NatGateway.verify("resume", saved, gateway({ natGatewayId: "nat-2" })).verdict).toBe("reached");
    expect(ec2NatGateway.verify("resume", saved, fresh({ moving: true })).verdict).toBe("pending");
    expect(ec2NatGateway.verify("resume", saved, null).verdict).toBe("gone");
  });

  it.each<[string, Observed<NatDetail>, string[]]>([
    ["a tag", gateway({}, {}), ["tags.Name"]],
    ["a route", gateway({ routes: routes.slice(0, 2) }), ["routes.2"]],
    [
      "a private address",
      gateway({ configuration: { ...configuration, addresses: [{ ...primary, privateIp: "10.0.0.9" }, second] } }),
      ["configuration.addresses.0.privateIp"],
    ],
  ])("finds %s that differs", (_name, seen, paths) => {
    const verdict = ec2NatGateway.verify("resume", saved, seen);
    expect(verdict.verdict === "wrong" && verdict.differences.map(({ path }) => path)).toEqual(paths);
  });

  it("takes a route that is missing for its own, and one more for somebody's", () => {
    expect(ec2NatGateway.meanwhile?.(saved, gateway())).toBeNull();
    expect(ec2NatGateway.meanwhile?.(saved, fresh())).toBeNull();
    expect(ec2NatGateway.meanwhile?.(saved, fresh({ state: "pending" }))).toBeNull();
    const more = { table: "rtb-0", destination: "10.9.0.0/16" };
    expect(ec2NatGateway.meanwhile?.(saved, fresh({ routes: [more] }))).toMatchObject({
      differences: [{ path: "routes.3" }],
      theirs: { routes: [more, ...routes] },
      canSetBack: false,
    });
  });
});

describe("AWS", () => {
  const listing = (over: object) => ({
    NatGatewayId: "nat-2",
    State: "available",
    SubnetId: subnet,
    CreateTime: new Date(2),
    NatGatewayAddresses: [{ AllocationId: "eipalloc-1", PrivateIp: "10.0.0.4", IsPrimary: true, Status: "succeeded" }],
    ...over,
  });
  const answers = (gateways: object[], tables: object[] = []) => ({
    DescribeNatGateways: () => ({ NatGateways: gateways }),
    DescribeRouteTables: () => ({ RouteTables: tables }),
    GetCallerIdentity: () => ({ Account: "111122223333" }),
    CreateNatGateway: () => ({}),
    ReplaceRoute: () => ({}),
  });
  const item = (params: unknown) => [{ nativeId: `${subnet}/eipalloc-1`, params, token: "t-1" }];

  it("finds the new gateway under the same id, and not the deleted or the older one", async () => {
    const door = recordingDoor(
      answers([
        listing({ NatGatewayId: "nat-0", State: "deleted", CreateTime: new Date(9) }),
        listing({ NatGatewayId: "nat-1", State: "failed", CreateTime: new Date(1) }),
        listing({}),
      ]),
    );
    const found = await collect(ec2NatGateway.discover(door));
    expect(found.map(({ nativeId, detail }) => [nativeId, detail.natGatewayId])).toEqual([
      [`${subnet}/eipalloc-1`, "nat-2"],
    ]);
  });

  it("knows a private gateway that has no address yet by what a look misses, unless there are two", async () => {
    const pending = (id: string) =>
      listing({ NatGatewayId: id, State: "pending", ConnectivityType: "private", NatGatewayAddresses: [{}] });
    const look = async (gateways: object[], ids: string[]) =>
      (await collect(ec2NatGateway.discover(recordingDoor(answers(gateways)), ids))).map(({ nativeId }) => nativeId);
    const ids = [`${subnet}/10.0.0.4`];
    expect(await look([pending("nat-1")], ids)).toEqual(ids);
    expect(await look([pending("nat-1"), pending("nat-2")], ids)).toEqual([]);
    expect(await look([pending("nat-1")], [`${subnet}/eipalloc-1`])).toEqual([]);
    expect(await look([pending("nat-1")], ["subnet-2/10.0.0.4"])).toEqual([]);
  });

  it("makes it with the same addresses and tags, once for a step", async () => {
    const door = recordingDoor(answers([]));
    await ec2NatGateway.apply(door, "create", item(create.params));
    expect(door.calls.map(({ input }) => input)).toEqual([
      {
        SubnetId: subnet,
        ConnectivityType: "public",
        AllocationId: "eipalloc-1",
        PrivateIpAddress: "10.0.0.4",
        SecondaryAllocationIds: ["eipalloc-2"],
        SecondaryPrivateIpAddresses: ["10.0.0.5"],
        TagSpecifications: [{ ResourceType: "natgateway", Tags: [{ Key: "Name", Value: "egress" }] }],
        ClientToken: "t-1",
      },
    ]);
  });

  it("replaces what leads nowhere, and leaves and names what somebody pointed elsewhere or deleted", async () => {
    const hole = { NatGatewayId: "nat-1", State: "blackhole" };
    const tables = [
      {
        RouteTableId: "rtb-1",
        Routes: [
          { DestinationCidrBlock: "0.0.0.0/0", ...hole },
          { DestinationPrefixListId: "pl-1", NatGatewayId: "nat-2", State: "active" },
        ],
      },
      { RouteTableId: "rtb-2", Routes: [{ DestinationCidrBlock: "0.0.0.0/0", GatewayId: "igw-1", State: "active" }] },
    ];
    const door = recordingDoor(answers([listing({})], tables));
    const more = [...routes, { table: "rtb-2", destination: "10.9.0.0/16" }];
    const [outcome] = await ec2NatGateway.apply(door, "replaceRoutes", item({ routes: more }));
    expect(door.calls.filter(({ operation }) => operation === "ReplaceRoute").map(({ input }) => input)).toEqual([
      { RouteTableId: "rtb-1", DestinationCidrBlock: "0.0.0.0/0", NatGatewayId: "nat-2" },
    ]);
    expect(outcome?.fault).toMatchObject({
      code: "refused",
      reason: expect.stringContaining("0.0.0.0/0 in rtb-2 leads to igw-1; 10.9.0.0/16 in rtb-2 is gone"),
      remedy: expect.stringContaining("nat-2"),
    });
  });

  it("waits where the new one is not up, and hands on what AWS refuses", async () => {
    const early = recordingDoor(answers([listing({ State: "pending" })]));
    const [outcome] = await ec2NatGateway.apply(early, "replaceRoutes", item({ routes }));
    expect(outcome?.fault?.code).toBe("busy");
    const refusing = recordingDoor({
      CreateNatGateway: () => {
        throw new FaultError({ code: "quota", reason: "The maximum number of gateways is reached", remedy: "" });
      },
    });
    await expect(ec2NatGateway.apply(refusing, "create", item(create.params))).rejects.toThrow(/maximum number/);
  });
});

it("bills by the hour and by what passes, and ends both", () => {
  expect(
    ec2NatGateway
      .price(gateway())
      .map(({ price, quantity, stopsWhenPaused }) => [price?.key, quantity, stopsWhenPaused]),
  ).toEqual([
    ["hour", 1, true],
    ["gb", "metered", true],
  ]);
});
