import { DescribeVpcEndpointsCommand, EC2Client, type VpcEndpoint } from "@aws-sdk/client-ec2";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import { idFilter } from "../../aws/reads/ec2";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { isWanted, partitionOf, toTags } from "../listing";
import { type Advice, defineReport } from "../report";

const detail = z.strictObject({
  /** available, pending, pendingAcceptance, partial. */
  state: z.string(),
  /** Interface, GatewayLoadBalancer, Resource, ServiceNetwork. */
  form: z.string(),
  service: z.string(),
  vpcId: z.string().nullable(),
  /** One in each zone that it is reached from, and each of them bills. */
  interfaces: z.number(),
  privateDns: z.boolean(),
  /** An AWS service made it for its own use. */
  managed: z.boolean(),
  createdAt: z.string().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "An endpoint bills each hour in each zone that it has an interface in, used or not; it has no stop",
  remedy: "Take it out of zones that nothing runs in, or share one between VPCs; one that is made again has a new id",
};

/**
 * VPC endpoints that bill by the hour (AWS PrivateLink pricing). Those of the form Gateway, for S3 and DynamoDB, are free
 * and left out.
 */
export const ec2VpcEndpoint = defineReport<Detail>({
  kind: "ec2.vpcEndpoint",
  title: "VPC endpoint",
  plural: "VPC endpoints",
  billedAs: "Amazon Virtual Private Cloud",
  terraform: ["aws_vpc_endpoint"],
  about,
  read: ["ec2:DescribeVpcEndpoints"],
  detail,
  advise,
  price,
  discover,
});

function advise({ detail: { state, service, managed } }: Observed<Detail>): Advice {
  if (managed) {
    const remedy = `Act through the service that made it, for ${service}: it goes with what it was made for`;
    return { saw: state, ...about, remedy };
  }
  if (state === "pendingAcceptance") {
    const remedy = "Let the owner of the service accept it, or delete it: nothing can be reached through it yet";
    return { saw: state, ...about, remedy };
  }
  return { saw: state, ...about };
}

/** The catalogue has interface endpoints; the others have prices of their own. */
function price({ detail: { form, service, interfaces } }: Observed<Detail>): readonly CostLine[] {
  const isListed = form === "Interface";
  const zones = interfaces === 1 ? "one zone" : `${interfaces} zones`;
  const line = { stopsWhenPaused: false } as const;
  return [
    {
      ...line,
      label: "Endpoint hours",
      note: isListed ? `${service}, ${zones}` : `${form}, ${zones}: its price is not in the catalogue`,
      price: isListed ? { table: "vpcEndpoint", key: "interface.hour" } : null,
      quantity: interfaces,
      unit: "hour",
    },
    { ...line, label: "Data", note: "by the GB that passes it", price: null, quantity: "metered", unit: "month" },
  ];
}

/** On their way out, or never there: they bill nothing. */
const idle = new Set(["deleting", "deleted", "failed", "rejected", "expired"]);

async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const filter = idFilter("vpc-endpoint-id", only);
  const list = pages(
    (token) =>
      aws.read(
        EC2Client,
        new DescribeVpcEndpointsCommand({ MaxResults: 1000, ...filter, ...(token && { NextToken: token }) }),
      ),
    (out) => out.NextToken,
  );
  for await (const { VpcEndpoints = [] } of list) {
    for (const endpoint of VpcEndpoints) {
      // The API reference writes states with a capital, EC2 answers without.
      const state = stateOf(endpoint);
      const bills = endpoint.VpcEndpointType !== "Gateway" && !idle.has(state);
      if (bills && isWanted(endpoint.VpcEndpointId, only)) yield observed(endpoint, aws.region, state);
    }
  }
}

function stateOf({ State }: VpcEndpoint): string {
  const state: string = State ?? "";
  return state === "" ? "unknown" : state.slice(0, 1).toLowerCase() + state.slice(1);
}

function observed(endpoint: VpcEndpoint, region: string, state: string): Observed<Detail> {
  const id = endpoint.VpcEndpointId ?? "";
  const tags = toTags(endpoint.Tags);
  // com.amazonaws.eu-central-1.ecr.api → ecr.api; a partner's own has an id instead.
  const service = (endpoint.ServiceName ?? "unknown").replace(`com.amazonaws.${region}.`, "");
  return {
    nativeId: id,
    arn: `arn:${partitionOf(region)}:ec2:${region}:${endpoint.OwnerId ?? ""}:vpc-endpoint/${id}`,
    name: tags.Name || service,
    type: endpoint.VpcEndpointType ?? "unknown",
    tags,
    detail: {
      state,
      form: endpoint.VpcEndpointType ?? "unknown",
      service,
      vpcId: endpoint.VpcId ?? null,
      interfaces: endpoint.NetworkInterfaceIds?.length ?? 0,
      privateDns: endpoint.PrivateDnsEnabled ?? false,
      managed: endpoint.RequesterManaged ?? false,
      createdAt: endpoint.CreationTimestamp?.toISOString() ?? null,
    },
  };
}
