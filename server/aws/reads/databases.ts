import {
  type DBCluster,
  type DBInstance,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  type Filter,
  RDSClient,
} from "@aws-sdk/client-rds";
import { pages, type ReadDoor } from "../door";

/**
 * Databases as RDS lists them. Both lists name what RDS, Aurora, DocumentDB and Neptune have in the region: the kinds
 * ask with the same words, so that within a scan they share the answers, and each takes what is its own.
 */

/** Beyond so many names one whole list is cheaper: it has 100 databases a page. */
const namesAtMost = 50;

export interface Chosen {
  readonly by: "db-instance-id" | "db-cluster-id";
  readonly names: readonly string[];
}

/** Instances by pages: all of the region, or at least those that are chosen. */
export async function* databaseInstances(aws: ReadDoor, chosen?: Chosen): AsyncGenerator<readonly DBInstance[]> {
  const filter = filterOf(chosen);
  const list = pages(
    (token) =>
      aws.read(
        RDSClient,
        new DescribeDBInstancesCommand({ MaxRecords: 100, ...filter, ...(token && { Marker: token }) }),
      ),
    (out) => out.Marker,
  );
  for await (const { DBInstances = [] } of list) yield DBInstances;
}

/** Clusters by pages: all of the region, or at least those that are named. */
export async function* databaseClusters(
  aws: ReadDoor,
  names?: readonly string[],
): AsyncGenerator<readonly DBCluster[]> {
  const filter = filterOf(names && { by: "db-cluster-id", names });
  const list = pages(
    (token) =>
      aws.read(
        RDSClient,
        new DescribeDBClustersCommand({ MaxRecords: 100, ...filter, ...(token && { Marker: token }) }),
      ),
    (out) => out.Marker,
  );
  for await (const { DBClusters = [] } of list) yield DBClusters;
}

/** A filter leaves a name out that does not exist; an identifier of its own would be answered with an error. */
function filterOf(chosen: Chosen | undefined): { readonly Filters?: Filter[] } {
  if (!chosen || chosen.names.length > namesAtMost) return {};
  return { Filters: [{ Name: chosen.by, Values: [...chosen.names].sort() }] };
}
