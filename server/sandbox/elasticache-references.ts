import type {
  DescribeCacheParameterGroupsCommandInput,
  DescribeCacheParameterGroupsCommandOutput,
  DescribeCacheSubnetGroupsCommandInput,
  DescribeCacheSubnetGroupsCommandOutput,
  DescribeUserGroupsCommandInput,
  DescribeUserGroupsCommandOutput,
} from "@aws-sdk/client-elasticache";
import { awsError } from "./errors";
import { type Answer, read, type Service } from "./operation";

/** What replication groups of the story refer to: AWS's own parameter groups, one subnet group, no user groups. */

export const subnetGroup = "tidewater-cache";

export const cacheReferences: Service = {
  DescribeCacheParameterGroups: read(describeParameterGroups),
  DescribeCacheSubnetGroups: read(describeSubnetGroups),
  DescribeUserGroups: read(describeUserGroups),
};

const missing = (kind: string, name: string | undefined) =>
  awsError(`${kind}NotFoundFault`, `${kind} ${name} not found.`, { status: 404 });

function describeParameterGroups({
  CacheParameterGroupName: name,
}: DescribeCacheParameterGroupsCommandInput): Answer<DescribeCacheParameterGroupsCommandOutput> {
  if (!name?.startsWith("default.")) throw missing("CacheParameterGroup", name);
  return { CacheParameterGroups: [{ CacheParameterGroupName: name }] };
}

function describeSubnetGroups({
  CacheSubnetGroupName: name,
}: DescribeCacheSubnetGroupsCommandInput): Answer<DescribeCacheSubnetGroupsCommandOutput> {
  if (name !== undefined && name !== subnetGroup) throw missing("CacheSubnetGroup", name);
  return { CacheSubnetGroups: [{ CacheSubnetGroupName: subnetGroup }] };
}

function describeUserGroups({
  UserGroupId: id,
}: DescribeUserGroupsCommandInput): Answer<DescribeUserGroupsCommandOutput> {
  if (id !== undefined) throw missing("UserGroup", id);
  return { UserGroups: [] };
}
