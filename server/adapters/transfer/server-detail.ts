import {
  type DescribedServer,
  DescribeServerCommand,
  ListServersCommand,
  TransferClient,
} from "@aws-sdk/client-transfer";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { Observed } from "../../core/resource";
import { toTags } from "../listing";
import { nullWhenGone } from "../read-each";

/** What a Transfer Family server is, in a form that survives JSON, and how it is read. */

const text = z.string().nullable();

export const serverConfiguration = z.strictObject({
  domain: text,
  protocols: z.array(z.string()),
  endpoint: z.strictObject({
    type: text,
    vpcId: text,
    vpcEndpointId: text,
    subnets: z.array(z.string()),
    addresses: z.array(z.string()),
    securityGroups: z.array(z.string()),
    addressType: text,
  }),
  identity: z.strictObject({ type: text, url: text, role: text, directory: text, function: text, methods: text }),
  certificate: text,
  hostKey: text,
  securityPolicy: text,
  passiveIp: text,
  loggingRole: text,
  logGroups: z.array(z.string()),
  banners: z.strictObject({ before: text, after: text }),
  /** `upload=workflow:role` */
  workflows: z.array(z.string()),
});
export type ServerConfiguration = z.infer<typeof serverConfiguration>;

export const serverDetail = z.strictObject({ state: z.string(), configuration: serverConfiguration });
export type ServerDetail = z.infer<typeof serverDetail>;

/** The list has no tags and no addresses, so each server of a page is read by itself. */
export async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<ServerDetail>> {
  if (only) {
    yield* await readAll(aws, only);
    return;
  }
  const list = pages(
    (token) =>
      aws.read(TransferClient, new ListServersCommand({ MaxResults: 100, ...(token && { NextToken: token }) })),
    (out) => out.NextToken,
  );
  for await (const { Servers = [] } of list) {
    yield* await readAll(
      aws,
      Servers.map(({ ServerId = "" }) => ServerId),
    );
  }
}

async function readAll(aws: ReadDoor, ids: readonly string[]): Promise<readonly Observed<ServerDetail>[]> {
  const found = await Promise.all(ids.map((id) => readServer(aws, id)));
  return found.filter((one) => one !== null);
}

async function readServer(aws: ReadDoor, id: string): Promise<Observed<ServerDetail> | null> {
  const answer = await nullWhenGone(aws.read(TransferClient, new DescribeServerCommand({ ServerId: id })));
  return answer?.Server ? observe(id, answer.Server) : null;
}

function observe(id: string, server: DescribedServer): Observed<ServerDetail> {
  const tags = toTags(server.Tags);
  const configuration = configurationOf(server);
  return {
    nativeId: id,
    arn: server.Arn ?? "",
    name: tags.Name || id,
    type: configuration.protocols.join(" + ") || "server",
    tags,
    detail: { state: server.State ?? "unknown", configuration },
  };
}

function configurationOf(server: DescribedServer): ServerConfiguration {
  const { EndpointDetails: endpoint, IdentityProviderDetails: identity } = server;
  return {
    domain: server.Domain ?? null,
    protocols: sorted(server.Protocols),
    endpoint: {
      type: server.EndpointType ?? null,
      vpcId: endpoint?.VpcId ?? null,
      vpcEndpointId: endpoint?.VpcEndpointId ?? null,
      subnets: sorted(endpoint?.SubnetIds),
      addresses: sorted(endpoint?.AddressAllocationIds),
      securityGroups: sorted(endpoint?.SecurityGroupIds),
      addressType: server.IpAddressType ?? null,
    },
    identity: {
      type: server.IdentityProviderType ?? null,
      url: identity?.Url ?? null,
      role: identity?.InvocationRole ?? null,
      directory: identity?.DirectoryId ?? null,
      function: identity?.Function ?? null,
      methods: identity?.SftpAuthenticationMethods ?? null,
    },
    certificate: server.Certificate ?? null,
    hostKey: server.HostKeyFingerprint ?? null,
    securityPolicy: server.SecurityPolicyName ?? null,
    passiveIp: server.ProtocolDetails?.PassiveIp ?? null,
    loggingRole: server.LoggingRole ?? null,
    logGroups: sorted(server.StructuredLogDestinations),
    banners: {
      before: server.PreAuthenticationLoginBanner ?? null,
      after: server.PostAuthenticationLoginBanner ?? null,
    },
    workflows: workflowsOf(server),
  };
}

function workflowsOf({ WorkflowDetails: workflows }: DescribedServer): string[] {
  const named = (
    when: string,
    list: readonly { WorkflowId: string | undefined; ExecutionRole: string | undefined }[] = [],
  ) => list.map(({ WorkflowId, ExecutionRole }) => `${when}=${WorkflowId}:${ExecutionRole}`);
  return [...named("upload", workflows?.OnUpload), ...named("partialUpload", workflows?.OnPartialUpload)].sort();
}

function sorted(values: readonly string[] | undefined): string[] {
  return [...(values ?? [])].sort();
}
