import { describe, expect, test } from "vitest";
import { startSandbox } from "./sandbox-fixtures";

/** What elastic clusters and graphs do by themselves, and what AWS refuses of them. */

const daySeconds = 24 * 3600;

async function start(region: string) {
  const { sandbox, clock } = await startSandbox();
  const send = (action: string, input: object) => {
    const [service = "", operation = ""] = action.split(":");
    return sandbox.answer({ accountId: "acc_sandbox", region, service, operation, input });
  };
  return { send, clock };
}

describe("an elastic cluster", () => {
  async function lab() {
    const { send, clock } = await start("eu-central-1");
    const list = async () =>
      (await send("docdb-elastic:ListClusters", {})) as { clusters: { clusterArn: string; status: string }[] };
    const [first, stopped] = (await list()).clusters;
    const clusterArn = first?.clusterArn;
    const status = async () => (await list()).clusters.map((each) => each.status);
    return { send, clock, status, input: { clusterArn }, stopped: { clusterArn: stopped?.clusterArn } };
  }

  test("is started by AWS after seven days, and not before", async () => {
    const { send, clock, status, input } = await lab();
    expect(await status()).toEqual(["ACTIVE", "STOPPED"]);
    await send("docdb-elastic:StopCluster", input);
    expect(await status()).toEqual(["STOPPING", "STOPPED"]);
    clock.pass(600);
    expect(await status()).toEqual(["STOPPED", "STOPPED"]);
    clock.pass(7 * daySeconds - 700);
    expect(await status()).toEqual(["STOPPED", "STOPPED"]);
    clock.pass(200);
    expect(await status()).toEqual(["STARTING", "STOPPED"]);
    clock.pass(1200);
    expect(await status()).toEqual(["ACTIVE", "STOPPED"]);
  });

  test("that was started is not started by AWS again", async () => {
    const { send, clock, status, stopped } = await lab();
    await send("docdb-elastic:StartCluster", stopped);
    clock.pass(1200);
    await send("docdb-elastic:StopCluster", stopped);
    clock.pass(600);
    await send("docdb-elastic:StartCluster", stopped);
    clock.pass(8 * daySeconds);
    expect(await status()).toEqual(["ACTIVE", "ACTIVE"]);
  });

  test("is refused what its state or its name does not allow", async () => {
    const { send, input, stopped } = await lab();
    const invalid = { name: "ValidationException" };
    await expect(send("docdb-elastic:StartCluster", input)).rejects.toMatchObject(invalid);
    await expect(send("docdb-elastic:StopCluster", stopped)).rejects.toMatchObject(invalid);
    await expect(send("docdb-elastic:ListClusters", { nextToken: "?" })).rejects.toMatchObject(invalid);
    await expect(send("docdb-elastic:ListClusters", { maxResults: 101 })).rejects.toMatchObject(invalid);
    const none = send("docdb-elastic:GetCluster", { clusterArn: "none" });
    await expect(none).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });
});

describe("a graph", () => {
  const running = { graphIdentifier: "g-1a2b3c4d5e" };

  test("stays stopped, with its endpoint", async () => {
    const { send, clock } = await start("us-east-1");
    const before = await send("neptune-graph:GetGraph", running);
    expect(await send("neptune-graph:StopGraph", running)).toEqual({ ...before, status: "STOPPING" });
    clock.pass(600);
    expect(await send("neptune-graph:GetGraph", running)).toEqual({ ...before, status: "STOPPED" });
    clock.pass(30 * daySeconds);
    expect(await send("neptune-graph:GetGraph", running)).toEqual({ ...before, status: "STOPPED" });
    expect(await send("neptune-graph:StartGraph", running)).toEqual({ ...before, status: "STARTING" });
    clock.pass(900);
    expect(await send("neptune-graph:GetGraph", running)).toEqual(before);
  });

  test("is refused what its state or its name does not allow", async () => {
    const { send } = await start("us-east-1");
    const conflict = { name: "ConflictException" };
    await expect(send("neptune-graph:StartGraph", running)).rejects.toMatchObject(conflict);
    for (const graphIdentifier of ["g-6f7g8h9j0k", "g-2m3n4p5q6r"]) {
      await expect(send("neptune-graph:StopGraph", { graphIdentifier })).rejects.toMatchObject(conflict);
    }
    await expect(send("neptune-graph:ListGraphs", { nextToken: "?" })).rejects.toMatchObject({
      name: "ValidationException",
    });
    const none = send("neptune-graph:GetGraph", { graphIdentifier: "g-0000000000" });
    await expect(none).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });
});
