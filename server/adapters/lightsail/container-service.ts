import { type ContainerService, GetContainerServicesCommand, LightsailClient } from "@aws-sdk/client-lightsail";
import { z } from "zod";
import type { ReadDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { isWanted, unpriced } from "../listing";
import { type Advice, defineReport } from "../report";
import { hasLightsail, lightsailTags } from "./place";

const detail = z.strictObject({
  /** PENDING, READY (nothing deployed), DEPLOYING, RUNNING, UPDATING, DISABLED. */
  state: z.string(),
  isDisabled: z.boolean(),
  /** nano, micro, small, medium, large, xlarge. */
  power: z.string(),
  /** Null: AWS does not tell. */
  nodes: z.number().nullable(),
  createdAt: z.string().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason:
    "Each of its nodes has a price by the month until it is deleted. It can be disabled, and Standby does not: AWS does not say that a disabled one bills nothing",
  remedy:
    "Take a smaller power or fewer nodes; or keep its deployment, delete it, and make it again, at another address",
};

/** Lightsail container services (Lightsail pricing: the price of the power, times the nodes). */
export const lightsailContainerService = defineReport<Detail>({
  kind: "lightsail.containerService",
  title: "Lightsail container service",
  plural: "Lightsail container services",
  billedAs: "Amazon Lightsail",
  terraform: ["aws_lightsail_container_service"],
  about,
  read: ["lightsail:GetContainerServices"],
  detail,
  advise,
  price,
  discover,
});

function advise({ detail: { state } }: Observed<Detail>): Advice {
  return { saw: state.toLowerCase(), ...about };
}

function price({ detail: { power, nodes, isDisabled } }: Observed<Detail>): readonly CostLine[] {
  const many = nodes === null ? `nodes of ${power}` : `${nodes} × ${power}`;
  const why = isDisabled ? "disabled: whether they bill is not told" : "their price is not in the catalogue";
  return [unpriced("Nodes", `${many}; ${why}`)];
}

/** AWS answers all in one page. */
async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  if (!hasLightsail(aws.region)) return;
  const { containerServices = [] } = await aws.read(LightsailClient, new GetContainerServicesCommand({}));
  for (const one of containerServices) {
    if (one.state !== "DELETING" && isWanted(one.containerServiceName, only)) yield observed(one);
  }
}

function observed(one: ContainerService): Observed<Detail> {
  const name = one.containerServiceName ?? "";
  const power = one.power ?? "unknown power";
  return {
    nativeId: name,
    arn: one.arn ?? "",
    name,
    type: power,
    tags: lightsailTags(one.tags),
    detail: {
      state: one.state ?? "unknown",
      isDisabled: one.isDisabled ?? one.state === "DISABLED",
      power,
      nodes: one.scale ?? null,
      createdAt: one.createdAt?.toISOString() ?? null,
    },
  };
}
