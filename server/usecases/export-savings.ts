import type { QueryOf } from "../contract/endpoint";
import type { exportSavings as endpoint } from "../contract/exports";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { getSavings } from "./get-savings";
import { type ExportedFile, fileOf } from "./present/report-file";
import { savingsReport } from "./present/savings-report";

/** What pausing saved, as a file. @throws RefusalError invalid */
export async function exportSavings(
  deps: Deps,
  ctx: Context,
  { query: { format, ...query } }: { readonly query: QueryOf<typeof endpoint> },
): Promise<ExportedFile> {
  ctx.require("inventory:read");
  const savings = await getSavings(deps, ctx, { query });
  const [from, until] = [savings.from, savings.until].map((instant) => instant.slice(0, 10));
  return fileOf(savingsReport(savings, ctx.now), format, `standby-savings-${from}-${until}`);
}
