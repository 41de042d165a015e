import type { DescribeSnapshotsCommandInput, DescribeSnapshotsCommandOutput, Snapshot } from "@aws-sdk/client-ec2";
import { defineCorner, stateOf } from "./corner";
import { matchesFilters } from "./ec2-filters";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, type RegionKey, regionOf, type Seed, tagsOf, zone } from "./seed-story";
import { tagList } from "./tags";
import { newId, newPublicIp, type TagMap } from "./world";

/** What people leave behind in EC2: disks and addresses that nothing uses, and the snapshots of years. */

interface LeftSnapshot {
  id: string;
  volumeId: string;
  volumeGb: number;
  fullBytes: number;
  startedAt: number;
  description: string;
  archived: boolean;
  tags: TagMap;
}

interface State {
  snapshots: LeftSnapshot[];
}

const own = { name: "left-behind", empty: (): State => ({ snapshots: [] }) };

export const leftBehind = defineCorner<State>({
  ...own,
  services: { ec2: { DescribeSnapshots: read(describeSnapshots) } },
  seed,
  dues: () => [],
  finish: () => {},
  tagged: ({ snapshots }, { regionName, world }) =>
    snapshots.map(({ id, tags }) => ({
      type: "ec2:snapshot",
      arn: `arn:aws:ec2:${regionName}:${world.accountId}:snapshot/${id}`,
      tags,
    })),
});

/** Without OwnerIds AWS answers every public snapshot there is; nobody here wants that. */
function describeSnapshots(input: DescribeSnapshotsCommandInput, at: Moment): Answer<DescribeSnapshotsCommandOutput> {
  const [owner] = input.OwnerIds ?? [];
  if (owner !== "self" && owner !== at.world.accountId) {
    throw awsError("InvalidParameterValue", "The sandbox knows the snapshots of its own account only.");
  }
  const { snapshots } = stateOf(own, at.region);
  const found = snapshots.filter((each) =>
    matchesFilters(each, input.Filters, {
      "snapshot-id": ({ id }) => [id],
      "volume-id": ({ volumeId }) => [volumeId],
    }),
  );
  const invalidToken = () => awsError("InvalidNextToken", "The token is not valid.");
  const { items, next } = page({ items: found, size: input.MaxResults ?? 1000, token: input.NextToken, invalidToken });
  return { Snapshots: items.map((each) => describe(each, at)), ...(next !== undefined && { NextToken: next }) };
}

function describe(snapshot: LeftSnapshot, at: Moment): Snapshot {
  return {
    SnapshotId: snapshot.id,
    VolumeId: snapshot.volumeId,
    VolumeSize: snapshot.volumeGb,
    FullSnapshotSizeInBytes: snapshot.fullBytes,
    StartTime: new Date(snapshot.startedAt),
    State: "completed",
    Progress: "100%",
    OwnerId: at.world.accountId,
    Description: snapshot.description,
    Encrypted: true,
    StorageTier: snapshot.archived ? "archive" : "standard",
    Tags: tagList(snapshot.tags),
  };
}

const gb = 1024 ** 3;

function seed(seed: Seed): void {
  seedVolumes(seed);
  seedAddresses(seed);
  seedSnapshots(seed);
}

function seedVolumes(seed: Seed): void {
  const rows = [
    { name: "old-feature-store", key: "eu", type: "gp3", gb: 400, iops: 4000, throughput: 250 },
    { name: "parquet-copy", key: "eu", type: "st1", gb: 1000, iops: null, throughput: null },
    { name: "trainer-scratch", key: "us", type: "gp2", gb: 300, iops: null, throughput: null },
  ] as const;
  rows.forEach((row, index) => {
    regionOf(seed, row.key).volumes.push({
      id: newId(seed.world, "vol-"),
      type: row.type,
      sizeGb: row.gb,
      iops: row.iops,
      throughput: row.throughput,
      zone: zone(row.key, index),
      instanceId: null,
      device: "",
      deleteOnTermination: false,
      createdAt: daysAgo(seed, 200 + index * 30),
      tags: { Name: row.name, ...tagsOf("lab", "data") },
    });
  });
}

function seedAddresses(seed: Seed): void {
  for (const [name, key] of [
    ["demo-endpoint", "eu"],
    ["partner-allowlist", "us"],
  ] as const) {
    regionOf(seed, key).addresses.push({
      allocationId: newId(seed.world, "eipalloc-"),
      associationId: null,
      publicIp: newPublicIp(seed.world),
      instanceId: null,
      tags: { Name: name, ...tagsOf("lab", "data") },
    });
  }
}

interface Row {
  readonly key: RegionKey;
  readonly name: string;
  /** Which of the volumes that are gone: snapshots of one build on each other. */
  readonly volume: number;
  readonly days: number;
  readonly gb: number;
  readonly description?: string;
  readonly archived?: true;
  readonly tags?: TagMap;
}

const rows: readonly Row[] = [
  { key: "eu", name: "features-2025", volume: 0, days: 420, gb: 210 },
  { key: "eu", name: "features-2026", volume: 0, days: 180, gb: 236 },
  // Younger than a quarter of a year: a rotation at work.
  { key: "eu", name: "features-last-week", volume: 0, days: 7, gb: 240 },
  { key: "eu", name: "audit-2024", volume: 1, days: 700, gb: 80, archived: true },
  {
    key: "us",
    name: "trainer-image",
    volume: 2,
    days: 310,
    gb: 14,
    description: "Created by CreateImage(i-0a63f1b7c2d98e450) for ami-0d2f81c6b3a94e750",
  },
  { key: "us", name: "nightly", volume: 3, days: 120, gb: 55, tags: { "aws:backup:source-resource": "trainer" } },
];

function seedSnapshots(seed: Seed): void {
  const volumes = [0, 1, 2, 3].map(() => newId(seed.world, "vol-"));
  for (const row of rows) {
    stateOf(own, regionOf(seed, row.key)).snapshots.push({
      id: newId(seed.world, "snap-"),
      volumeId: volumes[row.volume] ?? "",
      volumeGb: 300,
      fullBytes: row.gb * gb,
      startedAt: daysAgo(seed, row.days),
      description: row.description ?? "",
      archived: row.archived ?? false,
      tags: { Name: row.name, ...tagsOf("lab", "data", row.tags) },
    });
  }
}
