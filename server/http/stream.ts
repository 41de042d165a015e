import type { streamOperation, WireOperationEvent } from "../contract/operations";
import type { HttpApp } from "./app";
import { type Asked, handleWith, type RouteHandler } from "./handle";

/** Proxies close a silent connection after 30 to 60 seconds. */
const heartbeatMs = 15_000;
/** How long a stream may take to say that it cannot begin (not found), before it is opened. */
const openingMs = 100;

/** Server-sent events of one operation: `id:` is the durable number of the event, so that a reader can go on from it. */
export function handleStream(endpoint: typeof streamOperation, getApp: () => Promise<HttpApp>): RouteHandler {
  return handleWith(endpoint, getApp, openStream);
}

async function openStream({ app, ctx, input, request }: Asked<typeof streamOperation>): Promise<Response> {
  const gone = new AbortController();
  request.signal.addEventListener("abort", () => gone.abort(), { once: true });
  if (request.signal.aborted) gone.abort();
  const lastEventId = lastSeen(request.headers) ?? input.query.after ?? 0;
  const { params, query } = input;
  const events = app.usecases.streamOperation(ctx, { params, query, lastEventId, signal: gone.signal });
  const iterator = events[Symbol.asyncIterator]();
  const first = iterator.next();
  first.catch(() => undefined); // it is awaited below, but only once somebody reads
  await orPause(first, openingMs, gone.signal);

  const frames = framesOf({ iterator, first, lastEventId, now: () => app.clock.now(), signal: gone.signal });
  const encoder = new TextEncoder();
  let left = false;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const frame = await frames.next();
        // The reader left while the next event was waited for: its controller is closed already.
        if (left) return;
        if (frame.done) controller.close();
        else controller.enqueue(encoder.encode(frame.value));
      } catch (error) {
        // The headers are out: breaking off makes the reader come back with Last-Event-ID.
        app.log.error({ err: error, requestId: ctx.requestId }, "an event stream broke off");
        gone.abort();
        controller.error(error);
      }
    },
    cancel() {
      left = true;
      gone.abort();
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
      "x-request-id": ctx.requestId,
    },
  });
}

interface Frames {
  readonly iterator: AsyncIterator<WireOperationEvent>;
  readonly first: Promise<IteratorResult<WireOperationEvent>>;
  readonly lastEventId: number;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

async function* framesOf({ iterator, first, lastEventId, now, signal }: Frames): AsyncGenerator<string, void> {
  yield "retry: 2000\n\n";
  let next = first;
  let seq = lastEventId;
  try {
    while (!signal.aborted) {
      const step = await orPause(next, heartbeatMs, signal);
      if (signal.aborted) return;
      if (step === "paused") {
        yield ": still here\n\n";
        continue;
      }
      if (step.done) {
        // Nothing comes any more and no `done` was in the rest: a reader who came late must not wait for ever.
        yield frame({ seq, at: now().toISOString(), type: "done", resourceId: null, state: "", text: "Over before." });
        return;
      }
      seq = step.value.seq;
      yield frame(step.value);
      if (step.value.type === "done") return;
      next = iterator.next();
    }
  } finally {
    // Not awaited: a generator that waits for its next event returns only once that wait is over.
    void iterator.return?.().then(undefined, () => undefined);
  }
}

function frame(event: WireOperationEvent): string {
  return `id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

function lastSeen(headers: Headers): number | null {
  const text = headers.get("last-event-id") ?? "";
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** What the promise gives, or "paused" when that takes longer than `ms` or the signal aborts. Leaves nothing behind. */
async function orPause<T>(promise: Promise<T>, ms: number, signal: AbortSignal): Promise<T | "paused"> {
  let end = () => {};
  const pause = new Promise<"paused">((resolve) => {
    const timer = setTimeout(() => end(), ms);
    end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve("paused");
    };
    signal.addEventListener("abort", end, { once: true });
    if (signal.aborted) end();
  });
  try {
    return await Promise.race([promise, pause]);
  } finally {
    end();
  }
}
