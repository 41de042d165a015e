import type { CostLine } from "../../core/money";
import { isOnDemand, type TableDetail } from "./table-detail";

/** What a table bills: provisioned units, which end on demand, and storage, which does not. */
export function tableLines({ configuration, bytes }: TableDetail): readonly CostLine[] {
  // The catalogue has the Standard class; Infrequent Access is billed otherwise.
  const isStandard = configuration.tableClass === "STANDARD";
  const priced = (key: string) => (isStandard ? { table: "dynamodb", key } : null);
  const suffix = isStandard ? "" : `, ${configuration.tableClass}: its price is not in the catalogue`;
  const gigabytes = bytes / 2 ** 30;
  const unitsOf = (kind: "read" | "write") =>
    Object.entries(configuration.capacity).reduce((sum, [unit, n]) => sum + (unit.endsWith(`/${kind}`) ? n : 0), 0);
  const provisioned = (kind: "read" | "write", key: string): CostLine => ({
    label: kind === "read" ? "Read capacity" : "Write capacity",
    note: `${unitsOf(kind)} units of the table and its indexes${suffix}`,
    price: priced(key),
    quantity: unitsOf(kind),
    unit: "hour",
    stopsWhenPaused: true,
  });
  return [
    ...(isOnDemand(configuration) ? [] : [provisioned("read", "rcuHour"), provisioned("write", "wcuHour")]),
    {
      label: "Storage",
      note: `${gigabytes.toFixed(1)} GB${suffix}`,
      price: priced("storageGbMonth"),
      quantity: gigabytes,
      unit: "month",
      stopsWhenPaused: false,
    },
    {
      label: "On-demand requests",
      note: "by request, while it is on demand",
      price: priced("writeRequestUnit"),
      quantity: "metered",
      unit: "month",
      stopsWhenPaused: false,
    },
  ];
}
