import { type HostedZone, ListHostedZonesCommand, Route53Client } from "@aws-sdk/client-route-53";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { isHome, isWanted, partitionOf, unpriced, withTags } from "../listing";
import { type Advice, defineReport } from "../report";
import { madeBy } from "./made-by";

const detail = z.strictObject({
  isPrivate: z.boolean(),
  /** Null: AWS does not tell. */
  records: z.number().nullable(),
  /** The service that made it and will not let anybody else change it: `servicediscovery.amazonaws.com`. */
  madeBy: z.string().nullable(),
  /** One of the account's first 25, by id: which of them AWS asks more for nobody can say, only for how many. */
  isAmongFirst: z.boolean(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "A hosted zone bills a whole month at once for as long as it exists, asked or not, private ones too",
  remedy:
    "Keep its records and delete it where nothing needs its names; a public one that is made again gets other name servers",
};

/** Amazon Route 53 pricing: the first 25 of an account cost more, and each has 10,000 records without a charge. */
const firstZones = 25;
const recordsIncluded = 10_000;

export const route53HostedZone = defineReport<Detail>({
  kind: "route53.hostedZone",
  title: "Hosted zone",
  plural: "Hosted zones",
  billedAs: "Amazon Route 53",
  terraform: ["aws_route53_zone"],
  about,
  read: ["route53:ListHostedZones", "tag:GetResources"],
  detail,
  advise,
  price,
  discover,
});

function advise({ detail: { isPrivate, madeBy: maker } }: Observed<Detail>): Advice {
  const saw = isPrivate ? "private" : "public";
  if (maker === null) return { saw, ...about };
  return { saw: `${saw}, made by ${madeBy(maker)}`, ...about, remedy: removeAtMaker(maker) };
}

/** Route 53 refuses changes of such a zone to everybody else (API reference, LinkedService). */
function removeAtMaker(maker: string): string {
  if (madeBy(maker) === "AWS Cloud Map") {
    return "Delete its namespace in AWS Cloud Map, which made it: aws servicediscovery delete-namespace --id …";
  }
  return `Delete it with what it serves in ${maker}, which made it: Route 53 does not let anybody else delete it`;
}

/** A zone that is deleted within 12 hours bills nothing; queries bill by use (Amazon Route 53 pricing). */
function price({ detail: { records, isAmongFirst } }: Observed<Detail>): readonly CostLine[] {
  const zone: CostLine = {
    label: "Hosted zone",
    note: `${isAmongFirst ? "one of the account's first 25" : "beyond the account's first 25"}, by the whole month`,
    price: { table: "hostedZone", key: isAmongFirst ? "month" : "month.over25" },
    quantity: 1,
    unit: "month",
    stopsWhenPaused: false,
  };
  if (records === null || records <= recordsIncluded) return [zone];
  const more = records - recordsIncluded;
  return [zone, { ...unpriced("Records", `${more} beyond the first 10,000; not in the catalogue`), quantity: more }];
}

/** All are read, also for a look at a few: which are the first 25 can be seen only among all. */
async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  if (!isHome(aws.region)) return;
  const list = pages(
    (Marker) => aws.read(Route53Client, new ListHostedZonesCommand({ ...(Marker && { Marker }) })),
    (out) => (out.IsTruncated ? out.NextMarker : undefined),
  );
  const all: HostedZone[] = [];
  for await (const { HostedZones = [] } of list) all.push(...HostedZones);
  const first = new Set(all.map(idOf).sort().slice(0, firstZones));
  const wanted = all.filter((zone) => isWanted(idOf(zone), only));
  yield* await withTags(
    aws,
    null,
    wanted.map((zone) => observed(zone, aws.region, first.has(idOf(zone)))),
  );
}

/** A list has `/hostedzone/Z0123`, an ARN `hostedzone/Z0123`. */
function idOf({ Id = "" }: HostedZone): string {
  return Id.slice(Id.lastIndexOf("/") + 1);
}

function observed(zone: HostedZone, region: string, isAmongFirst: boolean): Omit<Observed<Detail>, "tags"> {
  const nativeId = idOf(zone);
  const isPrivate = zone.Config?.PrivateZone ?? false;
  return {
    nativeId,
    arn: `arn:${partitionOf(region)}:route53:::hostedzone/${nativeId}`,
    name: zone.Name?.replace(/\.$/, "") || nativeId,
    type: isPrivate ? "private" : "public",
    detail: {
      isPrivate,
      records: zone.ResourceRecordSetCount ?? null,
      madeBy: zone.LinkedService?.ServicePrincipal ?? null,
      isAmongFirst,
    },
  };
}
