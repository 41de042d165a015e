import { EKSClient, ListClustersCommand } from "@aws-sdk/client-eks";
import { pages, type ReadDoor } from "../../aws/door";

/** EKS publishes no limit for reads; clusters and node groups are read one a call, so many side by side. */
export const readAtOnce = 10;

/** The clusters of the region. Those that are only connected from elsewhere are another list, and bill nothing here. */
export async function clusterNames(aws: ReadDoor): Promise<readonly string[]> {
  const names: string[] = [];
  const lists = pages(
    (nextToken) => aws.read(EKSClient, new ListClustersCommand({ maxResults: 100, ...(nextToken && { nextToken }) })),
    (out) => out.nextToken,
  );
  for await (const page of lists) names.push(...(page.clusters ?? []));
  return names;
}
