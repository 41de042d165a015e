import type { CostLine } from "../../core/money";
import type { DatabaseConfiguration } from "./instance-detail";

/** What a DB instance bills: class hours, which end with a stop, and storage, which does not. */
export function databaseLines(configuration: DatabaseConfiguration): CostLine[] {
  return [hours(configuration), storage(configuration), ...provisionedIops(configuration)];
}

function hours(configuration: DatabaseConfiguration): CostLine {
  const { engine, class: instanceClass, multiAz, licenseModel } = configuration;
  const zones = multiAz ? "Multi-AZ" : "one zone";
  const licence = isLicensed(engine) ? `, ${licenseModel ?? "of an unknown licence"}` : "";
  return {
    label: "Database hours",
    note: `${instanceClass} ${engine}, ${zones}${licence}`,
    price: hoursPrice(configuration),
    quantity: 1,
    unit: "hour",
    stopsWhenPaused: true,
  };
}

const isLicensed = (engine: string): boolean => /^(oracle|sqlserver|db2)-/.test(engine);

/**
 * The catalogue lists the open-source engines. The price of a licensed engine depends on edition and licence, and only
 * AWS's price list tells it; a container database (`oracle-ee-cdb`) is sold as its edition.
 */
function hoursPrice({ engine, class: instanceClass, multiAz, licenseModel }: DatabaseConfiguration): CostLine["price"] {
  if (isLicensed(engine) && licenseModel) {
    const edition = engine.replace(/-cdb$/, "");
    return { table: "rds.licensed", key: `${edition}:${licenseModel}:${instanceClass}:${zonesOf(multiAz)}` };
  }
  if (!["mysql", "postgres", "mariadb"].includes(engine)) return null;
  if (multiAz) return { table: "rds.multiAz", key: `${engine}:${instanceClass}` };
  return { table: `rds.instance.${engine}`, key: instanceClass };
}

function storage({ storage: { type, gigabytes }, multiAz }: DatabaseConfiguration): CostLine {
  const name = type === "standard" ? "magnetic" : type;
  return {
    label: "Database storage",
    note: `${gigabytes} GB ${name ?? "of an unknown type"}, billed while stopped`,
    price: name ? { table: "rds.storage", key: `${name}.${zonesOf(multiAz)}` } : null,
    quantity: gigabytes,
    unit: "month",
    stopsWhenPaused: false,
  };
}

const zonesOf = (multiAz: boolean): string => (multiAz ? "multiAz" : "singleAz");

/** IOPS above what the size includes are billed. */
function provisionedIops({ storage: { type, iops, gigabytes }, engine, multiAz }: DatabaseConfiguration): CostLine[] {
  const quantity = Math.max(0, (iops ?? 0) - includedIops(type, gigabytes, engine));
  if (quantity === 0) return [];
  const note = `${quantity} IOPS ${type}${multiAz ? ", Multi-AZ" : ""}`;
  const price = { table: "rds.provisioned", key: `${type}.iops.${zonesOf(multiAz)}` };
  return [{ label: "Provisioned IOPS", note, price, quantity, unit: "month", stopsWhenPaused: false }];
}

/** gp3 includes 3,000 IOPS, and 12,000 once it is striped: from 400 GB, Oracle from 200 GB, SQL Server never (RDS User Guide). */
function includedIops(type: string | null, gigabytes: number, engine: string): number {
  if (type === "io1" || type === "io2") return 0;
  if (type !== "gp3") return Number.POSITIVE_INFINITY;
  if (engine.startsWith("sqlserver")) return 3000;
  return gigabytes >= (engine.startsWith("oracle") ? 200 : 400) ? 12_000 : 3000;
}
