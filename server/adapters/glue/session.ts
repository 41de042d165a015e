import { GlueClient, ListSessionsCommand, type Session } from "@aws-sdk/client-glue";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { arnHere } from "../described";
import { isWanted, unpriced, withTags } from "../listing";
import { type Advice, defineReport } from "../report";
import { capacityOf } from "./dpu";

const detail = z.strictObject({
  /** READY, PROVISIONING. */
  status: z.string(),
  capacity: z.string(),
  /** Minutes without a statement after which Glue ends it; null: AWS does not tell. */
  idleTimeout: z.number().nullable(),
  createdAt: z.string().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "An interactive session bills its DPU-hours while it is open, whether a statement runs in it or not",
  remedy: "Stop it (what was computed in it is lost), and give the next one a short idle timeout",
};

/** Only those that are open: one that ended cannot be opened again, and bills nothing. */
const open: ReadonlySet<string> = new Set(["PROVISIONING", "READY"]);

/** Interactive sessions of notebooks and studios. */
export const glueSession = defineReport<Detail>({
  kind: "glue.session",
  title: "Glue session",
  plural: "Glue sessions",
  billedAs: "AWS Glue",
  about,
  read: ["glue:ListSessions", "sts:GetCallerIdentity", "tag:GetResources"],
  detail,
  advise,
  price: ({ detail: { capacity } }): readonly CostLine[] => [
    unpriced("Session", `${capacity}; not in the catalogue`, "hour"),
  ],
  discover,
});

function advise({ detail: { status, idleTimeout } }: Observed<Detail>): Advice {
  if (idleTimeout === null) return { saw: status, ...about };
  return { saw: status, ...about, remedy: `${about.remedy}. This one ends after ${idleTimeout} minutes without use` };
}

async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const list = pages(
    (NextToken) => aws.read(GlueClient, new ListSessionsCommand({ ...(NextToken && { NextToken }) })),
    (out) => out.NextToken,
  );
  const found: Omit<Observed<Detail>, "tags">[] = [];
  for await (const { Sessions = [] } of list) {
    for (const session of Sessions) {
      if (open.has(session.Status ?? "") && isWanted(session.Id, only)) found.push(await observed(session, aws));
    }
  }
  yield* await withTags(aws, null, found);
}

async function observed(session: Session, aws: ReadDoor): Promise<Omit<Observed<Detail>, "tags">> {
  const id = session.Id ?? "";
  const { WorkerType, NumberOfWorkers, MaxCapacity } = session;
  const capacity = capacityOf(WorkerType ?? null, NumberOfWorkers ?? null, MaxCapacity ?? null);
  return {
    nativeId: id,
    arn: await arnHere(aws, "glue", `session/${id}`),
    name: id,
    type: capacity,
    detail: {
      status: session.Status ?? "",
      capacity,
      idleTimeout: session.IdleTimeout ?? null,
      createdAt: session.CreatedOn?.toISOString() ?? null,
    },
  };
}
