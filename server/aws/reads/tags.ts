import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import type { Tags } from "../../core/resource";
import { chunks, pages, type ReadDoor } from "../door";

/** Kinds whose own list does not carry tags, as the Resource Groups Tagging API names them. */
const taggedTypes = [
  "apprunner:service",
  "cloudwatch:alarm",
  "dynamodb:table",
  "elasticache:cluster",
  "elasticache:replicationgroup",
  "elasticloadbalancing:loadbalancer",
  "es:domain",
  "events:rule",
  "glue:crawler",
  "glue:trigger",
  "kinesis:stream",
  "s3",
  "sagemaker:notebook-instance",
  "scheduler:schedule-group",
  "sns",
  "sqs",
  "workspaces:workspace",
] as const;
export type TaggedType = (typeof taggedTypes)[number];

/** GetResources answers at most 100 resources a page, and takes at most 100 ARNs. */
const atMost = 100;

/**
 * The tags of all resources of a type, by ARN. A resource that never had a tag is not in the map.
 * One call sequence asks for all types together, so that within a scan every adapter shares the same answers.
 */
export async function tagsOf(aws: ReadDoor, type: TaggedType): Promise<ReadonlyMap<string, Tags>> {
  const [service] = type.split(":");
  const all = await read(aws, { ResourceTypeFilters: [...taggedTypes], ResourcesPerPage: atMost });
  return new Map([...all].filter(([arn]) => arn.split(":")[2] === service));
}

/** The tags of these resources only, for a look at a few of many. */
export async function tagsOfThese(aws: ReadDoor, arns: readonly string[]): Promise<ReadonlyMap<string, Tags>> {
  const parts = await Promise.all(
    chunks(arns, atMost).map((some) => read(aws, { ResourceARNList: [...some], ResourcesPerPage: atMost })),
  );
  return new Map(parts.flatMap((part) => [...part]));
}

type Question = Pick<GetResourcesCommand["input"], "ResourceTypeFilters" | "ResourceARNList" | "ResourcesPerPage">;

async function read(aws: ReadDoor, question: Question): Promise<ReadonlyMap<string, Tags>> {
  const found = new Map<string, Tags>();
  const list = pages(
    (token) =>
      aws.read(
        ResourceGroupsTaggingAPIClient,
        new GetResourcesCommand({ ...question, ...(token && { PaginationToken: token }) }),
      ),
    (out) => out.PaginationToken,
  );
  for await (const { ResourceTagMappingList = [] } of list) {
    for (const { ResourceARN = "", Tags: tags = [] } of ResourceTagMappingList) {
      found.set(ResourceARN, Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value])));
    }
  }
  return found;
}
