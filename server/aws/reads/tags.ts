import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import type { Tags } from "../../core/resource";
import { pages, type ReadDoor } from "../door";

/** Kinds whose own list does not carry tags, as the Resource Groups Tagging API names them. */
const taggedTypes = ["cloudwatch:alarm", "lambda:function"] as const;
export type TaggedType = (typeof taggedTypes)[number];

/** GetResources answers at most 100 resources a page. */
const pageSize = 100;

/**
 * The tags of all resources of a type, by ARN. A resource that never had a tag is not in the map.
 * One call sequence asks for all types together, so that within a scan every adapter shares the same answers.
 */
export async function tagsOf(aws: ReadDoor, type: TaggedType): Promise<ReadonlyMap<string, Tags>> {
  const service = type.slice(0, type.indexOf(":"));
  const found = new Map<string, Tags>();
  const list = pages(
    (token) =>
      aws.read(
        ResourceGroupsTaggingAPIClient,
        new GetResourcesCommand({
          ResourceTypeFilters: [...taggedTypes],
          ResourcesPerPage: pageSize,
          ...(token && { PaginationToken: token }),
        }),
      ),
    (out) => out.PaginationToken,
  );
  for await (const { ResourceTagMappingList = [] } of list) {
    for (const { ResourceARN = "", Tags: tags = [] } of ResourceTagMappingList) {
      if (ResourceARN.split(":")[2] !== service) continue;
      found.set(ResourceARN, Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value])));
    }
  }
  return found;
}
