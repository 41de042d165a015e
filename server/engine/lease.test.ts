import { expect, test } from "vitest";
import type { ActDoor, AwsCommand } from "../aws/door";
import { type FakeClock, fakeClock } from "../testing/fake-clock";
import { Lease } from "./lease";
import { LeaseLostError } from "./ports";

const slice = { operationId: "op_1", lane: "acc_1 eu-central-1" };

/** A lease of nine seconds in a database that renews it, or not. */
function leaseFor(renews: (clock: FakeClock) => boolean) {
  const clock = fakeClock(new Date("2026-11-21T12:00:00Z"));
  const asked: Date[] = [];
  const renew = async (_slice: unknown, _epoch: number, now: Date) => {
    asked.push(now);
    return renews(clock);
  };
  const claimedAt = clock.now();
  const lease = new Lease({ store: { renew }, clock, leaseMs: 9_000, slice, epoch: 1, claimedAt });
  const sent: string[] = [];
  const door = {
    accountId: "acc_1",
    region: "eu-central-1",
    act: async () => {
      sent.push("act");
      return {};
    },
  } as unknown as ActDoor;
  const command = {} as AwsCommand<object, object>;
  const act = () => lease.guard(door).act(Object as never, command);
  return { clock, lease, asked, sent, act };
}

test("a call within a third of the lease asks nobody; later ones renew it once, however many there are", async () => {
  const { clock, asked, sent, act } = leaseFor(() => true);
  await act();
  await clock.sleep(2_999);
  await act();
  expect(asked).toHaveLength(0);
  await clock.sleep(1);
  await Promise.all([act(), act(), act()]);
  expect(asked).toHaveLength(1);
  expect(sent).toHaveLength(5);
});

test("a process that was frozen while another one took over sends nothing more", async () => {
  const { clock, sent, act } = leaseFor(() => false);
  await clock.sleep(60_000);
  await expect(act()).rejects.toThrow(LeaseLostError);
  await expect(act()).rejects.toThrow(LeaseLostError);
  expect(sent).toEqual([]);
});

test("a lease counts from when it was asked for: an answer that took longer than it lasts is no lease", async () => {
  let waitMs = 10_000;
  const { clock, asked, sent, act } = leaseFor((time) => {
    time.advance(waitMs);
    waitMs = 0;
    return true;
  });
  await clock.sleep(3_000);
  await act();
  expect(asked).toHaveLength(2);
  expect(sent).toEqual(["act"]);
  const other = leaseFor((time) => {
    const isOurs = time.now().getTime() < Date.parse("2026-11-21T12:00:09Z");
    time.advance(10_000);
    return isOurs;
  });
  await other.clock.sleep(3_000);
  await expect(other.act()).rejects.toThrow(LeaseLostError);
  expect(other.sent).toEqual([]);
});

test("a clock that was set back is a reason to renew as well", async () => {
  const { clock, lease, asked } = leaseFor(() => true);
  await clock.sleep(-3_600_000);
  await lease.keep();
  expect(asked).toHaveLength(1);
});

test("after its end nothing is sent under it", async () => {
  const { lease, sent, act } = leaseFor(() => true);
  lease.end();
  await expect(act()).rejects.toThrow(LeaseLostError);
  expect(sent).toEqual([]);
});
