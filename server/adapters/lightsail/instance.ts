import { GetInstancesCommand, type Instance, LightsailClient } from "@aws-sdk/client-lightsail";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { isWanted, unpriced } from "../listing";
import { type Advice, defineReport } from "../report";
import { hasLightsail, lightsailTags } from "./place";

const detail = z.strictObject({
  /** pending, running, stopping, stopped. */
  state: z.string(),
  plan: z.string(),
  blueprint: z.string().nullable(),
  zone: z.string().nullable(),
  staticIp: z.boolean(),
  createdAt: z.string().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "Its plan bills until it is deleted, running or stopped, so a stop saves nothing",
  remedy: "Take a snapshot, which bills less, and delete it; a new one is made of the snapshot",
};

/** Lightsail instances can be stopped, but their plan bills until they are deleted: a stop would save nothing. */
export const lightsailInstance = defineReport<Detail>({
  kind: "lightsail.instance",
  title: "Lightsail instance",
  plural: "Lightsail instances",
  billedAs: "Amazon Lightsail",
  terraform: ["aws_lightsail_instance"],
  about,
  read: ["lightsail:GetInstances"],
  detail,
  advise,
  price: ({ detail: { plan } }) => [unpriced("Plan", `${plan}: its price is not in the catalogue`)],
  discover,
});

function advise({ detail: { state, staticIp } }: Observed<Detail>): Advice {
  const address = staticIp ? "its static IP stays, and bills while nothing has it" : "its public address is lost";
  return {
    saw: state,
    ...about,
    remedy: `${about.remedy}: ${address}`,
  };
}

async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  if (!hasLightsail(aws.region)) return;
  const list = pages(
    (pageToken) => aws.read(LightsailClient, new GetInstancesCommand(pageToken ? { pageToken } : {})),
    (out) => out.nextPageToken,
  );
  for await (const { instances = [] } of list) {
    for (const instance of instances) if (isWanted(instance.name, only)) yield observed(instance);
  }
}

function observed(instance: Instance): Observed<Detail> {
  const name = instance.name ?? "";
  const plan = instance.bundleId ?? "unknown";
  return {
    nativeId: name,
    arn: instance.arn ?? "",
    name,
    type: plan,
    tags: lightsailTags(instance.tags),
    detail: {
      state: instance.state?.name ?? "unknown",
      plan,
      blueprint: instance.blueprintId ?? null,
      zone: instance.location?.availabilityZone ?? null,
      staticIp: instance.isStaticIp ?? false,
      createdAt: instance.createdAt?.toISOString() ?? null,
    },
  };
}
