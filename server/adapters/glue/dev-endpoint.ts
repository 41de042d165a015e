import { type DevEndpoint, GetDevEndpointsCommand, GlueClient } from "@aws-sdk/client-glue";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { arnHere } from "../described";
import { isWanted, unpriced, withTags } from "../listing";
import { type Advice, defineReport } from "../report";
import { capacityOf, unitsOf } from "./dpu";

const detail = z.strictObject({
  /** PROVISIONING, READY. */
  status: z.string(),
  capacity: z.string(),
  /** Null: AWS does not tell, or not in units that it has a price for. */
  units: z.number().nullable(),
  createdAt: z.string().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "A development endpoint has no stop: its DPU-hours bill from when it is there until it is deleted",
  remedy:
    "Delete it: aws glue delete-dev-endpoint --endpoint-name … ; what is only on it is lost. AWS recommends interactive sessions instead, which end by themselves",
};

/** Development endpoints, of Glue 0.9 and 1.0. The console has not shown them since March 2023: they are easily forgotten. */
export const glueDevEndpoint = defineReport<Detail>({
  kind: "glue.devEndpoint",
  title: "Glue development endpoint",
  plural: "Glue development endpoints",
  billedAs: "AWS Glue",
  terraform: ["aws_glue_dev_endpoint"],
  about,
  read: ["glue:GetDevEndpoints", "sts:GetCallerIdentity", "tag:GetResources"],
  detail,
  advise: ({ detail: { status } }): Advice => ({ saw: status, ...about }),
  price,
  idle: { untold: "Glue publishes metrics of jobs, and none of a development endpoint" },
  discover,
});

function price({ detail: { capacity, units } }: Observed<Detail>): readonly CostLine[] {
  const label = "Development endpoint";
  if (units === null) return [unpriced(label, capacity, "hour")];
  const key = { table: "glue", key: "devEndpointDpuHour" };
  return [{ label, note: capacity, price: key, quantity: units, unit: "hour", stopsWhenPaused: false }];
}

/** One that could not be made is left in the list, and holds no machines. */
const failed = "FAILED";

async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const list = pages(
    (NextToken) => aws.read(GlueClient, new GetDevEndpointsCommand({ ...(NextToken && { NextToken }) })),
    (out) => out.NextToken,
  );
  const found: Omit<Observed<Detail>, "tags">[] = [];
  for await (const { DevEndpoints = [] } of list) {
    for (const one of DevEndpoints) {
      if (one.Status !== failed && isWanted(one.EndpointName, only)) found.push(await observed(one, aws));
    }
  }
  yield* await withTags(aws, null, found);
}

async function observed(endpoint: DevEndpoint, aws: ReadDoor): Promise<Omit<Observed<Detail>, "tags">> {
  const name = endpoint.EndpointName ?? "";
  const { WorkerType = null, NumberOfWorkers = null, NumberOfNodes = null } = endpoint;
  const capacity = capacityOf(WorkerType, NumberOfWorkers, NumberOfNodes);
  return {
    nativeId: name,
    arn: await arnHere(aws, "glue", `devEndpoint/${name}`),
    name,
    type: capacity,
    detail: {
      status: endpoint.Status ?? "unknown",
      capacity,
      units: unitsOf(WorkerType, NumberOfWorkers, NumberOfNodes),
      createdAt: endpoint.CreatedTimestamp?.toISOString() ?? null,
    },
  };
}
