import {
  type DBClusterSnapshot,
  type DBSnapshot,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBSnapshotsCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import { databaseClusters, databaseInstances } from "../../aws/reads/databases";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { gigabytes, isWanted, toTags, unpriced } from "../listing";
import { type Advice, defineReport } from "../report";

const detail = z.strictObject({
  /** available, creating, failed. */
  status: z.string(),
  engine: z.string(),
  /** Of one database, or of a whole cluster. */
  of: z.enum(["instance", "cluster"]),
  source: z.string(),
  /** Whether that database is still there. */
  sourceExists: z.boolean(),
  /** Its full size where AWS tells it, the size of the disk where not; null where AWS tells neither: Aurora. */
  gb: z.number().nullable(),
  createdAt: z.string(),
});
type Detail = z.infer<typeof detail>;

/** Younger ones are most likely wanted; a quarter of a year is longer than a rotation usually goes. */
const listedFromDays = 90;
const dayMs = 24 * 3_600_000;

const about: AboutListed = {
  reason: "A manual snapshot is kept, and bills, until somebody deletes it",
  remedy: "Delete it, or export it to S3 where only its data must be kept",
};

/**
 * Manual snapshots of RDS, Aurora, DocumentDB and Neptune that are older than 90 days. Automated ones go by themselves,
 * those of AWS Backup by its plans; neither is listed.
 */
export const rdsSnapshot = defineReport<Detail>({
  kind: "rds.snapshot",
  title: "Database snapshot",
  plural: "Manual database snapshots older than 90 days",
  billedAs: "Amazon Relational Database Service",
  terraform: [
    "aws_db_snapshot",
    "aws_db_cluster_snapshot",
    "aws_docdb_cluster_snapshot",
    "aws_neptune_cluster_snapshot",
  ],
  about,
  read: [
    "rds:DescribeDBSnapshots",
    "rds:DescribeDBClusterSnapshots",
    "rds:DescribeDBInstances",
    "rds:DescribeDBClusters",
  ],
  detail,
  advise,
  price,
  idle: {
    left: ({ detail: { createdAt, source, sourceExists } }) => ({
      advice: "old",
      why: `It is older than 90 days${sourceExists ? "" : `, and its database ${source} is gone`}`,
      since: createdAt,
      ends: "atMost",
    }),
  },
  discover,
});

function advise({ detail: { status, source, sourceExists } }: Observed<Detail>): Advice {
  if (sourceExists) return { saw: status, ...about };
  const remedy = `Ask who may still need ${source}: the database is gone, and this may be all that is left of it. Then delete it`;
  return { saw: status, ...about, remedy };
}

const rdsEngines = /^(mysql|postgres|mariadb|oracle|sqlserver|db2)/;

/**
 * Backups up to the size of all databases of the region are free, and a snapshot bills what no other has (Amazon RDS
 * pricing, "Backup storage"), so the figure is the most that it can be. Aurora's, DocumentDB's and Neptune's backups have
 * prices of their own.
 */
function price({ detail: { engine, gb } }: Observed<Detail>): readonly CostLine[] {
  const label = "Snapshot storage";
  if (gb === null) return [unpriced(label, `${engine}: AWS does not tell its size`)];
  if (!rdsEngines.test(engine)) {
    return [{ ...unpriced(label, `${gb} GB, ${engine}: its price is not in the catalogue`), quantity: gb }];
  }
  const line = { unit: "month", stopsWhenPaused: false, price: { table: "rds.storage", key: "backup" } } as const;
  return [{ ...line, label, note: `${gb} GB at most: a part of it may be free`, quantity: gb }];
}

async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const snapshots = [...(await instanceSnapshots(aws)), ...(await clusterSnapshots(aws))];
  const until = aws.now().getTime() - listedFromDays * dayMs;
  const old = snapshots.filter((one) => isWanted(one.nativeId, only) && Date.parse(one.detail.createdAt) < until);
  if (old.length === 0) return;
  const there = await sources(aws);
  for (const one of old) {
    const { of, source } = one.detail;
    yield { ...one, detail: { ...one.detail, sourceExists: there.has(`${of} ${source}`) } };
  }
}

/** The lists that the databases' own kinds ask for, so that a scan sends them once. */
async function sources(aws: ReadDoor): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for await (const page of databaseInstances(aws)) {
    for (const { DBInstanceIdentifier } of page) found.add(`instance ${DBInstanceIdentifier}`);
  }
  for await (const page of databaseClusters(aws)) {
    for (const { DBClusterIdentifier } of page) found.add(`cluster ${DBClusterIdentifier}`);
  }
  return found;
}

/** The largest page (RDS API reference). */
const manual = { SnapshotType: "manual", MaxRecords: 100 } as const;

async function instanceSnapshots(aws: ReadDoor): Promise<readonly Observed<Detail>[]> {
  const list = pages(
    (Marker) => aws.read(RDSClient, new DescribeDBSnapshotsCommand({ ...manual, ...(Marker && { Marker }) })),
    (out) => out.Marker,
  );
  const found: Observed<Detail>[] = [];
  for await (const { DBSnapshots = [] } of list) found.push(...DBSnapshots.map(ofInstance));
  return found;
}

async function clusterSnapshots(aws: ReadDoor): Promise<readonly Observed<Detail>[]> {
  const list = pages(
    (Marker) => aws.read(RDSClient, new DescribeDBClusterSnapshotsCommand({ ...manual, ...(Marker && { Marker }) })),
    (out) => out.Marker,
  );
  const found: Observed<Detail>[] = [];
  for await (const { DBClusterSnapshots = [] } of list) found.push(...DBClusterSnapshots.map(ofCluster));
  return found;
}

function ofInstance(one: DBSnapshot): Observed<Detail> {
  const full = one.FullSnapshotSizeInBytes;
  return snapshotOf({
    of: "instance",
    name: one.DBSnapshotIdentifier,
    arn: one.DBSnapshotArn,
    engine: one.Engine,
    status: one.Status,
    source: one.DBInstanceIdentifier,
    gb: full === undefined ? one.AllocatedStorage : gigabytes(full),
    created: one.OriginalSnapshotCreateTime ?? one.SnapshotCreateTime,
    tags: one.TagList,
  });
}

/** Aurora tells 0 or 1 GB, whatever it stores. */
function ofCluster(one: DBClusterSnapshot): Observed<Detail> {
  const size = one.AllocatedStorage ?? 0;
  return snapshotOf({
    of: "cluster",
    name: one.DBClusterSnapshotIdentifier,
    arn: one.DBClusterSnapshotArn,
    engine: one.Engine,
    status: one.Status,
    source: one.DBClusterIdentifier,
    gb: size > 1 ? size : undefined,
    created: one.SnapshotCreateTime,
    tags: one.TagList,
  });
}

interface Told {
  readonly of: Detail["of"];
  readonly name: string | undefined;
  readonly arn: string | undefined;
  readonly engine: string | undefined;
  readonly status: string | undefined;
  readonly source: string | undefined;
  readonly gb: number | undefined;
  readonly created: Date | undefined;
  readonly tags: Parameters<typeof toTags>[0];
}

/** An instance's and a cluster's snapshot may have the same name, so the native id says which it is, as its ARN does. */
function snapshotOf({ of, name = "", engine = "unknown", ...told }: Told): Observed<Detail> {
  return {
    nativeId: of === "cluster" ? `cluster-snapshot:${name}` : `snapshot:${name}`,
    arn: told.arn ?? "",
    name,
    type: engine,
    tags: toTags(told.tags),
    detail: {
      status: told.status ?? "unknown",
      engine,
      of,
      source: told.source ?? "unknown",
      sourceExists: false,
      gb: told.gb ?? null,
      createdAt: (told.created ?? new Date(0)).toISOString(),
    },
  };
}
