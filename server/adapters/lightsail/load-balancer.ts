import { GetLoadBalancersCommand, LightsailClient, type LoadBalancer } from "@aws-sdk/client-lightsail";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { isWanted, unpriced } from "../listing";
import { defineReport } from "../report";
import { hasLightsail, lightsailTags } from "./place";

const detail = z.strictObject({
  /** active, active_impaired, provisioning, failed, unknown. */
  state: z.string(),
  protocol: z.string().nullable(),
  /** Null: AWS does not tell. */
  instances: z.number().nullable(),
  createdAt: z.string().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason:
    "A Lightsail load balancer has a price by the month until it is deleted, with traffic or without; it has no stop",
  remedy: "Where one instance is enough, attach the name to the instance and delete it; another has a new DNS name",
};

export const lightsailLoadBalancer = defineReport<Detail>({
  kind: "lightsail.loadBalancer",
  title: "Lightsail load balancer",
  plural: "Lightsail load balancers",
  billedAs: "Amazon Lightsail",
  terraform: ["aws_lightsail_lb"],
  about,
  read: ["lightsail:GetLoadBalancers"],
  detail,
  advise: ({ detail: { state } }) => ({ saw: state, ...about }),
  price: ({ detail: { state } }) => {
    const isThere = state !== "failed";
    const note = isThere ? "its price is not in the catalogue" : "failed: whether it bills is not told";
    return [unpriced("Load balancer", note)];
  },
  idle: {
    left: ({ detail: { instances } }) =>
      instances === 0 ? { advice: "unused", why: "No instance is attached", since: null, ends: "all" } : null,
  },
  discover,
});

async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  if (!hasLightsail(aws.region)) return;
  const list = pages(
    (pageToken) => aws.read(LightsailClient, new GetLoadBalancersCommand(pageToken ? { pageToken } : {})),
    (out) => out.nextPageToken,
  );
  for await (const { loadBalancers = [] } of list) {
    for (const one of loadBalancers) if (isWanted(one.name, only)) yield observed(one);
  }
}

function observed(one: LoadBalancer): Observed<Detail> {
  const name = one.name ?? "";
  return {
    nativeId: name,
    arn: one.arn ?? "",
    name,
    type: one.protocol ?? "unknown",
    tags: lightsailTags(one.tags),
    detail: {
      state: one.state ?? "unknown",
      protocol: one.protocol ?? null,
      instances: one.instanceHealthSummary?.length ?? null,
      createdAt: one.createdAt?.toISOString() ?? null,
    },
  };
}
