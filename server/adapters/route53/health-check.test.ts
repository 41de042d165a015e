import type { HealthCheck, HealthCheckConfig } from "@aws-sdk/client-route-53";
import { expect, test } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { route53HealthCheck } from "./health-check";

type Tags = readonly { readonly Key: string; readonly Value: string }[];

function door(checks: readonly Partial<HealthCheck>[], tags: Tags = [], region = "us-east-1") {
  const aws = recordingDoor({
    ListHealthChecks: () => ({ HealthChecks: checks, IsTruncated: false }),
    GetResources: () => ({ ResourceTagMappingList: [{ ResourceARN: "arn:aws:route53:::healthcheck/a1", Tags: tags }] }),
  });
  return { ...aws, region };
}

async function seen(config: Partial<HealthCheckConfig>, more: Partial<HealthCheck> = {}, tags: Tags = []) {
  const check = { Id: "a1", HealthCheckConfig: { Type: "HTTP", ...config } as HealthCheckConfig, ...more };
  const [one] = await collect(route53HealthCheck.discover(door([check], tags)));
  if (!one) throw new Error("it is not listed");
  return { one, classified: route53HealthCheck.classify(one), lines: route53HealthCheck.price(one) };
}

test("it is called by its tag, else by what it asks, else by its id", async () => {
  const host = { FullyQualifiedDomainName: "shop.example" };
  expect((await seen(host, {}, [{ Key: "Name", Value: "front" }])).one).toMatchObject({
    name: "front",
    arn: "arn:aws:route53:::healthcheck/a1",
    tags: { Name: "front" },
  });
  expect((await seen(host)).one.name).toBe("shop.example");
  expect((await seen({ IPAddress: "203.0.113.9" })).one.name).toBe("203.0.113.9");
  expect((await seen({ Type: "CALCULATED" })).one.name).toBe("a1");
});

test.each<[Partial<HealthCheckConfig>, string[]]>([
  [{ Type: "TCP", RequestInterval: 30 }, []],
  [{ Type: "HTTPS", RequestInterval: 30, MeasureLatency: false }, ["HTTPS"]],
  [{ Type: "HTTP_STR_MATCH", RequestInterval: 10 }, ["string matching", "every 10 seconds"]],
  [
    { Type: "HTTPS_STR_MATCH", RequestInterval: 10, MeasureLatency: true },
    ["HTTPS", "string matching", "every 10 seconds", "latency"],
  ],
])("%o has the options that bill beside it", async (config, options) => {
  const { one, lines } = await seen(config);
  expect(one.detail.options).toEqual(options);
  expect(lines.slice(1).map(({ quantity }) => quantity)).toEqual(options.length > 0 ? [options.length] : []);
  expect(lines.map(({ price }) => price)).toEqual(lines.map(() => null));
});

test("a disabled one bills on, and one of Cloud Map is deleted there", async () => {
  expect((await seen({ Disabled: true })).classified).toMatchObject({
    state: "unsupported",
    saw: "disabled",
    remedy: expect.stringContaining("bills on"),
  });
  const made = await seen({}, { LinkedService: { ServicePrincipal: "servicediscovery.amazonaws.com" } });
  expect(made.classified).toMatchObject({
    saw: "checking, made by AWS Cloud Map",
    remedy: expect.stringContaining("Cloud Map"),
  });
});

test("they are read in one region, and a look has those that it names", async () => {
  const elsewhere = door([{ Id: "a1" }], [], "eu-west-1");
  expect(await collect(route53HealthCheck.discover(elsewhere))).toEqual([]);
  expect(elsewhere.calls).toEqual([]);
  expect(await collect(route53HealthCheck.discover(door([{ Id: "a1" }, { Id: "b2" }]), ["b2"]))).toMatchObject([
    { nativeId: "b2", type: "unknown" },
  ]);
});
