import { expect, test } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { mwaaEnvironment } from "./environment";

const seen = (properties: object) =>
  collect(
    mwaaEnvironment.discover(
      recordingDoor({
        ListResources: () => ({ ResourceDescriptions: [{ Identifier: "lab" }] }),
        GetResource: () => ({
          ResourceDescription: { Identifier: "lab", Properties: JSON.stringify(properties) },
        }),
      }),
    ),
  );

test("an environment is listed with its size, and its charge is counted as unpriced", async () => {
  const properties = {
    Name: "lab",
    Arn: "arn:aws:airflow:eu-central-1:1:environment/lab",
    EnvironmentClass: "mw1.small",
  };
  const [one] = await seen({ ...properties, Schedulers: 2, MinWorkers: 1, MaxWorkers: 5, Tags: { Team: "data" } });
  if (!one) throw new Error("it is not listed");
  expect(one).toMatchObject({ nativeId: "lab", type: "mw1.small", tags: { Team: "data" }, arn: properties.Arn });
  expect(mwaaEnvironment.price(one)).toMatchObject([
    { note: "mw1.small, 2 schedulers, 1 workers at least; not in the catalogue", price: null, quantity: 1 },
  ]);
});

test("what AWS leaves out is not known, and not zero", async () => {
  const [one] = await seen({});
  if (!one) throw new Error("it is not listed");
  expect(one.detail).toMatchObject({ schedulers: null, workers: { min: null, max: null } });
  expect(mwaaEnvironment.price(one)).toMatchObject([{ note: "unknown class; not in the catalogue", price: null }]);
});
