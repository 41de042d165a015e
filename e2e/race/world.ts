import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { LampDetail } from "../../server/testing/lamp";

/**
 * AWS for processes that race: lamps behind HTTP, in the test's own process, with a record of every call that arrived.
 * Answers of reads and changes are lost now and then, as on any network.
 */

/** One item of one changing call, as it arrived. */
export interface Arrival {
  readonly process: string;
  /** Just before the process asked for the right to send it, by its own clock; the same machine's as all others. */
  readonly sentAt: number;
  readonly at: number;
  /** Operation, resource and step. */
  readonly token: string;
  readonly nativeId: string;
  readonly op: string;
  /** Lost on the way here: nothing happened. */
  readonly isLost: boolean;
  /** False: it was so already, or on its way there. The call was needless. */
  readonly isNeeded: boolean;
}

export interface ApplyRequest {
  readonly process: string;
  readonly sentAt: number;
  readonly op: string;
  readonly items: readonly { readonly nativeId: string; readonly params: unknown; readonly token: string }[];
}

export interface World {
  readonly url: string;
  readonly lamps: ReadonlyMap<string, LampDetail>;
  readonly arrivals: readonly Arrival[];
  stop(): Promise<void>;
}

interface Lamp extends LampDetail {
  /** When what was asked for last is reached. */
  settledAt: number;
}

/** A lamp takes this long to go on or off. */
const settleMs = 60;

export async function startWorld(dimmers: Readonly<Record<string, number>>): Promise<World> {
  const lamps = new Map<string, Lamp>();
  for (const [id, dimmer] of Object.entries(dimmers)) {
    lamps.set(id, { on: true, dimmer, moving: false, broken: false, settledAt: 0 });
  }
  const arrivals: Arrival[] = [];
  const seen = new Set<string>();
  let count = 0;

  function look(ids: readonly string[]): Readonly<Record<string, LampDetail>> {
    const now = Date.now();
    return Object.fromEntries(
      ids.flatMap((id) => {
        const lamp = lamps.get(id);
        return lamp ? [[id, { ...lamp, moving: lamp.settledAt > now }]] : [];
      }),
    );
  }

  /** Every seventh call is lost on its way here and every fifth answer on its way back, each step's first try only. */
  function apply({ process, sentAt, op, items }: ApplyRequest): "answered" | "lost" {
    count += 1;
    const isFirst = items.every(({ token }) => !seen.has(token));
    const isLost = isFirst && count % 7 === 0;
    for (const { nativeId, params, token } of items) {
      const lamp = lamps.get(nativeId);
      if (!lamp) throw new Error(`There is no lamp ${nativeId}`);
      const at = Date.now();
      const to = (params as { to: number } | null)?.to ?? 0;
      const isNeeded = op === "dim" ? lamp.dimmer !== to : lamp.on !== (op === "on");
      arrivals.push({ process, sentAt, at, token, nativeId, op, isLost, isNeeded });
      seen.add(token);
      if (isLost) continue;
      if (op === "dim") lamp.dimmer = to;
      else Object.assign(lamp, { on: op === "on", settledAt: at + settleMs });
    }
    return isLost || (isFirst && count % 5 === 0) ? "lost" : "answered";
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body: unknown = JSON.parse(await bodyOf(request));
    if (request.url === "/look") {
      response.end(JSON.stringify(look(body as readonly string[])));
      return;
    }
    if (apply(body as ApplyRequest) === "lost") request.socket.destroy();
    else response.end("{}");
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  // A process that was frozen for longer than Node's five seconds would find its connection closed, and send nothing late.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    lamps,
    arrivals,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}
