import type { ScalableTarget } from "@aws-sdk/client-application-auto-scaling";
import {
  DescribeTableCommand,
  DynamoDBClient,
  type GlobalSecondaryIndexDescription,
  ListTablesCommand,
  type OnDemandThroughput,
  type TableDescription,
} from "@aws-sdk/client-dynamodb";
import { pages, type ReadDoor } from "../../aws/door";
import { scalableTargets } from "../../aws/reads/scalable-targets";
import { tagsOf, tagsOfThese } from "../../aws/reads/tags";
import type { Observed, Tags } from "../../core/resource";
import { nullWhenGone } from "../read-each";
import { type Scaling, toScaling } from "../scaling-hold";
import { describeTable, type Place, type TableDetail, unitOf, unitOfTarget } from "./table-detail";

/** Tables are listed by hundreds and described one by one; scaling targets and tags come in lists of their own. */
export async function* discoverTables(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<TableDetail>> {
  for await (const names of only ? [only] : listed(aws)) {
    const tables = (await Promise.all(names.map((name) => describe(aws, name)))).flatMap((table) => table ?? []);
    if (tables.length === 0) continue;
    const [targets, tags] = await Promise.all([
      scalableTargets(aws, "dynamodb", only && tables.flatMap(resourceIds)),
      only
        ? tagsOfThese(
            aws,
            tables.map(({ TableArn = "" }) => TableArn),
          )
        : tagsOf(aws, "dynamodb:table"),
    ]);
    for (const table of tables) yield observe(table, targets, tags);
  }
}

async function* listed(aws: ReadDoor): AsyncGenerator<readonly string[]> {
  const lists = pages(
    (token) =>
      aws.read(DynamoDBClient, new ListTablesCommand({ Limit: 100, ...(token && { ExclusiveStartTableName: token }) })),
    (out) => out.LastEvaluatedTableName,
  );
  for await (const { TableNames = [] } of lists) yield TableNames;
}

/** A table by its description alone: without scaling and tags. Null where it does not exist (any more). */
export async function glanceAtTable(aws: ReadDoor, name: string): Promise<Observed<TableDetail> | null> {
  const table = await describe(aws, name);
  return table && observe(table, [], new Map());
}

/** Null where the table does not exist (any more). */
async function describe(aws: ReadDoor, name: string): Promise<TableDescription | null> {
  const command = new DescribeTableCommand({ TableName: name });
  return (await nullWhenGone(aws.read(DynamoDBClient, command)))?.Table ?? null;
}

function resourceIds({ TableName, GlobalSecondaryIndexes = [] }: TableDescription): readonly string[] {
  const table = `table/${TableName}`;
  return [table, ...GlobalSecondaryIndexes.map(({ IndexName }) => `${table}/index/${IndexName}`)];
}

function observe(
  table: TableDescription,
  targets: readonly ScalableTarget[],
  tags: ReadonlyMap<string, Tags>,
): Observed<TableDetail> {
  const { TableName: name = "", TableArn: arn = "" } = table;
  const detail = detailOf(table, scalingOf(name, targets));
  return { nativeId: name, arn, name, type: describeTable(detail.configuration), tags: tags.get(arn) ?? {}, detail };
}

function scalingOf(name: string, targets: readonly ScalableTarget[]): Record<string, Scaling> {
  return Object.fromEntries(
    targets.flatMap((target): [string, Scaling][] => {
      const unit = unitOfTarget(name, target.ResourceId ?? "", target.ScalableDimension ?? "");
      return unit === null ? [] : [[unit, toScaling(target)]];
    }),
  );
}

function detailOf(table: TableDescription, scaling: Record<string, Scaling>): TableDetail {
  const indexes = table.GlobalSecondaryIndexes ?? [];
  const busy = indexes.find(({ IndexStatus, Backfilling }) => IndexStatus !== "ACTIVE" || Backfilling);
  const places: readonly (Placed & Place)[] = [
    { index: null, ...table },
    ...indexes.map((index) => ({ index: index.IndexName ?? "", ...index })),
  ];
  const capacity = new Map(places.flatMap(capacityOf));
  const stored = [...indexes, ...(table.LocalSecondaryIndexes ?? [])];
  return {
    status: table.TableStatus ?? "unknown",
    busyIndex: busy ? `${busy.IndexName} ${busy.Backfilling ? "BACKFILLING" : busy.IndexStatus}` : null,
    bytes: stored.reduce((sum, { IndexSizeBytes = 0 }) => sum + IndexSizeBytes, table.TableSizeBytes ?? 0),
    configuration: {
      tableId: table.TableId ?? null,
      // Only there once a table was on demand (DynamoDB API reference, BillingModeSummary).
      mode: table.BillingModeSummary?.BillingMode ?? "PROVISIONED",
      capacity: Object.fromEntries(capacity),
      // The target of an index that was deleted may be left over.
      scaling: Object.fromEntries(Object.entries(scaling).filter(([unit]) => capacity.has(unit))),
      maxima: Object.fromEntries(places.flatMap(maximaOf)),
      tableClass: table.TableClassSummary?.TableClass ?? "STANDARD",
      deletionProtection: table.DeletionProtectionEnabled ?? false,
      stream: table.StreamSpecification?.StreamEnabled ? (table.StreamSpecification.StreamViewType ?? "unknown") : null,
      encryption: {
        type: table.SSEDescription?.SSEType ?? null,
        keyArn: table.SSEDescription?.KMSMasterKeyArn ?? null,
      },
      replicas: (table.Replicas ?? []).map(({ RegionName }) => RegionName ?? "").sort(),
    },
  };
}

type Placed = Pick<GlobalSecondaryIndexDescription, "ProvisionedThroughput" | "OnDemandThroughput">;

function capacityOf({ ProvisionedThroughput: units, ...place }: Placed & Place): [string, number][] {
  return [
    [unitOf(place, "read"), units?.ReadCapacityUnits ?? 0],
    [unitOf(place, "write"), units?.WriteCapacityUnits ?? 0],
  ];
}

/** -1 is AWS's word for no limit. */
function maximaOf({ OnDemandThroughput: limits = {}, ...place }: Placed & Place): [string, number][] {
  const { MaxReadRequestUnits: read = -1, MaxWriteRequestUnits: write = -1 }: OnDemandThroughput = limits;
  const found: [string, number][] = [
    [unitOf(place, "read"), read],
    [unitOf(place, "write"), write],
  ];
  return found.filter(([, units]) => units >= 0);
}
