import type {
  DescribeTableCommandInput,
  DescribeTableCommandOutput,
  ListTablesCommandInput,
  ListTablesCommandOutput,
  ProvisionedThroughput,
  TableDescription,
  UpdateTableCommandInput,
  UpdateTableCommandOutput,
} from "@aws-sdk/client-dynamodb";
import { type Corner, defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read } from "./operation";
import { seedTables } from "./seed-tables";
import type { RegionWorld, ScalableTarget, TagMap } from "./world";

/** DynamoDB tables. */

interface Units {
  read: number;
  write: number;
}

export interface Table {
  name: string;
  id: string;
  status: "ACTIVE" | "UPDATING" | "INACCESSIBLE_ENCRYPTION_CREDENTIALS";
  /** When a switch is over. */
  until: number | null;
  onDemand: boolean;
  /** 0 and 0 on demand: AWS forgets what was provisioned. */
  units: Units;
  indexes: { name: string; units: Units }[];
  /** The last four switches to on demand, oldest first, 0 for none: AWS takes another one when the oldest is a day old. */
  switches: { changedAt: number }[];
  bytes: number;
  replicas: string[];
  createdAt: number;
  tags: TagMap;
}

interface TablesState {
  tables: Table[];
}

const corner: Corner<TablesState> = {
  name: "dynamodb",
  empty: () => ({ tables: [] }),
  services: {
    dynamodb: {
      ListTables: read(listTables),
      DescribeTable: read(describeTable),
      UpdateTable: change(updateTable),
    },
  },
  seed: (story) => seedTables(story, (region) => stateOf(corner, region).tables),
  dues: ({ tables }) => tables.map(({ until }) => until),
  finish({ tables }, at) {
    for (const table of tables.filter(({ until }) => until !== null && until <= at)) {
      table.until = null;
      table.status = "ACTIVE";
    }
  },
  tagged: ({ tables }, at) =>
    tables.map((table) => ({ type: "dynamodb:table", arn: tableArn(table, at), tags: table.tags })),
  scaled: {
    namespace: "dynamodb",
    exists: (resourceId, _dimension, at) => scaledUnits(resourceId, at) !== null,
    push,
  },
};
export const dynamodb = defineCorner(corner);

const of = (region: RegionWorld) => stateOf(corner, region).tables;
const dayMs = 24 * 3_600_000;

const invalid = (message: string) => awsError("ValidationException", message);

function listTables(input: ListTablesCommandInput, at: Moment): Answer<ListTablesCommandOutput> {
  const names = of(at.region)
    .map(({ name }) => name)
    .sort();
  const after = names.filter((name) => name > (input.ExclusiveStartTableName ?? ""));
  const shown = after.slice(0, input.Limit ?? 100);
  const last = shown.at(-1);
  return { TableNames: shown, ...(shown.length < after.length && last && { LastEvaluatedTableName: last }) };
}

function describeTable(input: DescribeTableCommandInput, at: Moment): Answer<DescribeTableCommandOutput> {
  return { Table: describe(find(input.TableName, at), at) };
}

/** One change at a time; every index is named on the way back; nothing that changes nothing (UpdateTable, API reference). */
function updateTable(input: UpdateTableCommandInput, at: Moment): Answer<UpdateTableCommandOutput> {
  const table = find(input.TableName, at);
  if (table.status !== "ACTIVE") {
    throw awsError(
      "ResourceInUseException",
      `Attempt to change a resource which is still in use: Table is being updated: ${table.name}`,
    );
  }
  if (input.BillingMode === "PAY_PER_REQUEST") toOnDemand(table, input, at);
  else provision(table, input);
  table.status = "UPDATING";
  table.until = at.ends(90);
  return { TableDescription: describe(table, at) };
}

function toOnDemand(table: Table, input: UpdateTableCommandInput, at: Moment): void {
  if (input.ProvisionedThroughput || input.GlobalSecondaryIndexUpdates) {
    throw invalid(
      "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
    );
  }
  if (table.onDemand) throw invalid("The table is already in the PAY_PER_REQUEST billing mode");
  const [oldest, ...younger] = table.switches;
  if (oldest && oldest.changedAt > at.now - dayMs) {
    throw awsError(
      "LimitExceededException",
      "Subscriber limit exceeded: Update to PayPerRequest mode are limited to 4 times in 1 day(s).",
    );
  }
  table.switches = [...younger, { changedAt: at.now }];
  table.onDemand = true;
  table.units = { read: 0, write: 0 };
  for (const index of table.indexes) index.units = { read: 0, write: 0 };
}

function provision(table: Table, input: UpdateTableCommandInput): void {
  if (table.onDemand && input.BillingMode !== "PROVISIONED") {
    throw invalid(
      "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
    );
  }
  const updates = new Map(
    (input.GlobalSecondaryIndexUpdates ?? []).flatMap(({ Update: update }) =>
      update ? [[update.IndexName ?? "", update.ProvisionedThroughput] as const] : [],
    ),
  );
  const places = [
    { name: "", place: table as { units: Units }, wanted: input.ProvisionedThroughput },
    ...table.indexes.map((index) => ({ name: index.name, place: index, wanted: updates.get(index.name) })),
  ];
  for (const { name, place, wanted } of places) {
    const units = wanted && unitsFrom(wanted);
    const what = name === "" ? "the table" : `index ${name}`;
    if (!units && table.onDemand) throw invalid(`ProvisionedThroughput must be specified for ${what}`);
    if (!units) continue;
    if (!table.onDemand && units.read === place.units.read && units.write === place.units.write) {
      throw invalid(`The provisioned throughput for ${what} will not change`);
    }
    place.units = units;
  }
  table.onDemand = false;
}

function unitsFrom({ ReadCapacityUnits: readUnits = 0, WriteCapacityUnits: write = 0 }: ProvisionedThroughput): Units {
  if (readUnits < 1 || write < 1) throw invalid("The units of a provisioned throughput must be at least 1");
  return { read: readUnits, write };
}

/** What `table/orders` or `table/orders/index/by-customer` has provisioned; null where there is no such thing. */
function scaledUnits(resourceId: string, at: Moment): { readonly table: Table; readonly units: Units } | null {
  const [, name, , indexName] = resourceId.split("/");
  const table = of(at.region).find((each) => each.name === name);
  if (!table) return null;
  if (indexName === undefined) return { table, units: table.units };
  const index = table.indexes.find((each) => each.name === indexName);
  return index ? { table, units: index.units } : null;
}

function push({ resourceId, dimension, min, max }: ScalableTarget, at: Moment): void {
  const found = scaledUnits(resourceId, at);
  if (!found) return;
  if (found.table.onDemand) throw invalid(`Table ${found.table.name} is on demand and cannot be scaled`);
  const kind = dimension.endsWith("ReadCapacityUnits") ? "read" : "write";
  found.units[kind] = Math.min(Math.max(found.units[kind], min), max);
}

function find(name: string | undefined, at: Moment): Table {
  const table = of(at.region).find((each) => each.name === name);
  if (table) return table;
  throw awsError("ResourceNotFoundException", `Requested resource not found: Table: ${name} not found`);
}

function tableArn({ name }: Table, at: Pick<Moment, "regionName" | "world">): string {
  return `arn:aws:dynamodb:${at.regionName}:${at.world.accountId}:table/${name}`;
}

function describe(table: Table, at: Moment): TableDescription {
  const switchedAt = table.switches.at(-1)?.changedAt ?? 0;
  const wasOnDemand = table.onDemand || switchedAt > 0;
  return {
    TableName: table.name,
    TableId: table.id,
    TableArn: tableArn(table, at),
    TableStatus: table.status,
    CreationDateTime: new Date(table.createdAt),
    ProvisionedThroughput: throughput(table.units),
    // Absent for a table that was never on demand.
    ...(wasOnDemand && {
      BillingModeSummary: {
        BillingMode: table.onDemand ? "PAY_PER_REQUEST" : "PROVISIONED",
        LastUpdateToPayPerRequestDateTime: new Date(switchedAt || table.createdAt),
      },
    }),
    TableSizeBytes: table.bytes,
    DeletionProtectionEnabled: false,
    ...(table.indexes.length > 0 && {
      GlobalSecondaryIndexes: table.indexes.map((index) => ({
        IndexName: index.name,
        IndexStatus: table.status === "UPDATING" ? ("UPDATING" as const) : ("ACTIVE" as const),
        IndexSizeBytes: Math.round(table.bytes / 4),
        ProvisionedThroughput: throughput(index.units),
      })),
    }),
    ...(table.replicas.length > 0 && { Replicas: table.replicas.map((RegionName) => ({ RegionName })) }),
  };
}

function throughput(units: Units) {
  return { ReadCapacityUnits: units.read, WriteCapacityUnits: units.write, NumberOfDecreasesToday: 0 };
}
