import type { Connection } from "@aws-sdk/client-direct-connect";
import { expect, test } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { directconnectConnection } from "./connection";

type Told = Partial<Connection>;

function door(connections: readonly Told[]) {
  return recordingDoor({
    DescribeConnections: () => ({
      connections: connections.map((one) => ({ connectionId: "dxcon-1", connectionState: "available", ...one })),
    }),
    GetCallerIdentity: () => ({ Account: "111122223333" }),
  });
}

async function seen(told: Told) {
  const [one] = await collect(directconnectConnection.discover(door([told])));
  if (!one) throw new Error("it is not listed");
  return { one, classified: directconnectConnection.classify(one), lines: directconnectConnection.price(one) };
}

test("a port of its own bills by the hour, up or down", async () => {
  const up = await seen({ connectionName: "office", bandwidth: "10Gbps", tags: [{ key: "Team", value: "net" }] });
  expect(up.one).toMatchObject({
    arn: "arn:aws:directconnect:eu-central-1:111122223333:dxcon/dxcon-1",
    name: "office",
    type: "10Gbps",
    tags: { Team: "net" },
    detail: { partner: null },
  });
  const down = await seen({ bandwidth: "10Gbps", connectionState: "down" });
  expect(down.lines).toEqual(up.lines);
  expect(up.lines).toMatchObject([{ label: "Port hours", price: null, quantity: 1 }, { quantity: "metered" }]);
});

test.each(["requested", "ordering"] as const)(
  "one that is %s has no port yet, and says so",
  async (connectionState) => {
    const { classified, lines } = await seen({ connectionState });
    expect(lines).toEqual([]);
    expect(classified).toMatchObject({ state: "unsupported", reason: expect.stringContaining("bills no port") });
  },
);

test("one that is pending bills from when it is up, or after 90 days", async () => {
  const { lines } = await seen({ connectionState: "pending", bandwidth: "1Gbps" });
  expect(lines[0]).toMatchObject({ price: null, note: expect.stringContaining("90 days") });
});

test("a part of a partner's port names the partner, whose bill is another; a line that a partner laid is a port", async () => {
  const hosted = await seen({ bandwidth: "200Mbps", vlan: 312, partnerName: "Harbour Telecom" });
  expect(hosted.classified).toMatchObject({ remedy: expect.stringContaining("Cancel it with Harbour Telecom") });
  expect(hosted.lines[0]?.note).toContain("a part of a port of Harbour Telecom");
  expect((await seen({ partnerName: "Harbour Telecom" })).one.detail.partner).toBeNull();
  expect((await seen({ vlan: 312 })).one.detail.partner).toBe("its partner");
});

test("one of a group says so, and a speed that is not told is unknown", async () => {
  const { one, classified, lines } = await seen({ lagId: "dxlag-1" });
  expect(classified).toMatchObject({ remedy: expect.stringContaining("dxlag-1") });
  expect(one.type).toBe("unknown speed");
  expect(lines[0]?.note).toContain("unknown speed");
});

test("what is gone or was declined is left out, and what a look does not name", async () => {
  const states: readonly Told[] = [{ connectionState: "deleted" }, { connectionState: "rejected" }];
  expect(await collect(directconnectConnection.discover(door(states)))).toEqual([]);
  const two = door([{}, { connectionId: "dxcon-2" }]);
  expect(await collect(directconnectConnection.discover(two, ["dxcon-2"]))).toMatchObject([{ nativeId: "dxcon-2" }]);
});
