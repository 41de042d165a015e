import { ECSClient, type Failure, ListClustersCommand, type Tag } from "@aws-sdk/client-ecs";
import { pages, type ReadDoor } from "../../aws/door";
import { FaultError } from "../../core/fault";
import type { Tags } from "../../core/resource";

/** Reads that all kinds of ECS need. */

/** Clusters, or parts of a list, that are read side by side. ECS allows 100 such reads at once, then 20 a second. */
export const readAtOnce = 20;

export async function listClusters(aws: ReadDoor): Promise<readonly string[]> {
  const clusters: string[] = [];
  const lists = pages(
    (nextToken) => aws.read(ECSClient, new ListClustersCommand({ nextToken, maxResults: 100 })),
    (out) => out.nextToken,
  );
  for await (const { clusterArns = [] } of lists) clusters.push(...clusterArns);
  return clusters;
}

/** ECS answers what it could not describe beside what it could. What does not exist is MISSING, and no failure. */
export function mustBeDescribed(failures: readonly Failure[] | undefined, what: string): void {
  const failure = failures?.find(({ reason }) => reason !== "MISSING");
  if (!failure) return;
  throw new FaultError({
    code: "unknown",
    reason: `ECS could not describe ${failure.arn ?? what}: ${failure.reason ?? "no reason given"}.`,
    remedy: failure.detail ?? "Scan again.",
  });
}

export function tagsOf(tags: readonly Tag[] = []): Tags {
  return Object.fromEntries(tags.map(({ key, value }) => [key ?? "", value ?? ""]));
}

export function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
