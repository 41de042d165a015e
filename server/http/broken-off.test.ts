import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { Readable } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { endpoints } from "../contract/endpoints";
import { type FakeApp, fakeApp } from "../testing/http-app";
import { handle } from "./handle";

/** Whoever sends a body may go away half way, over a real socket: it is a line of the log, and no error of Standby's. */

let app: FakeApp;
let server: Server;
let asked: number;

beforeEach(async () => {
  asked = 0;
  app = fakeApp({
    createGroup: async () => {
      asked += 1;
      return { id: "grp_1" };
    },
  });
  const handler = handle(endpoints.createGroup, async () => app);
  server = createServer(async (incoming, outgoing) => {
    const request = new Request(`http://standby.local${incoming.url}`, {
      method: "POST",
      headers: incoming.headers as Record<string, string>,
      body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>,
      duplex: "half",
    } as RequestInit);
    const response = await handler(request, { params: Promise.resolve({}) });
    outgoing.writeHead(response.status).end(await response.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

const body = JSON.stringify({ name: "dev", filter: { tags: ["Environment=dev"] } });

/** A connection that has sent the head and this much of the body. */
async function sending(part: string): Promise<Socket> {
  const { authorization } = await app.bearer("admin");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  const head = ["POST /api/v1/groups HTTP/1.1", "host: standby.local", `authorization: ${authorization}`];
  const length = `content-length: ${body.length}`;
  socket.write(`${[...head, length, "content-type: application/json"].join("\r\n")}\r\n\r\n${part}`);
  return socket;
}

const lines = () =>
  app.logged.map(({ level, fields, message }) => [level, message, (fields as { status: number }).status]);
const logged = () => expect.poll(lines, { timeout: 5_000 });

test.each(["destroy", "resetAndDestroy"] as const)(
  "a body that breaks off (%s) is one line of the log, and nothing is done",
  async (end) => {
    const socket = await sending(body.slice(0, 10));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(lines()).toEqual([]);
    socket[end]();
    await logged().toEqual([["info", "request", 400]]);
    expect(asked).toBe(0);
  },
);

test("the whole body on the same wire is taken", async () => {
  const socket = await sending(body);
  await logged().toEqual([["info", "request", 201]]);
  expect(asked).toBe(1);
  socket.destroy();
});
