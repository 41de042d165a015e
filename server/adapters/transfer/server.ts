import { StartServerCommand, StopServerCommand, TransferClient } from "@aws-sdk/client-transfer";
import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Hazard } from "../../core/plan";
import { defineAdapter } from "../contract";
import { oneByOne } from "../one-by-one";
import { type Advice, switchOf } from "../switch";
import {
  discover,
  type ServerConfiguration,
  type ServerDetail,
  serverConfiguration,
  serverDetail,
} from "./server-detail";

const saved = z.strictObject({ state: z.literal("ONLINE"), configuration: serverConfiguration });

type Op = "stop" | "start";

const server = switchOf<ServerDetail, ServerConfiguration, "ONLINE", Op>({
  thing: "server",
  on: ["ONLINE"],
  off: ["OFFLINE"],
  broken,
  turnOff: "stop",
  turnOn: () => ({ op: "start" }),
  setsBack: false,
  hazards,
});

/**
 * Transfer Family servers: stopped and started, so that nobody delivers files into what is paused. It saves nothing:
 * "Stopping the server does not reduce or impact your file transfer protocol endpoint billing; you must delete the server
 * to stop being billed" (Transfer Family API reference, StopServer). Deleting would lose host keys and addresses.
 */
export const transferServer = defineAdapter<ServerDetail, z.infer<typeof saved>, Op, object>({
  kind: "transfer.server",
  title: "Transfer Family server",
  plural: "Transfer Family servers",
  billedAs: "AWS Transfer Family",
  about: {
    pause: "Takes it offline, so that nobody delivers files into what is paused.",
    resume: "Brings it online again.",
    saves:
      "The configuration: endpoint, protocols, identity provider, certificate, host key fingerprint, security policy, logging and workflows.",
    stillCosts: "All of it: AWS bills each protocol until the server is deleted. A pause saves nothing.",
    hazards: ["Transfers that run are cut off, and nobody can connect."],
  },
  waveTitle: "File transfer",
  restore: "exact",
  wave: 80,
  iam: {
    read: ["transfer:ListServers", "transfer:DescribeServer"],
    pause: ["transfer:StopServer"],
    resume: ["transfer:StartServer"],
  },
  terraform: { aws_transfer_server: { drift: () => [] } },
  detail: serverDetail,
  saved: { version: 1, schema: saved },
  options: z.strictObject({}),
  // AWS names no bound; half an hour is this product's own.
  timing: { pollSeconds: 15, giveUpSeconds: 1800, expectSeconds: { pause: 60, resume: 120 } },
  batch: { stop: 1, start: 1 },
  ...server,
  relations: () => [],
  price: ({ detail }) => lines(detail.configuration),
  discover,
  apply: (aws, op, items) =>
    oneByOne(items, ({ nativeId }) =>
      op === "stop"
        ? aws.act(TransferClient, new StopServerCommand({ ServerId: nativeId }))
        : aws.act(TransferClient, new StartServerCommand({ ServerId: nativeId })),
    ),
});

function broken(state: string): Advice | null {
  if (state !== "START_FAILED" && state !== "STOP_FAILED") return null;
  return {
    reason: `AWS could not ${state === "START_FAILED" ? "start" : "stop"} it`,
    remedy: "Look at its endpoint, subnets and identity provider, and start or stop it in the Transfer Family console",
  };
}

/** Each protocol bills by the hour for as long as the server exists, whether or not it is online. */
function lines({ protocols }: ServerConfiguration): CostLine[] {
  return [
    {
      label: "Endpoint hours",
      note: `${protocols.join(", ") || "its protocols"}, billed while stopped, too: their price is not in the catalogue`,
      price: null,
      quantity: Math.max(1, protocols.length),
      unit: "hour",
      stopsWhenPaused: false,
    },
    {
      label: "Data",
      note: "billed per GB that is transferred",
      price: null,
      quantity: "metered",
      unit: "month",
      stopsWhenPaused: true,
    },
  ];
}

function hazards({ configuration: { workflows } }: ServerDetail): (Hazard | false)[] {
  return [
    {
      level: "warning",
      code: "server-saves-nothing",
      title: "Saves nothing",
      detail: "AWS bills each protocol of the server until it is deleted. It is only stopped so that nothing comes in.",
    },
    {
      level: "warning",
      code: "transfers-refused",
      title: "Nobody can deliver or fetch files",
      detail: "Transfers that run are cut off, and partners cannot connect until it is online again.",
    },
    workflows.length > 0 && {
      level: "note",
      code: "workflows-idle",
      title: "Its workflows start nothing",
      detail: "They run after an upload, and there are none while it is offline.",
    },
  ];
}
