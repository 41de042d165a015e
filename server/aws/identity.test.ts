import { EC2Client, StopInstancesCommand } from "@aws-sdk/client-ec2";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Account } from "../core/account";
import { fakeClock } from "../testing/fake-clock";
import { type Loopback, loopback } from "../testing/loopback";
import type { Doors } from "./door";
import { createDoors } from "./doors";

/** Keys of the environment that were exchanged for those of another account, with the real SDK client on loopback. */

const now = new Date("2026-11-20T12:00:00Z");
const region = "eu-central-1";
let server: Loopback;
/** Whose keys they are. */
let number: string;
let sent: string[];
let asked: number;
let clock: ReturnType<typeof fakeClock>;

beforeEach(async () => {
  [sent, asked, number, clock] = [[], 0, "111122223333", fakeClock(now)];
  server = await loopback(
    ({ text }) => {
      sent.push(/Action=(\w+)/.exec(text)?.[1] ?? text);
      return { status: 200, headers: { "content-type": "text/xml" }, text: "<StopInstancesResponse/>" };
    },
    () => {
      asked += 1;
      return number;
    },
  );
});
afterEach(() => server.close());

function doorsOf(change: Partial<Account>): Doors {
  const account: Account = {
    ...{ id: "acc_1", name: "Harbour", awsAccountId: "111122223333", credentials: { type: "environment" } },
    ...{ regions: [region], createdAt: now, lastScanAt: null },
    ...change,
  };
  const options = { clock, random: () => 0, sandbox: null, pace: 0, sandboxPace: 0, endpoint: server.url };
  return createDoors({ ...options, account: async () => account });
}

async function stop(doors: Doors): Promise<unknown> {
  const door = await doors.act("acc_1", region);
  return door.act(EC2Client, new StopInstancesCommand({ InstanceIds: ["i-1"] }));
}

test("whose the keys are is asked once before the first call, and again a quarter of an hour later", async () => {
  const doors = doorsOf({});
  await Promise.all([stop(doors), stop(doors), stop(doors)]);
  expect([asked, sent.length]).toEqual([1, 3]);
  clock.advance(15 * 60_000);
  await stop(doors);
  expect([asked, sent.length]).toEqual([2, 4]);
});

test("with the keys of another account nothing leaves, and with the right ones it goes on at once", async () => {
  const doors = doorsOf({});
  number = "999988887777";
  await expect(stop(doors)).rejects.toMatchObject({
    fault: {
      code: "refused",
      reason:
        "The credentials are of account 999988887777, and Harbour is account 111122223333: nothing was asked of it",
      remedy: expect.stringContaining("Start Standby with the credentials of 111122223333 again"),
    },
  });
  expect(sent).toEqual([]);
  number = "111122223333";
  await stop(doors);
  expect(sent).toEqual(["StopInstances"]);
});

test("an account that nobody has seen yet has no number to be proved", async () => {
  number = "999988887777";
  await stop(doorsOf({ awsAccountId: null }));
  expect([asked, sent]).toEqual([0, ["StopInstances"]]);
});
