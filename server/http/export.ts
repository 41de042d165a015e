import { setImmediate as othersTurn } from "node:timers/promises";
import type { Endpoint } from "../contract/endpoint";
import type { exportCosts, exportSavings } from "../contract/exports";
import type { ExportedFile } from "../usecases/present/report-file";
import type { HttpApp } from "./app";
import { type Asked, handleWith, type RouteHandler } from "./handle";

/** What is sent at once: few turns for a million rows, and little to hold. */
const chunkLength = 65_536;

/** An answer that is a file to keep, sent as it is made. */
export function handleFile<E extends Endpoint>(
  endpoint: E,
  getApp: () => Promise<HttpApp>,
  fileOf: (asked: Asked<E>) => Promise<ExportedFile>,
): RouteHandler {
  return handleWith(endpoint, getApp, async (asked) => {
    const { name, type, text } = await fileOf(asked);
    return new Response(streamOf(text, asked), {
      headers: {
        "content-type": type,
        "content-disposition": `attachment; filename="${name}"`,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "x-request-id": asked.ctx.requestId,
      },
    });
  });
}

export function costsFile({ app, ctx, input }: Asked<typeof exportCosts>): Promise<ExportedFile> {
  return app.usecases.exportCosts(ctx, input);
}

export function savingsFile({ app, ctx, input }: Asked<typeof exportSavings>): Promise<ExportedFile> {
  return app.usecases.exportSavings(ctx, input);
}

/** A reader who is slow makes the writer wait; one who leaves makes it stop. */
function streamOf(
  text: ExportedFile["text"],
  { app, ctx }: Pick<Asked<Endpoint>, "app" | "ctx">,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const chunks = chunksOf(text);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const chunk = await chunks.next();
        if (chunk.done) controller.close();
        else controller.enqueue(encoder.encode(chunk.value));
      } catch (error) {
        // The headers are out: only a broken connection says that the file is not whole.
        app.log.error({ err: error, requestId: ctx.requestId }, "an export broke off");
        controller.error(error);
      }
    },
    async cancel() {
      await chunks.return();
    },
  });
}

async function* chunksOf(text: ExportedFile["text"]): AsyncGenerator<string, void, void> {
  let chunk = "";
  for await (const piece of text) {
    chunk += piece;
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = "";
    // What comes out of memory would keep everybody else waiting until its end.
    await othersTurn();
  }
  if (chunk !== "") yield chunk;
}
