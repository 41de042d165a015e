import type { QueryOf } from "../contract/endpoint";
import type { exportCosts as endpoint } from "../contract/exports";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { focusFile } from "./export-costs-focus";
import { getCosts } from "./get-costs";
import { costReport } from "./present/cost-report";
import { type ExportedFile, fileOf } from "./present/report-file";

/** What AWS charged, as a file. Asks nothing of AWS. @throws RefusalError invalid */
export async function exportCosts(
  deps: Deps,
  ctx: Context,
  { query: { format, ...query } }: { readonly query: QueryOf<typeof endpoint> },
): Promise<ExportedFile> {
  ctx.require("inventory:read");
  if (format === "focus") return focusFile(deps, ctx, query);
  const costs = await getCosts(deps, ctx, { query });
  return fileOf(costReport(costs, ctx.now), format, `standby-costs-${costs.from}-${costs.until}`);
}
