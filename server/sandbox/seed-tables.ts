import type { ScalableDimension } from "@aws-sdk/client-application-auto-scaling";
import type { Table } from "./dynamodb";
import { daysAgo, type RegionKey, regionOf, type Seed, tagsOf } from "./seed-story";
import type { RegionWorld } from "./world";

const gigabyte = 2 ** 30;

interface Row extends Partial<Table> {
  readonly key: RegionKey;
  readonly name: string;
  readonly id: string;
  readonly scaling?: readonly (readonly [path: string, dimension: ScalableDimension, min: number, max: number])[];
}

const rows: readonly Row[] = [
  {
    key: "eu",
    name: "orders-lab",
    id: "5f0d1c9a-7b1e-4c55-9d0a-1e6f2a7c3b41",
    units: { read: 40, write: 20 },
    indexes: [
      { name: "by-customer", units: { read: 15, write: 10 } },
      { name: "by-day", units: { read: 5, write: 5 } },
    ],
    bytes: 12 * gigabyte,
    scaling: [
      ["", "dynamodb:table:ReadCapacityUnits", 20, 400],
      ["", "dynamodb:table:WriteCapacityUnits", 10, 200],
      ["/index/by-customer", "dynamodb:index:ReadCapacityUnits", 10, 100],
    ],
  },
  {
    key: "eu",
    name: "sessions-lab",
    id: "0b9c6d52-2f7a-4e0b-8a35-c4d1e2f3a6b7",
    units: { read: 25, write: 25 },
    bytes: 2 * gigabyte,
  },
  {
    key: "us",
    name: "orders-lab",
    id: "c2e4a6b8-1d3f-4b5a-9c7e-0f2d4b6a8c1e",
    units: { read: 10, write: 5 },
    indexes: [{ name: "by-customer", units: { read: 5, write: 5 } }],
    bytes: gigabyte,
  },
  {
    key: "eu",
    name: "events-lab",
    id: "9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d",
    onDemand: true,
    units: { read: 0, write: 0 },
    bytes: 30 * gigabyte,
  },
  {
    key: "eu",
    name: "ledger-lab",
    id: "3d2c1b0a-9f8e-4d7c-b6a5-4f3e2d1c0b9a",
    units: { read: 50, write: 50 },
    bytes: 5 * gigabyte,
    replicas: ["eu-west-1"],
  },
  {
    key: "eu",
    name: "vault-lab",
    id: "7e6d5c4b-3a29-4817-a6f5-e4d3c2b1a098",
    status: "INACCESSIBLE_ENCRYPTION_CREDENTIALS",
    units: { read: 5, write: 5 },
    bytes: gigabyte,
  },
];

/** Tables of the data team: with indexes and scaling, without, and one for each reason not to pause. */
export function seedTables(seed: Seed, tablesOf: (region: RegionWorld) => Table[]): void {
  rows.forEach(({ key, scaling = [], ...row }, index) => {
    const region = regionOf(seed, key);
    const createdAt = daysAgo(seed, 200 + index);
    tablesOf(region).push({
      status: "ACTIVE",
      until: null,
      onDemand: false,
      units: { read: 5, write: 5 },
      indexes: [],
      switches: Array.from({ length: 4 }, () => ({ changedAt: 0 })),
      bytes: 0,
      replicas: [],
      createdAt,
      tags: tagsOf("lab", "data"),
      ...structuredClone(row),
    });
    for (const [path, dimension, min, max] of scaling) {
      const resourceId = `table/${row.name}${path}`;
      const kind = dimension.endsWith("ReadCapacityUnits") ? "Read" : "Write";
      region.scalableTargets.push({
        namespace: "dynamodb",
        resourceId,
        dimension,
        min,
        max,
        suspended: { in: false, out: false, scheduled: false },
        policies: [
          {
            name: `${kind.toLowerCase()}-70`,
            metric: `DynamoDB${kind}CapacityUtilization`,
            target: 70,
            alarmNames: [`TargetTracking-${resourceId}-${kind}High`, `TargetTracking-${resourceId}-${kind}Low`],
          },
        ],
        scheduledActions: [],
        createdAt,
      });
    }
  });
}
