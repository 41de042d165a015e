import type { GetResourcesCommandInput, GetResourcesCommandOutput } from "@aws-sdk/client-resource-groups-tagging-api";
import { alarmArn } from "./cloudwatch";
import type { Tagged } from "./corner";
import { corners } from "./corners";
import { serviceArn } from "./ecs";
import { awsError } from "./errors";
import { functionArn } from "./lambda-functions";
import { type Answer, type Moment, read, type Service } from "./operation";
import { page } from "./paging";
import { databaseArn } from "./rds";
import { tagList } from "./tags";

export const tag: Service = { GetResources: read(getResources) };

const invalid = (message: string) => awsError("InvalidParameterException", message);

/** Tagged resources only. Auto Scaling groups are not known to this API. */
function getResources(input: GetResourcesCommandInput, at: Moment): Answer<GetResourcesCommandOutput> {
  const { ResourceTypeFilters: types = [], TagFilters: filters = [], ResourceARNList: arns } = input;
  const size = input.ResourcesPerPage ?? 50;
  if (size < 1 || size > 100) throw invalid("ResourcesPerPage must be between 1 and 100");
  if (arns !== undefined && arns.length > 100) throw invalid("ResourceARNList must have 100 members at most");
  if (arns !== undefined && (types.length > 0 || filters.length > 0)) {
    throw invalid("ResourceARNList cannot be used with filters");
  }
  const found = tagged(at).filter(
    (each) =>
      (arns === undefined || arns.includes(each.arn)) &&
      (types.length === 0 || types.some((type) => type === each.type || each.type.startsWith(`${type}:`))) &&
      filters.every(({ Key, Values = [] }) => {
        const value = each.tags[Key ?? ""];
        return value !== undefined && (Values.length === 0 || Values.includes(value));
      }),
  );
  const invalidToken = () => awsError("PaginationTokenExpiredException", "The pagination token has expired");
  const { items, next } = page({ items: found, size, token: input.PaginationToken, invalidToken });
  return {
    // AWS ends its pages with an empty token, not with none.
    PaginationToken: next ?? "",
    ResourceTagMappingList: items.map(({ arn, tags }) => ({ ResourceARN: arn, Tags: tagList(tags) })),
  };
}

function tagged(at: Moment): Tagged[] {
  const { region, regionName, world } = at;
  const ec2Arn = (rest: string) => `arn:aws:ec2:${regionName}:${world.accountId}:${rest}`;
  const all: Tagged[] = [
    ...region.instances.map((each) => ({ type: "ec2:instance", arn: ec2Arn(`instance/${each.id}`), tags: each.tags })),
    ...region.volumes.map((each) => ({ type: "ec2:volume", arn: ec2Arn(`volume/${each.id}`), tags: each.tags })),
    ...region.databases.map((each) => ({ type: "rds:db", arn: databaseArn(each, at), tags: each.tags })),
    ...region.services.map((each) => ({ type: "ecs:service", arn: serviceArn(each, at), tags: each.tags })),
    ...region.functions.map((each) => ({ type: "lambda:function", arn: functionArn(each, at), tags: each.tags })),
    ...region.alarms.map((each) => ({ type: "cloudwatch:alarm", arn: alarmArn(each, at), tags: each.tags })),
    ...corners.flatMap((corner) => corner.tagged(at)),
  ];
  return all.filter((each) => Object.keys(each.tags).length > 0);
}
