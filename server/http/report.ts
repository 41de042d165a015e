import type { reportOperation } from "../contract/report";
import { operationFile } from "../usecases/present/operation-report";
import type { ExportedFile } from "../usecases/present/report-file";
import type { Asked } from "./handle";

/** The report of an operation as a file to keep, in the form that was asked for. */
export async function reportFile({ app, ctx, input }: Asked<typeof reportOperation>): Promise<ExportedFile> {
  return operationFile(await app.usecases.reportOperation(ctx, input), input.query.format, ctx.now);
}
