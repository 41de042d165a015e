import type {
  HealthCheck,
  HealthCheckConfig,
  HostedZone,
  LinkedService,
  ListHealthChecksCommandInput,
  ListHealthChecksCommandOutput,
  ListHostedZonesCommandInput,
  ListHostedZonesCommandOutput,
} from "@aws-sdk/client-route-53";
import { type Corner, defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { regionName, regionOf, type Seed, tagsOf } from "./seed-story";
import type { RegionWorld, TagMap } from "./world";

/** Route 53's zones and health checks, which have no region: they are kept in one and told in each. */

interface Zone {
  id: string;
  name: string;
  isPrivate: boolean;
  records: number;
  isOfCloudMap: boolean;
  tags: TagMap;
}

interface Check {
  id: string;
  config: HealthCheckConfig;
  tags: TagMap;
}

interface State {
  zones: Zone[];
  checks: Check[];
}

const corner: Corner<State> = {
  name: "domains",
  empty: () => ({ zones: [], checks: [] }),
  services: { route53: { ListHostedZones: read(listHostedZones), ListHealthChecks: read(listHealthChecks) } },
  seed,
  dues: () => [],
  finish: () => {},
  tagged: ({ zones, checks }) => [
    ...zones.map(({ id, tags }) => ({ type: "route53:hostedzone", arn: `arn:aws:route53:::hostedzone/${id}`, tags })),
    ...checks.map(({ id, tags }) => ({
      type: "route53:healthcheck",
      arn: `arn:aws:route53:::healthcheck/${id}`,
      tags,
    })),
  ],
};
export const domains = defineCorner(corner);

const kept = ({ world, region }: Moment): RegionWorld => world.regions[regionName("us")] ?? region;

/** A page has up to 100, however many are asked for. */
function paged<Item>(items: readonly Item[], { MaxItems = 100, Marker: token }: ListHostedZonesCommandInput) {
  if (MaxItems < 1) throw awsError("InvalidInput", "MaxItems must be greater than 0");
  const invalidToken = () => awsError("InvalidInput", "The marker is not valid.");
  const size = Math.min(MaxItems, 100);
  const { items: on, next } = page({ items, size, token, invalidToken });
  const rest = next === undefined ? { IsTruncated: false } : { IsTruncated: true, NextMarker: next };
  return { on, about: { Marker: token, MaxItems: size, ...rest } };
}

const cloudMap: LinkedService = {
  ServicePrincipal: "servicediscovery.amazonaws.com",
  Description: "This hosted zone is managed by AWS Cloud Map.",
};

function listHostedZones(input: ListHostedZonesCommandInput, at: Moment): Answer<ListHostedZonesCommandOutput> {
  const { on, about } = paged(stateOf(corner, kept(at)).zones, input);
  const HostedZones = on.map(
    ({ id, name, isPrivate, records, isOfCloudMap }): HostedZone => ({
      Id: `/hostedzone/${id}`,
      Name: `${name}.`,
      CallerReference: `tidewater-${id}`,
      Config: { PrivateZone: isPrivate },
      ResourceRecordSetCount: records,
      ...(isOfCloudMap && { LinkedService: cloudMap }),
    }),
  );
  return { HostedZones, ...about };
}

function listHealthChecks(input: ListHealthChecksCommandInput, at: Moment): Answer<ListHealthChecksCommandOutput> {
  const { on, about } = paged(stateOf(corner, kept(at)).checks, input);
  const HealthChecks = on.map(
    ({ id, config }): HealthCheck => ({
      Id: id,
      CallerReference: `tidewater-${id}`,
      HealthCheckConfig: config,
      HealthCheckVersion: 1,
    }),
  );
  return { HealthChecks, ...about };
}

function seed(seed: Seed): void {
  const own = stateOf(corner, regionOf(seed, "us"));
  const zone = { isPrivate: false, isOfCloudMap: false };
  own.zones.push(
    { ...zone, id: "Z04TIDEWATER1SHOP", name: "tidewater.example", records: 42, tags: tagsOf("prod", "platform") },
    {
      ...zone,
      id: "Z04TIDEWATER2INSIDE",
      name: "inside.tidewater.example",
      isPrivate: true,
      records: 18,
      tags: tagsOf("prod", "platform"),
    },
    { ...zone, id: "Z04TIDEWATER3OLD", name: "tidewater-trial.example", records: 2, tags: tagsOf("none", "shop") },
    { id: "Z04TIDEWATER4MAP", name: "lab.local", isPrivate: true, records: 5, isOfCloudMap: true, tags: {} },
  );
  own.checks.push(
    {
      id: "2f0d6c1a-7b94-4e58-a3c2-91be05d7f468",
      config: {
        Type: "HTTPS_STR_MATCH",
        FullyQualifiedDomainName: "shop.tidewater.example",
        Port: 443,
        ResourcePath: "/health",
        SearchString: "ok",
        RequestInterval: 10,
        MeasureLatency: true,
        Disabled: false,
      },
      tags: tagsOf("prod", "shop", { Name: "shop-front" }),
    },
    {
      id: "84c7e5b3-19fa-4d06-8b27-60d3fa91ce75",
      config: { Type: "TCP", IPAddress: "203.0.113.24", Port: 8443, RequestInterval: 30, Disabled: true },
      tags: tagsOf("lab", "data"),
    },
  );
}
