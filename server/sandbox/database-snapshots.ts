import type {
  DescribeDBClusterSnapshotsCommandInput,
  DescribeDBClusterSnapshotsCommandOutput,
  DescribeDBSnapshotsCommandInput,
  DescribeDBSnapshotsCommandOutput,
} from "@aws-sdk/client-rds";
import { defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, type RegionKey, regionOf, type Seed, tagsOf } from "./seed-story";
import { tagList } from "./tags";
import type { TagMap } from "./world";

/** Snapshots of databases that somebody made by hand. Of automated ones the sandbox has none. */

interface Kept {
  name: string;
  of: "instance" | "cluster";
  source: string;
  engine: string;
  gb: number;
  createdAt: number;
  tags: TagMap;
}

interface State {
  snapshots: Kept[];
}

const own = { name: "database-snapshots", empty: (): State => ({ snapshots: [] }) };

export const databaseSnapshots = defineCorner<State>({
  ...own,
  services: {
    rds: {
      DescribeDBSnapshots: read(describeDBSnapshots),
      DescribeDBClusterSnapshots: read(describeDBClusterSnapshots),
    },
  },
  seed,
  dues: () => [],
  finish: () => {},
  tagged: ({ snapshots }, at) =>
    snapshots.map((each) => ({
      type: each.of === "cluster" ? "rds:cluster-snapshot" : "rds:snapshot",
      arn: arnOf(each, at),
      tags: each.tags,
    })),
});

function arnOf({ of, name }: Kept, { regionName, world }: Moment): string {
  return `arn:aws:rds:${regionName}:${world.accountId}:${of === "cluster" ? "cluster-snapshot" : "snapshot"}:${name}`;
}

function rowsOf(of: Kept["of"], input: DescribeDBSnapshotsCommandInput, at: Moment) {
  const { MaxRecords: size = 100, Marker: token, SnapshotType } = input;
  if (size < 20 || size > 100) throw awsError("InvalidParameterValue", "MaxRecords must be between 20 and 100");
  const isAsked = SnapshotType === undefined || SnapshotType === "manual";
  const items = isAsked ? stateOf(own, at.region).snapshots.filter((each) => each.of === of) : [];
  const invalidToken = () => awsError("InvalidParameterValue", "The marker is not valid");
  const { items: rows, next } = page({ items, size, token, invalidToken });
  return { rows, marker: next === undefined ? {} : { Marker: next } };
}

function describeDBSnapshots(
  input: DescribeDBSnapshotsCommandInput,
  at: Moment,
): Answer<DescribeDBSnapshotsCommandOutput> {
  const { rows, marker } = rowsOf("instance", input, at);
  const DBSnapshots = rows.map((each) => ({
    DBSnapshotIdentifier: each.name,
    DBSnapshotArn: arnOf(each, at),
    DBInstanceIdentifier: each.source,
    Engine: each.engine,
    Status: "available",
    SnapshotType: "manual",
    AllocatedStorage: each.gb,
    SnapshotCreateTime: new Date(each.createdAt),
    TagList: tagList(each.tags),
  }));
  return { DBSnapshots, ...marker };
}

function describeDBClusterSnapshots(
  input: DescribeDBClusterSnapshotsCommandInput,
  at: Moment,
): Answer<DescribeDBClusterSnapshotsCommandOutput> {
  const { rows, marker } = rowsOf("cluster", input, at);
  const DBClusterSnapshots = rows.map((each) => ({
    DBClusterSnapshotIdentifier: each.name,
    DBClusterSnapshotArn: arnOf(each, at),
    DBClusterIdentifier: each.source,
    Engine: each.engine,
    Status: "available",
    SnapshotType: "manual",
    AllocatedStorage: each.gb,
    SnapshotCreateTime: new Date(each.createdAt),
    TagList: tagList(each.tags),
  }));
  return { DBClusterSnapshots, ...marker };
}

const rows: readonly (Omit<Kept, "createdAt" | "tags"> & { readonly key: RegionKey; readonly days: number })[] = [
  { key: "eu", name: "crm-final", of: "instance", source: "crm", engine: "mysql", gb: 250, days: 700 },
  { key: "eu", name: "trial-before-15", of: "cluster", source: "trial", engine: "aurora-postgresql", gb: 1, days: 200 },
  // Younger than a quarter of a year: somebody may still need it.
  { key: "eu", name: "crm-copy", of: "instance", source: "crm", engine: "mysql", gb: 250, days: 20 },
  { key: "us", name: "features-2025", of: "instance", source: "features", engine: "postgres", gb: 120, days: 330 },
];

function seed(seed: Seed): void {
  for (const { key, days, ...row } of rows) {
    const createdAt = daysAgo(seed, days);
    stateOf(own, regionOf(seed, key)).snapshots.push({ ...row, createdAt, tags: tagsOf("lab", "data") });
  }
}
