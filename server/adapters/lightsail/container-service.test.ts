import type { ContainerService } from "@aws-sdk/client-lightsail";
import { expect, it } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { lightsailContainerService } from "./container-service";

const api: ContainerService = { containerServiceName: "api", power: "micro", scale: 2, state: "RUNNING" };

const look = (over: Partial<ContainerService>) =>
  collect(
    lightsailContainerService.discover(
      recordingDoor({ GetContainerServices: () => ({ containerServices: [{ ...api, ...over }] }) }),
      ["api"],
    ),
  );

async function lineOf(over: Partial<ContainerService>) {
  const [found] = await look(over);
  if (!found) throw new Error("it is not listed");
  return lightsailContainerService.price(found)[0];
}

it("counts all its nodes as unpriced, and does not make one of a number that is not told", async () => {
  expect(await lineOf({})).toMatchObject({ price: null, quantity: 1, note: expect.stringMatching(/^2 × micro/) });
  expect(await lineOf({ scale: undefined })).toMatchObject({ note: expect.stringMatching(/^nodes of micro/) });
});

it("does not take a disabled one for free", async () => {
  for (const over of [{ isDisabled: true }, { isDisabled: undefined, state: "DISABLED" as const }]) {
    expect(await lineOf(over)).toMatchObject({ price: null, quantity: 1, note: expect.stringMatching(/disabled/) });
  }
});

it("leaves out what is being deleted", async () => {
  expect(await look({ state: "DELETING" })).toEqual([]);
});

it("asks nothing where there is no Lightsail", async () => {
  const aws = { ...recordingDoor({}), region: "me-south-1" };
  expect(await collect(lightsailContainerService.discover(aws))).toEqual([]);
});
