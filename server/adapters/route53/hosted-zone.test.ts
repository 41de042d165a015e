import type { HostedZone } from "@aws-sdk/client-route-53";
import { describe, expect, test } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { route53HostedZone } from "./hosted-zone";

type Told = Partial<HostedZone>;

const zone = (id: string, more: Told = {}): HostedZone => ({
  Id: `/hostedzone/${id}`,
  Name: `${id.toLowerCase()}.example.`,
  CallerReference: id,
  ResourceRecordSetCount: 4,
  ...more,
});

/** Two zones a page. */
function door(zones: readonly HostedZone[], region = "us-east-1") {
  const aws = recordingDoor({
    ListHostedZones: ({ Marker = "0" }: { Marker?: string }) => {
      const from = Number(Marker);
      const IsTruncated = from + 2 < zones.length;
      // The marker of the next page is told on the last page as well by some answers: only the flag says that there is one.
      return { HostedZones: zones.slice(from, from + 2), IsTruncated, NextMarker: `${from + 2}` };
    },
    GetResources: () => ({
      ResourceTagMappingList: [
        { ResourceARN: "arn:aws:route53:::hostedzone/A", Tags: [{ Key: "Team", Value: "web" }] },
      ],
    }),
  });
  return { ...aws, region };
}

async function one(more: Told) {
  const [found] = await collect(route53HostedZone.discover(door([zone("A", more)])));
  if (!found) throw new Error("it is not listed");
  return { found, classified: route53HostedZone.classify(found), lines: route53HostedZone.price(found) };
}

test("all pages are read in one region, with their tags and without what a list puts around a name", async () => {
  const zones = ["A", "B", "C"].map((id) => zone(id));
  expect(await collect(route53HostedZone.discover(door(zones)))).toMatchObject([
    { nativeId: "A", arn: "arn:aws:route53:::hostedzone/A", name: "a.example", type: "public", tags: { Team: "web" } },
    { nativeId: "B", tags: {} },
    { nativeId: "C" },
  ]);
  const elsewhere = door(zones, "eu-central-1");
  expect(await collect(route53HostedZone.discover(elsewhere))).toEqual([]);
  expect(elsewhere.calls).toEqual([]);
});

test("in another partition its ARN is of that", async () => {
  expect(await collect(route53HostedZone.discover(door([zone("A")], "us-gov-west-1")))).toMatchObject([
    { arn: "arn:aws-us-gov:route53:::hostedzone/A" },
  ]);
});

describe("the first 25 of an account cost more", () => {
  const zones = Array.from({ length: 27 }, (_, index) => zone(`Z${String(index).padStart(2, "0")}`)).reverse();
  const keys = async (only?: readonly string[]) => {
    const found = await collect(route53HostedZone.discover(door(zones), only));
    return found.flatMap((seen) => route53HostedZone.price(seen).map(({ price }) => price?.key));
  };

  test("25 zones have that price, whatever their order, and the others have the other", async () => {
    const all = await keys();
    expect(all.filter((key) => key === "month")).toHaveLength(25);
    expect(all.filter((key) => key === "month.over25")).toHaveLength(2);
  });

  test("a look at one finds the same price as a scan", async () => {
    expect([await keys(["Z26"]), await keys(["Z00"])]).toEqual([["month.over25"], ["month"]]);
  });
});

test("records beyond the 10,000 that a zone has are a line without a price, and an unknown number is none", async () => {
  expect((await one({ ResourceRecordSetCount: 10_000 })).lines).toHaveLength(1);
  expect((await one({ ResourceRecordSetCount: 10_250 })).lines).toMatchObject([{}, { price: null, quantity: 250 }]);
  const { ResourceRecordSetCount: _unknown, ...rest } = zone("A");
  const [found] = await collect(route53HostedZone.discover(door([rest])));
  expect(found?.detail.records).toBeNull();
});

test("a private zone bills, too; one of Cloud Map is deleted there, and one of another service in that", async () => {
  expect((await one({ Config: { PrivateZone: true } })).classified).toMatchObject({
    state: "unsupported",
    saw: "private",
  });
  const map = await one({ LinkedService: { ServicePrincipal: "servicediscovery.amazonaws.com" } });
  expect(map.classified).toMatchObject({
    saw: "public, made by AWS Cloud Map",
    remedy: expect.stringContaining("delete-namespace"),
  });
  const other = await one({ LinkedService: { ServicePrincipal: "mesh.amazonaws.com" } });
  expect(other.classified).toMatchObject({ remedy: expect.stringContaining("in mesh.amazonaws.com, which made it") });
});
