import { describe, expect, it } from "vitest";
import { FaultError } from "../../core/fault";
import type { Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import { collect, recordingDoor } from "../../testing/recording-door";
import fixture from "../fixtures/transfer.server/v1-public.json";
import { transferServer } from "./server";
import type { ServerConfiguration, ServerDetail } from "./server-detail";

const saved = transferServer.saved.schema.parse(fixture);
const nativeId = "s-0b1c9f4e7a2d83651";

function server(state = "ONLINE", changed: Partial<ServerConfiguration> = {}): Observed<ServerDetail> {
  return {
    nativeId,
    arn: `arn:aws:transfer:eu-central-1:111122223333:server/${nativeId}`,
    name: "trial-drop",
    type: "SFTP",
    tags: {},
    detail: { state, configuration: { ...saved.configuration, ...changed } },
  };
}

const step = (op: string, state: string): Step => ({ op, params: { state }, before: "x", after: "y", settle: true });
const stop = step("stop", "OFFLINE");
const start = step("start", "ONLINE");

describe("states", () => {
  it.each([
    ["ONLINE", "running", "todo", "done"],
    ["OFFLINE", "paused", "done", "todo"],
    ["STARTING", "changing", "pending", "pending"],
    ["STOPPING", "changing", "pending", "pending"],
    ["START_FAILED", "unsupported", "blocked", "blocked"],
    ["STOP_FAILED", "unsupported", "blocked", "blocked"],
    ["A_WORD_OF_NEXT_YEAR", "changing", "pending", "pending"],
  ])("%s is %s: a stop is %s, a start is %s", (state, classified, ofStop, ofStart) => {
    expect(transferServer.classify(server(state)).state).toBe(classified);
    expect(transferServer.check(stop, server(state)).status).toBe(ofStop);
    expect(transferServer.check(start, server(state)).status).toBe(ofStart);
  });
});

describe("plans", () => {
  it("says in the plan and in the price that it saves nothing", () => {
    const plan = transferServer.planPause(server(), {});
    expect(plan).toMatchObject({ saved, hazards: [{ code: "server-saves-nothing" }, { code: "transfers-refused" }] });
    const [hours] = transferServer.price(server("ONLINE", { protocols: ["FTPS", "SFTP"] }));
    expect(hours).toMatchObject({ quantity: 2, price: null, stopsWhenPaused: false });
  });

  it("names workflows that then start nothing", () => {
    const plan = transferServer.planPause(server("ONLINE", { workflows: ["upload=w-1:role"] }), {});
    expect(plan).toMatchObject({
      hazards: expect.arrayContaining([expect.objectContaining({ code: "workflows-idle" })]),
    });
  });

  it("starts what is offline, and refuses what is gone or broken", () => {
    expect(transferServer.planResume(saved, server("OFFLINE"))).toMatchObject({ steps: [{ op: "start" }] });
    expect(transferServer.planResume(saved, server("START_FAILED"))).toMatchObject({ result: "refused" });
    expect(transferServer.planResume(saved, null)).toMatchObject({ result: "refused" });
  });

  it("compares every attribute, and cannot set back what somebody changed", () => {
    const changed = { endpoint: { ...saved.configuration.endpoint, addresses: ["eipalloc-1"] } };
    expect(transferServer.meanwhile?.(saved, server("OFFLINE"))).toBeNull();
    expect(transferServer.meanwhile?.(saved, server("OFFLINE", changed))).toMatchObject({
      differences: [{ path: "endpoint.addresses.0", saved: "none", now: "eipalloc-1" }],
      canSetBack: false,
    });
    expect(transferServer.verify("resume", saved, server("ONLINE", changed)).verdict).toBe("wrong");
    expect(transferServer.verify("resume", saved, server()).verdict).toBe("reached");
    expect(transferServer.verify("resume", saved, server("STARTING")).verdict).toBe("pending");
    expect(transferServer.verify("resume", saved, server("START_FAILED")).verdict).toBe("wrong");
    expect(transferServer.verify("pause", saved, server("OFFLINE")).verdict).toBe("reached");
  });
});

describe("and AWS", () => {
  it("reads each server of a page, and leaves out what is gone", async () => {
    const door = recordingDoor({
      ListServers: () => ({ Servers: [{ ServerId: nativeId }, { ServerId: "s-old" }] }),
      DescribeServer: ({ ServerId }: { ServerId: string }) => {
        if (ServerId === "s-old") throw new FaultError({ code: "gone", reason: "Unknown server.", remedy: "" });
        return {
          Server: {
            State: "ONLINE",
            Protocols: ["SFTP", "FTPS"],
            Tags: [{ Key: "Name", Value: "trial-drop" }],
            WorkflowDetails: { OnUpload: [{ WorkflowId: "w-1", ExecutionRole: "role" }] },
          },
        };
      },
    });
    expect(await collect(transferServer.discover(door))).toMatchObject([
      {
        nativeId,
        name: "trial-drop",
        type: "FTPS + SFTP",
        detail: { configuration: { workflows: ["upload=w-1:role"] } },
      },
    ]);
  });

  it("sends each step as one exact call", async () => {
    const door = recordingDoor({ StopServer: () => ({}), StartServer: () => ({}) });
    const items = [{ nativeId, params: {}, token: "t" }];
    await transferServer.apply(door, "stop", items);
    await transferServer.apply(door, "start", items);
    expect(door.calls).toEqual([
      { via: "act", operation: "StopServer", input: { ServerId: nativeId } },
      { via: "act", operation: "StartServer", input: { ServerId: nativeId } },
    ]);
  });
});
