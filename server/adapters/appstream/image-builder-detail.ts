import { AppStreamClient, DescribeImageBuildersCommand, type ImageBuilder } from "@aws-sdk/client-appstream";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { Observed } from "../../core/resource";
import { isWanted, withTags } from "../listing";
import { hasAppStream } from "./place";

/** What an AppStream image builder is, in a form that survives JSON, and how it is read. */

const text = z.string().nullable();

/**
 * Everything that a stop and a start must leave as it was. Its address is not, nor the version of its agent: a start may
 * bring a newer one.
 */
export const builderConfiguration = z.strictObject({
  displayName: text,
  description: text,
  instanceType: text,
  imageArn: text,
  platform: text,
  roleArn: text,
  network: z.strictObject({
    subnets: z.array(z.string()),
    securityGroups: z.array(z.string()),
    internet: z.boolean().nullable(),
    /** `STREAMING vpce-1` */
    endpoints: z.array(z.string()),
  }),
  domain: z.strictObject({ directory: text, unit: text }),
  rootVolumeGb: z.number().nullable(),
  metadataV1Disabled: z.boolean().nullable(),
});
export type BuilderConfiguration = z.infer<typeof builderConfiguration>;

export const builderDetail = z.strictObject({
  state: z.string(),
  /** Why it is in that state, where AWS says so. */
  reason: text,
  configuration: builderConfiguration,
});
export type BuilderDetail = z.infer<typeof builderDetail>;
export type SeenBuilder = Observed<BuilderDetail>;

/** All by one list, also for a few: a name that does not exist would fail the list of all that are named. */
export async function* discoverBuilders(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<SeenBuilder> {
  if (!hasAppStream(aws.region)) return;
  const list = pages(
    (token) => aws.read(AppStreamClient, new DescribeImageBuildersCommand({ ...(token && { NextToken: token }) })),
    (out) => out.NextToken,
  );
  const found: Omit<SeenBuilder, "tags">[] = [];
  for await (const { ImageBuilders = [] } of list) {
    found.push(...ImageBuilders.filter(({ Name }) => isWanted(Name, only)).map(observe));
  }
  yield* await withTags(aws, null, found);
}

function observe(builder: ImageBuilder): Omit<SeenBuilder, "tags"> {
  const name = builder.Name ?? "";
  const [error] = builder.ImageBuilderErrors ?? [];
  return {
    nativeId: name,
    arn: builder.Arn ?? "",
    name,
    type: builder.InstanceType ?? "image builder",
    detail: {
      state: builder.State ?? "unknown",
      reason: builder.StateChangeReason?.Message || error?.ErrorMessage || error?.ErrorCode || null,
      configuration: configurationOf(builder),
    },
  };
}

function configurationOf(builder: ImageBuilder): BuilderConfiguration {
  const { VpcConfig: vpc, DomainJoinInfo: domain, AccessEndpoints = [] } = builder;
  return {
    displayName: builder.DisplayName ?? null,
    description: builder.Description ?? null,
    instanceType: builder.InstanceType ?? null,
    imageArn: builder.ImageArn ?? null,
    platform: builder.Platform ?? null,
    roleArn: builder.IamRoleArn ?? null,
    network: {
      subnets: [...(vpc?.SubnetIds ?? [])].sort(),
      securityGroups: [...(vpc?.SecurityGroupIds ?? [])].sort(),
      internet: builder.EnableDefaultInternetAccess ?? null,
      endpoints: AccessEndpoints.map(({ EndpointType, VpceId = "" }) => `${EndpointType} ${VpceId}`).sort(),
    },
    domain: { directory: domain?.DirectoryName ?? null, unit: domain?.OrganizationalUnitDistinguishedName ?? null },
    rootVolumeGb: builder.RootVolumeConfig?.VolumeSizeInGb ?? null,
    metadataV1Disabled: builder.DisableIMDSV1 ?? null,
  };
}
