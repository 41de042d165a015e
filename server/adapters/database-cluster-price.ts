import type { CostLine } from "../core/money";
import type { ClusterDetail } from "./database-cluster-detail";

/** What a DB cluster bills: the hours of its members, which end with a stop, and its storage, which does not. */

/** The class that stands for a serverless member. */
const serverlessClass = "db.serverless";

/** One line for each class of members. `table` null: its price is in no list here, and `why` says so. */
export function memberLines(
  { members, configuration }: ClusterDetail,
  { table, why }: { readonly table: string | null; readonly why: string },
): CostLine[] {
  const classes = [...new Set(members.map((member) => member.class))].filter((name) => name !== serverlessClass);
  return classes.map((name) => {
    const quantity = members.filter((member) => member.class === name).length;
    const note = `${quantity} × ${name} ${configuration.engine}`;
    return {
      label: "Database hours",
      note: table ? note : `${note}: ${why}`,
      price: table ? { table, key: name } : null,
      quantity,
      unit: "hour",
      stopsWhenPaused: true,
    };
  });
}

/**
 * Serverless members bill what they use between two limits: the lower one is what they bill at least, and only the bill
 * knows the rest.
 */
export function serverlessLines(
  { members, configuration: { serverless } }: ClusterDetail,
  { unit, price, why }: { readonly unit: string; readonly price: CostLine["price"]; readonly why: string },
): CostLine[] {
  const count = members.filter((member) => member.class === serverlessClass).length;
  if (count === 0) return [];
  const range = serverless ? `${serverless.min} to ${serverless.max} ${unit}` : `an unknown number of ${unit}`;
  const note = `${count} × ${range}${price ? "" : `: ${why}`}`;
  const line = { price, unit: "hour" as const, stopsWhenPaused: true };
  const least = (serverless?.min ?? 0) * count;
  return [
    ...(least > 0 ? [{ ...line, label: "Capacity at least", note, quantity: least }] : []),
    { ...line, label: least > 0 ? "Capacity above the least" : "Capacity", note, quantity: "metered" as const },
  ];
}

/** Storage grows with the data, and no description tells its size. */
export function storageLine(note: string, price: CostLine["price"]): CostLine {
  return {
    label: "Database storage",
    note: `${note}, billed while stopped`,
    price,
    quantity: "metered",
    unit: "month",
    stopsWhenPaused: false,
  };
}
