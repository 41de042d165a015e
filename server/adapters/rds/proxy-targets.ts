import { type DBProxyTarget, DescribeDBProxyTargetsCommand, RDSClient } from "@aws-sdk/client-rds";
import { pages, type ReadDoor } from "../../aws/door";
import { databaseInstances } from "../../aws/reads/databases";

/** The databases behind a proxy, by which it bills. */
export interface ProxyTarget {
  readonly id: string;
  /** Null: the database is not listed any more. */
  readonly class: string | null;
  readonly engine: string | null;
}

/** Of a cluster each member is a target of its own, beside the cluster that is tracked. */
export async function readTargets(aws: ReadDoor, DBProxyName: string): Promise<readonly string[]> {
  const found: DBProxyTarget[] = [];
  const list = pages(
    (token) =>
      aws.read(
        RDSClient,
        new DescribeDBProxyTargetsCommand({ DBProxyName, MaxRecords: 100, ...(token && { Marker: token }) }),
      ),
    (out) => out.Marker,
  );
  for await (const { Targets = [] } of list) found.push(...Targets);
  return found.flatMap(({ Type, RdsResourceId }) => (Type !== "TRACKED_CLUSTER" && RdsResourceId) || []);
}

/** By the list that the databases' own kinds ask for, so that a scan sends it once. */
export async function databasesByName(aws: ReadDoor): Promise<ReadonlyMap<string, ProxyTarget>> {
  const found = new Map<string, ProxyTarget>();
  for await (const page of databaseInstances(aws)) {
    for (const { DBInstanceIdentifier: id = "", DBInstanceClass, Engine } of page) {
      found.set(id, { id, class: DBInstanceClass ?? null, engine: Engine ?? null });
    }
  }
  return found;
}

/** Of these generations a size says less than it does since. */
const old = /^db\.(m1|m2|t1|cr1)\./;
const size = /^db\.[a-z0-9]+\.(?:(micro|small|medium|large)|(\d*)xlarge)$/;

/**
 * The vCPUs that a proxy bills for a database of a class, at least 2 (Amazon RDS Proxy pricing): an `xlarge` has 4, and
 * each multiple of it as many more (RDS User Guide, "Hardware specifications for DB instance classes"). Null where the
 * class does not say: serverless ones, metal, and those with a choice of cores.
 */
export function vcpusOf(name: string | null): number | null {
  const parts = name === null || old.test(name) ? null : size.exec(name);
  if (!parts) return null;
  const [, small, times] = parts;
  return small ? 2 : 4 * Number(times || 1);
}
