import type { CostLine } from "../../core/money";
import type { DatabaseConfiguration } from "./instance-detail";

/** What a DB instance bills: class hours, which end with a stop, and storage, which does not. */
export function databaseLines(configuration: DatabaseConfiguration): CostLine[] {
  return [hours(configuration), storage(configuration), ...provisionedIops(configuration)];
}

function hours({ engine, class: instanceClass, multiAz }: DatabaseConfiguration): CostLine {
  const zones = multiAz ? "Multi-AZ" : "one zone";
  return {
    label: "Database hours",
    note: `${instanceClass} ${engine}, ${zones}`,
    price: hoursPrice(engine, instanceClass, multiAz),
    quantity: 1,
    unit: "hour",
    stopsWhenPaused: true,
  };
}

/** The catalogue lists the open-source engines; the price of a licensed engine depends on edition and licence. */
function hoursPrice(engine: string, instanceClass: string, multiAz: boolean): CostLine["price"] {
  if (!["mysql", "postgres", "mariadb"].includes(engine)) return null;
  if (multiAz) return { table: "rds.multiAz", key: `${engine}:${instanceClass}` };
  return { table: `rds.instance.${engine}`, key: instanceClass };
}

function storage({ storage: { type, gigabytes }, multiAz }: DatabaseConfiguration): CostLine {
  const name = type === "standard" ? "magnetic" : type;
  const zones = multiAz ? "multiAz" : "singleAz";
  return {
    label: "Database storage",
    note: `${gigabytes} GB ${name ?? "of an unknown type"}, billed while stopped`,
    price: name ? { table: "rds.storage", key: `${name}.${zones}` } : null,
    quantity: gigabytes,
    unit: "month",
    stopsWhenPaused: false,
  };
}

/** IOPS above what the size includes are billed; the catalogue has no price for them, so the line says so. */
function provisionedIops({ storage: { type, iops, gigabytes }, engine, multiAz }: DatabaseConfiguration): CostLine[] {
  const quantity = Math.max(0, (iops ?? 0) - includedIops(type, gigabytes, engine));
  if (quantity === 0) return [];
  const note = `${quantity} IOPS ${type}${multiAz ? ", Multi-AZ" : ""}: their price is not in the catalogue`;
  return [{ label: "Provisioned IOPS", note, price: null, quantity, unit: "month", stopsWhenPaused: false }];
}

/** gp3 includes 3,000 IOPS, and 12,000 once it is striped: from 400 GB, Oracle from 200 GB, SQL Server never (RDS User Guide). */
function includedIops(type: string | null, gigabytes: number, engine: string): number {
  if (type === "io1" || type === "io2") return 0;
  if (type !== "gp3") return Number.POSITIVE_INFINITY;
  if (engine.startsWith("sqlserver")) return 3000;
  return gigabytes >= (engine.startsWith("oracle") ? 200 : 400) ? 12_000 : 3000;
}
