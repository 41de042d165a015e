import type { DevEndpoint } from "@aws-sdk/client-glue";
import { expect, test } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { glueDevEndpoint } from "./dev-endpoint";

const arn = "arn:aws:glue:eu-central-1:111122223333:devEndpoint/old-spark";

function looked(endpoints: readonly Partial<DevEndpoint>[], only?: readonly string[]) {
  const aws = recordingDoor({
    GetDevEndpoints: ({ NextToken }: { NextToken?: string }) =>
      NextToken
        ? { DevEndpoints: endpoints.slice(1).map(made) }
        : { DevEndpoints: endpoints.slice(0, 1).map(made), NextToken: "2" },
    GetCallerIdentity: () => ({ Account: "111122223333" }),
    GetResources: () => ({ ResourceTagMappingList: [{ ResourceARN: arn, Tags: [{ Key: "Team", Value: "data" }] }] }),
  });
  return collect(glueDevEndpoint.discover(aws, only));
}

const made = (one: Partial<DevEndpoint>): DevEndpoint => ({ EndpointName: "old-spark", Status: "READY", ...one });

async function linesOf(one: Partial<DevEndpoint>) {
  const [seen] = await looked([one]);
  if (!seen) throw new Error("it is not listed");
  return glueDevEndpoint.price(seen);
}

test("it is listed with its tags, from each page", async () => {
  const found = await looked([{ NumberOfNodes: 5 }, { EndpointName: "other", Status: "PROVISIONING" }]);
  expect(found).toMatchObject([
    { nativeId: "old-spark", arn, type: "5 DPU", tags: { Team: "data" } },
    { nativeId: "other", type: "unknown capacity" },
  ]);
  expect(glueDevEndpoint.classify(found[0] as never)).toMatchObject({ state: "unsupported", saw: "READY" });
});

test("one that failed holds nothing, and a look leaves out what it does not name", async () => {
  expect(await looked([{ Status: "FAILED" }])).toEqual([]);
  expect(await looked([{ EndpointName: "a" }, { EndpointName: "b" }], ["b"])).toMatchObject([{ nativeId: "b" }]);
});

test.each<[string, Partial<DevEndpoint>, number]>([
  ["units", { NumberOfNodes: 5 }, 5],
  ["workers", { WorkerType: "G.2X", NumberOfWorkers: 3 }, 6],
  ["units, where its workers have none", { WorkerType: "Standard", NumberOfWorkers: 4, NumberOfNodes: 5 }, 5],
])("it bills its %s by the hour", async (_what, one, quantity) => {
  const price = { table: "glue", key: "devEndpointDpuHour" };
  expect(await linesOf(one)).toMatchObject([{ quantity, price, unit: "hour" }]);
});

test("what AWS does not tell is no figure", async () => {
  expect(await linesOf({})).toMatchObject([{ price: null, quantity: 1 }]);
  expect(await linesOf({ WorkerType: "Standard", NumberOfWorkers: 4 })).toMatchObject([{ price: null }]);
});
