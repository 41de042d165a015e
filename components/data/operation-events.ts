import type { WireOperation, WireOperationEvent } from "@/server/contract/operations";
import { countItems, type ItemState, itemStates, type OperationState, operationStates } from "@/server/core/operation";

/** live: events arrive as they happen · reconnecting: the browser is trying again · polling: asked every two seconds */
export type Connection = "live" | "reconnecting" | "polling" | "over";

/** The part of the browser's EventSource that is used. */
export interface EventStream {
  readonly readyState: number;
  addEventListener(type: string, listen: (message: { readonly data: string }) => void): void;
  close(): void;
}

export interface Follow {
  /** Opens the stream of everything after the event with this number. */
  readonly open: (after: number) => EventStream;
  readonly after: number;
  readonly onEvents: (events: readonly WireOperationEvent[]) => void;
  readonly onConnection: (connection: Connection) => void;
  /** Called while there is no stream: read the operation another way. */
  readonly onPoll: () => void;
}

const batchMs = 100;
const pollMs = 2_000;
const reopenMs = 10_000;
const closed = 2;
const eventTypes = ["item", "state", "call", "done"] as const;

/**
 * Follows an operation until it is over. Events are handed on at most ten times a second: an operation on 2,000
 * resources must not draw the page 2,000 times. The browser reconnects by itself with Last-Event-ID; where it gives up
 * (the server answered with an error), the operation is polled and the stream is tried again every ten seconds.
 * @returns a function that stops following
 */
export function followOperation(follow: Follow): () => void {
  let last = follow.after;
  let waiting: WireOperationEvent[] = [];
  let stream: EventStream | null = null;
  let flushTimer: ReturnType<typeof setTimeout> | null = null;
  let pollTimer: ReturnType<typeof setInterval> | null = null;
  let reopenTimer: ReturnType<typeof setTimeout> | null = null;

  const flush = () => {
    flushTimer = null;
    const events = waiting;
    waiting = [];
    if (events.length > 0) follow.onEvents(events);
  };

  const stop = () => {
    stream?.close();
    if (flushTimer) clearTimeout(flushTimer);
    if (pollTimer) clearInterval(pollTimer);
    if (reopenTimer) clearTimeout(reopenTimer);
  };

  const receive = (message: { readonly data: string }) => {
    const event = JSON.parse(message.data) as WireOperationEvent;
    if (event.seq > last) {
      last = event.seq;
      waiting.push(event);
    }
    if (event.type !== "done") {
      flushTimer ??= setTimeout(flush, batchMs);
      return;
    }
    flush();
    stop();
    follow.onConnection("over");
  };

  const poll = () => {
    follow.onConnection("polling");
    pollTimer ??= setInterval(follow.onPoll, pollMs);
    reopenTimer = setTimeout(open, reopenMs);
  };

  const open = () => {
    const opened = follow.open(last);
    stream = opened;
    for (const type of eventTypes) opened.addEventListener(type, receive);
    opened.addEventListener("open", () => {
      if (pollTimer) clearInterval(pollTimer);
      pollTimer = null;
      follow.onConnection("live");
    });
    opened.addEventListener("error", () => {
      if (opened.readyState === closed) poll();
      else follow.onConnection("reconnecting");
    });
  };

  open();
  return stop;
}

/** The operation as it is after these events: states and counts. Money and words come with the next read. Pure. */
export function applyEvents(operation: WireOperation, events: readonly WireOperationEvent[]): WireOperation {
  const states = new Map<string, ItemState>();
  let state: OperationState = operation.state;
  let lastEvent = operation.lastEvent;
  for (const event of events) {
    if (event.seq <= operation.lastEvent) continue;
    lastEvent = Math.max(lastEvent, event.seq);
    if (event.resourceId !== null && isItemState(event.state)) states.set(event.resourceId, event.state);
    if (event.resourceId === null && isOperationState(event.state)) state = event.state;
  }
  const resources = operation.resources.map((item) => ({ ...item, state: states.get(item.resourceId) ?? item.state }));
  return { ...operation, state, lastEvent, resources, counts: countItems(resources.map((item) => item.state)) };
}

function isItemState(state: string): state is ItemState {
  return itemStates.some((known) => known === state);
}

function isOperationState(state: string): state is OperationState {
  return operationStates.some((known) => known === state);
}
