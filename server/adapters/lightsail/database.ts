import { GetRelationalDatabasesCommand, LightsailClient, type RelationalDatabase } from "@aws-sdk/client-lightsail";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { isWanted, unpriced } from "../listing";
import { type Advice, defineReport } from "../report";
import { hasLightsail, lightsailTags } from "./place";

const detail = z.strictObject({
  /** available, stopped, and the other words of RDS. */
  state: z.string(),
  plan: z.string(),
  engine: z.string(),
  zone: z.string().nullable(),
  highlyAvailable: z.boolean(),
  createdAt: z.string().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "Its plan bills until it is deleted, running or stopped, so a stop saves nothing",
  remedy: "Take a snapshot, which bills less, and delete it; one that is made of the snapshot has a new endpoint",
};

/**
 * Lightsail databases can be stopped for seven days (Lightsail API reference, StopRelationalDatabase), but their plan
 * bills until they are deleted: a stop would save nothing.
 */
export const lightsailDatabase = defineReport<Detail>({
  kind: "lightsail.database",
  title: "Lightsail database",
  plural: "Lightsail databases",
  billedAs: "Amazon Lightsail",
  terraform: ["aws_lightsail_database"],
  about,
  read: ["lightsail:GetRelationalDatabases"],
  detail,
  advise,
  price: ({ detail: { plan } }) => [unpriced("Plan", `${plan}: its price is not in the catalogue`)],
  discover,
});

function advise({ detail: { state } }: Observed<Detail>): Advice {
  return { saw: state, ...about };
}

async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  if (!hasLightsail(aws.region)) return;
  const list = pages(
    (pageToken) => aws.read(LightsailClient, new GetRelationalDatabasesCommand(pageToken ? { pageToken } : {})),
    (out) => out.nextPageToken,
  );
  for await (const { relationalDatabases = [] } of list) {
    for (const database of relationalDatabases) if (isWanted(database.name, only)) yield observed(database);
  }
}

function observed(database: RelationalDatabase): Observed<Detail> {
  const name = database.name ?? "";
  const plan = database.relationalDatabaseBundleId ?? "unknown";
  return {
    nativeId: name,
    arn: database.arn ?? "",
    name,
    type: plan,
    tags: lightsailTags(database.tags),
    detail: {
      state: database.state ?? "unknown",
      plan,
      engine: `${database.engine ?? "unknown"} ${database.engineVersion ?? ""}`.trim(),
      zone: database.location?.availabilityZone ?? null,
      highlyAvailable: Boolean(database.secondaryAvailabilityZone),
      createdAt: database.createdAt?.toISOString() ?? null,
    },
  };
}
