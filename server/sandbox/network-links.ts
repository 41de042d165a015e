import type {
  DescribeTransitGatewayAttachmentsCommandInput as AttachmentsInput,
  DescribeTransitGatewayAttachmentsCommandOutput as AttachmentsOutput,
  DescribeVpcEndpointsCommandInput as EndpointsInput,
  DescribeVpcEndpointsCommandOutput as EndpointsOutput,
  TransitGatewayAttachment,
  VpcEndpoint,
} from "@aws-sdk/client-ec2";
import { defineCorner, stateOf } from "./corner";
import { vpcId } from "./ec2-answers";
import { matchesFilters } from "./ec2-filters";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, type RegionKey, regionOf, type Seed, subnet, tagsOf } from "./seed-story";
import { tagList } from "./tags";
import { newId, type TagMap } from "./world";

/** Ways out of a VPC that bill by the hour: VPC endpoints and transit gateway attachments. */

interface Endpoint {
  id: string;
  form: "Interface" | "Gateway";
  service: string;
  /** One in each zone. */
  interfaces: string[];
  createdAt: number;
  tags: TagMap;
}

interface Attachment {
  id: string;
  gatewayId: string;
  attaches: "vpc" | "peering";
  resourceId: string;
  isRouted: boolean;
  createdAt: number;
  tags: TagMap;
}

interface State {
  endpoints: Endpoint[];
  attachments: Attachment[];
}

const own = { name: "network-links", empty: (): State => ({ endpoints: [], attachments: [] }) };

export const networkLinks = defineCorner<State>({
  ...own,
  services: {
    ec2: {
      DescribeVpcEndpoints: read(describeVpcEndpoints),
      DescribeTransitGatewayAttachments: read(describeTransitGatewayAttachments),
    },
  },
  seed,
  dues: () => [],
  finish: () => {},
  tagged: ({ endpoints, attachments }, { regionName, world }) => {
    const arnOf = (rest: string) => `arn:aws:ec2:${regionName}:${world.accountId}:${rest}`;
    return [
      ...endpoints.map(({ id, tags }) => ({ type: "ec2:vpc-endpoint", arn: arnOf(`vpc-endpoint/${id}`), tags })),
      ...attachments.map(({ id, tags }) => ({
        type: "ec2:transit-gateway-attachment",
        arn: arnOf(`transit-gateway-attachment/${id}`),
        tags,
      })),
    ];
  },
});

const invalidToken = () => awsError("InvalidNextToken", "The token is not valid.");

function describeVpcEndpoints(input: EndpointsInput, at: Moment): Answer<EndpointsOutput> {
  const found = stateOf(own, at.region).endpoints.filter((each) =>
    matchesFilters(each, input.Filters, { "vpc-endpoint-id": ({ id }) => [id] }),
  );
  const { items, next } = page({ items: found, size: input.MaxResults ?? 1000, token: input.NextToken, invalidToken });
  return { VpcEndpoints: items.map((each) => endpointOf(each, at)), ...(next !== undefined && { NextToken: next }) };
}

function endpointOf(endpoint: Endpoint, { regionName, world }: Moment): VpcEndpoint {
  const isInterface = endpoint.form === "Interface";
  return {
    VpcEndpointId: endpoint.id,
    VpcEndpointType: endpoint.form,
    VpcId: vpcId,
    ServiceName: `com.amazonaws.${regionName}.${endpoint.service}`,
    State: "available" as "Available",
    SubnetIds: endpoint.interfaces.map((_, index) => subnet(index)),
    NetworkInterfaceIds: endpoint.interfaces,
    PrivateDnsEnabled: isInterface,
    RequesterManaged: false,
    CreationTimestamp: new Date(endpoint.createdAt),
    OwnerId: world.accountId,
    Tags: tagList(endpoint.tags),
  };
}

/** The owner of a gateway sees what others attached to it, too; here nobody else did. */
function describeTransitGatewayAttachments(input: AttachmentsInput, at: Moment): Answer<AttachmentsOutput> {
  const found = stateOf(own, at.region).attachments.filter((each) =>
    matchesFilters(each, input.Filters, {
      "transit-gateway-attachment-id": ({ id }) => [id],
    }),
  );
  const { items, next } = page({ items: found, size: input.MaxResults ?? 1000, token: input.NextToken, invalidToken });
  return {
    TransitGatewayAttachments: items.map((each) => attachmentOf(each, at)),
    ...(next !== undefined && { NextToken: next }),
  };
}

function attachmentOf(attachment: Attachment, { world }: Moment): TransitGatewayAttachment {
  return {
    TransitGatewayAttachmentId: attachment.id,
    TransitGatewayId: attachment.gatewayId,
    TransitGatewayOwnerId: world.accountId,
    ResourceOwnerId: world.accountId,
    ResourceType: attachment.attaches,
    ResourceId: attachment.resourceId,
    State: "available",
    ...(attachment.isRouted && { Association: { TransitGatewayRouteTableId: "tgw-rtb-0lab", State: "associated" } }),
    CreationTime: new Date(attachment.createdAt),
    Tags: tagList(attachment.tags),
  };
}

const endpoints: readonly { key: RegionKey; form: Endpoint["form"]; service: string; zones: number }[] = [
  { key: "eu", form: "Interface", service: "ecr.api", zones: 2 },
  { key: "eu", form: "Interface", service: "sagemaker.runtime", zones: 3 },
  // Free, so nobody is told of it.
  { key: "eu", form: "Gateway", service: "s3", zones: 0 },
  { key: "us", form: "Interface", service: "secretsmanager", zones: 1 },
];

const attachments: readonly { key: RegionKey; attaches: Attachment["attaches"]; to: string; isRouted: boolean }[] = [
  { key: "eu", attaches: "vpc", to: vpcId, isRouted: true },
  { key: "eu", attaches: "peering", to: "tgw-0c41f7a9d35b82e60", isRouted: false },
  { key: "us", attaches: "vpc", to: vpcId, isRouted: true },
];

function seed(seed: Seed): void {
  const { world } = seed;
  const tags = tagsOf("lab", "platform");
  for (const { key, form, service, zones } of endpoints) {
    stateOf(own, regionOf(seed, key)).endpoints.push({
      id: newId(world, "vpce-"),
      form,
      service,
      interfaces: Array.from({ length: zones }, () => newId(world, "eni-")),
      createdAt: daysAgo(seed, 150),
      tags,
    });
  }
  for (const { key, attaches, to, isRouted } of attachments) {
    stateOf(own, regionOf(seed, key)).attachments.push({
      id: newId(world, "tgw-attach-"),
      gatewayId: "tgw-0d82b6c13fa947e50",
      attaches,
      resourceId: to,
      isRouted,
      createdAt: daysAgo(seed, 300),
      tags,
    });
  }
}
