import { createServer, type IncomingHttpHeaders, type OutgoingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { vi } from "vitest";

/** A small server on loopback in the place of AWS, and keys for the real SDK clients that are sent against it. */

export interface LoopbackRequest {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface LoopbackAnswer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly text: string;
}

export interface Loopback {
  readonly url: string;
  close(): Promise<void>;
}

/** Whose keys they are it says by itself: all doors ask that before anything else. */
export async function loopback(
  answer: (request: LoopbackRequest) => LoopbackAnswer,
  awsAccountId = () => "111122223333",
): Promise<Loopback> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const asked = { headers: request.headers, text: Buffer.concat(chunks).toString() };
      const isWho = asked.text.includes("Action=GetCallerIdentity");
      const { status, headers, text } = isWho ? callerIdentity(awsAccountId()) : answer(asked);
      response.writeHead(status, headers).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      vi.unstubAllEnvs();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function callerIdentity(number: string): LoopbackAnswer {
  const text =
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
    `<Account>${number}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
  return { status: 200, headers: { "content-type": "text/xml" }, text };
}
