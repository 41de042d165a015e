import { expect, test } from "vitest";
import { startSandbox } from "./sandbox-fixtures";

/** What MediaLive refuses and takes its time for, in AWS's own words. */
async function start() {
  const { sandbox, clock } = await startSandbox();
  const place = { accountId: "acc_sandbox", region: "eu-central-1", service: "medialive" };
  const send = (operation: string, input: object) => sandbox.answer({ ...place, operation, input });
  return { send, clock };
}

const ChannelId = "4417203";

test("a channel that stops has no pipelines, and takes a start only once it is idle", async () => {
  const { send, clock } = await start();
  const seen = () => send("DescribeChannel", { ChannelId });
  const before = await seen();
  expect(before).toMatchObject({ State: "RUNNING", PipelinesRunningCount: 2, PipelineDetails: [{}, {}] });
  await send("StopChannel", { ChannelId });
  expect(await seen()).toMatchObject({ State: "STOPPING", PipelinesRunningCount: 0, PipelineDetails: [] });
  const refusal = { name: "ConflictException", $metadata: { httpStatusCode: 409 } };
  await expect(send("StartChannel", { ChannelId })).rejects.toMatchObject(refusal);
  clock.pass(60);
  expect(await seen()).toMatchObject({ State: "IDLE" });
  await expect(send("StopChannel", { ChannelId })).rejects.toMatchObject(refusal);
  await send("StartChannel", { ChannelId });
  clock.pass(120);
  expect(await seen()).toEqual(before);
});

test("the list leaves the encoder settings out, and a channel that does not exist is not found", async () => {
  const { send } = await start();
  const first = (await send("ListChannels", { MaxResults: 1 })) as { Channels: object[]; NextToken: string };
  expect(first.Channels).toHaveLength(1);
  expect(first.Channels[0]).not.toHaveProperty("EncoderSettings");
  const rest = (await send("ListChannels", { NextToken: first.NextToken })) as { Channels: object[] };
  expect(rest.Channels).toHaveLength(2);
  await expect(send("DescribeChannel", { ChannelId: "1" })).rejects.toMatchObject({ name: "NotFoundException" });
  await expect(send("ListChannels", { NextToken: "x" })).rejects.toMatchObject({ name: "BadRequestException" });
});
