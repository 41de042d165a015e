import type { LoadBalancer } from "@aws-sdk/client-lightsail";
import { expect, it } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { lightsailLoadBalancer } from "./load-balancer";

const blog: LoadBalancer = { name: "blog", arn: "arn:aws:lightsail:eu-central-1:1:LoadBalancer/1", state: "active" };

const door = (over: Partial<LoadBalancer> = {}) =>
  recordingDoor({
    GetLoadBalancers: ({ pageToken }: { pageToken?: string }) =>
      pageToken
        ? { loadBalancers: [{ ...blog, ...over }] }
        : { loadBalancers: [{ ...blog, name: "first" }], nextPageToken: "more" },
  });

async function one(over: Partial<LoadBalancer>) {
  const [found] = await collect(lightsailLoadBalancer.discover(door(over), ["blog"]));
  if (!found) throw new Error("it is not listed");
  return found;
}

it("reads every page, and asks nothing where there is no Lightsail", async () => {
  expect((await collect(lightsailLoadBalancer.discover(door()))).map(({ name }) => name)).toEqual(["first", "blog"]);
  const elsewhere = { ...door(), region: "me-south-1" };
  expect(await collect(lightsailLoadBalancer.discover(elsewhere))).toEqual([]);
  expect(elsewhere.calls).toEqual([]);
});

it("counts its month as unpriced, whatever its state", async () => {
  for (const state of ["active", "failed"] as const) {
    expect(lightsailLoadBalancer.price(await one({ state }))).toMatchObject([
      { price: null, quantity: 1, unit: "month" },
    ]);
  }
});

it("is unused with no instance attached, and not where AWS does not tell", async () => {
  const left = async (over: Partial<LoadBalancer>) => lightsailLoadBalancer.idle?.left?.(await one(over)) ?? null;
  expect(await left({ instanceHealthSummary: [] })).toMatchObject({ advice: "unused" });
  expect(await left({ instanceHealthSummary: [{ instanceName: "team-blog" }] })).toBeNull();
  expect(await left({})).toBeNull();
});
