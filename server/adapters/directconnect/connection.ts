import { type Connection, DescribeConnectionsCommand, DirectConnectClient } from "@aws-sdk/client-direct-connect";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { arnHere } from "../described";
import { isWanted, metered, unpriced } from "../listing";
import { type Advice, defineReport } from "../report";

const text = z.string().nullable();

const detail = z.strictObject({
  /** ordering, requested, pending, available, down, deleting, unknown. */
  state: z.string(),
  /** "1Gbps"; null: AWS does not tell. */
  bandwidth: text,
  location: text,
  /** The Direct Connect partner whose port it is a part of; null: the port is its own. */
  partner: text,
  /** The link aggregation group that it is in. */
  group: text,
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "A connection bills its port by the hour until it is deleted, up or down, used or not",
  remedy:
    "Delete its virtual interfaces and then it, where nobody needs the line; a new one takes weeks, and the cross connect is cancelled with the data centre",
};

/** Direct Connect's ports. What is asked for and not there yet is listed, too: it will bill. */
export const directconnectConnection = defineReport<Detail>({
  kind: "directconnect.connection",
  title: "Direct Connect connection",
  plural: "Direct Connect connections",
  billedAs: "AWS Direct Connect",
  terraform: ["aws_dx_connection", "aws_dx_hosted_connection"],
  about,
  read: ["directconnect:DescribeConnections", "sts:GetCallerIdentity"],
  detail,
  advise,
  price,
  discover,
});

/** Ordering: its owner has not accepted it. Requested: AWS has not made it ready (API reference, Connection). */
const notYet: ReadonlySet<string> = new Set(["ordering", "requested"]);
/** No connection any more, and no connection at all. */
const gone: ReadonlySet<string> = new Set(["deleted", "rejected"]);

function advise({ detail: { state, partner, group } }: Observed<Detail>): Advice {
  if (notYet.has(state)) {
    return {
      saw: state,
      reason: "It is not there yet and bills no port; it will, by the hour, once it is up",
      remedy: "Delete the request where nobody needs the line any more",
    };
  }
  if (partner !== null) {
    return { saw: state, ...about, remedy: `${about.remedy}. Cancel it with ${partner}, which has a bill of its own` };
  }
  if (group === null) return { saw: state, ...about };
  return { saw: state, ...about, remedy: `${about.remedy}. It is one of the group ${group}, which may need so many` };
}

/** What a port costs depends on its speed, on the place, and on a flat rate that no list tells (AWS Direct Connect pricing). */
function price({ detail: { state, bandwidth, partner } }: Observed<Detail>): readonly CostLine[] {
  if (notYet.has(state)) return [];
  const port = `${bandwidth ?? "unknown speed"}${partner === null ? "" : `, a part of a port of ${partner}`}`;
  const since = state === "pending" ? "; from when it is up, or 90 days after it was ordered" : "";
  return [
    unpriced("Port hours", `${port}${since}; not in the catalogue`, "hour"),
    metered("Data transfer", "by the GB that leaves AWS over it"),
  ];
}

/** All are read, also for a look at a few: a call takes one id, and refuses one that is not there. */
async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const list = pages(
    (nextToken) => aws.read(DirectConnectClient, new DescribeConnectionsCommand({ ...(nextToken && { nextToken }) })),
    (out) => out.nextToken,
  );
  for await (const { connections = [] } of list) {
    for (const connection of connections) {
      const { connectionId, connectionState = "unknown" } = connection;
      if (isWanted(connectionId, only) && !gone.has(connectionState)) yield await observed(connection, aws);
    }
  }
}

async function observed(connection: Connection, aws: ReadDoor): Promise<Observed<Detail>> {
  const { connectionId: id = "", tags = [], vlan, partnerName } = connection;
  const bandwidth = connection.bandwidth ?? null;
  return {
    nativeId: id,
    arn: await arnHere(aws, "directconnect", `dxcon/${id}`),
    name: connection.connectionName || id,
    type: bandwidth ?? "unknown speed",
    tags: Object.fromEntries(tags.map(({ key = "", value = "" }) => [key, value])),
    detail: {
      state: connection.connectionState ?? "unknown",
      bandwidth,
      location: connection.location ?? null,
      // Only a part of somebody's port has a VLAN of its own; a partner may also have laid a line of one's own.
      partner: vlan ? (partnerName ?? "its partner") : null,
      group: connection.lagId ?? null,
    },
  };
}
