import type { reportOperation, WireOperationReport } from "../contract/report";
import { reportCsv } from "../usecases/present/operation-report";
import type { HttpApp } from "./app";
import { handleWith, type RouteHandler } from "./handle";

/** The report of an operation as a file to keep, in the form that was asked for. */
export function handleReport(endpoint: typeof reportOperation, getApp: () => Promise<HttpApp>): RouteHandler {
  return handleWith(endpoint, getApp, async ({ app, ctx, input }) => {
    const { format } = input.query;
    const report = await app.usecases.reportOperation(ctx, input);
    return new Response(format === "csv" ? reportCsv(report) : JSON.stringify(report), {
      headers: {
        "content-type": format === "csv" ? "text/csv; charset=utf-8; header=present" : "application/json",
        "content-disposition": `attachment; filename="${fileName(report)}.${format}"`,
        "cache-control": "no-store",
        "x-request-id": ctx.requestId,
      },
    });
  });
}

function fileName({ number }: WireOperationReport): string {
  return `standby-operation-${number}`;
}
