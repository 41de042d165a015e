import { expect, test } from "vitest";
import { startSandbox } from "./sandbox-fixtures";

/** What pools of WorkSpaces refuse and take their time for, in AWS's own words. */
async function start() {
  const { sandbox, clock } = await startSandbox();
  const place = { accountId: "acc_sandbox", region: "eu-central-1" };
  const send = (operation: string, input: object, service = "workspaces") =>
    sandbox.answer({ ...place, service, operation, input });
  const capacity = async (PoolId: string) => {
    const {
      WorkspacesPools: [pool],
    } = (await send("DescribeWorkspacesPools", { PoolIds: [PoolId] })) as {
      WorkspacesPools: [{ State: string; CapacityStatus: { DesiredUserSessions: number; ActiveUserSessions: number } }];
    };
    return [pool.State, pool.CapacityStatus.DesiredUserSessions, pool.CapacityStatus.ActiveUserSessions];
  };
  return { send, clock, capacity };
}

const scaled = "wspool-4k7m2q9x1";
const used = "wspool-8d3f6h0z5";
const alwaysOn = "wspool-2b5n8c1v7";

test("a stop ends the sessions, and a stopped pool tells no size but takes one", async () => {
  const { send, clock, capacity } = await start();
  expect(await capacity(used)).toEqual(["RUNNING", 2, 1]);
  await send("StopWorkspacesPool", { PoolId: used });
  const resize = () => send("UpdateWorkspacesPool", { PoolId: used, Capacity: { DesiredUserSessions: 5 } });
  await expect(resize()).rejects.toMatchObject({ name: "OperationInProgressException" });
  clock.pass(300);
  expect(await capacity(used)).toEqual(["STOPPED", 0, 0]);
  await resize();
  await send("StartWorkspacesPool", { PoolId: used });
  expect(await capacity(used)).toEqual(["STARTING", 5, 0]);
  clock.pass(900);
  expect(await capacity(used)).toEqual(["RUNNING", 5, 0]);
});

test("a limit moves the size of a pool that runs, and of no other", async () => {
  const { send, clock, capacity } = await start();
  const register = (MinCapacity: number) =>
    send(
      "RegisterScalableTarget",
      {
        ServiceNamespace: "workspaces",
        ResourceId: `workspacespool/${scaled}`,
        ScalableDimension: "workspaces:workspacespool:DesiredUserSessions",
        MinCapacity,
      },
      "application-autoscaling",
    );
  await register(6);
  expect(await capacity(scaled)).toEqual(["RUNNING", 6, 0]);
  await send("StopWorkspacesPool", { PoolId: scaled });
  clock.pass(300);
  await register(8);
  await send("StartWorkspacesPool", { PoolId: scaled });
  clock.pass(900);
  expect(await capacity(scaled)).toEqual(["RUNNING", 6, 0]);
});

test("what is always on, in another state or not there is refused", async () => {
  const { send } = await start();
  await expect(send("StopWorkspacesPool", { PoolId: alwaysOn })).rejects.toMatchObject({
    name: "OperationNotSupportedException",
  });
  await expect(send("StartWorkspacesPool", { PoolId: scaled })).rejects.toMatchObject({
    name: "InvalidResourceStateException",
  });
  for (const operation of ["DescribeWorkspacesPools", "StopWorkspacesPool", "DescribeTags"]) {
    const input = { PoolId: "wspool-x", PoolIds: ["wspool-x"], ResourceId: "wspool-x" };
    await expect(send(operation, input), operation).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  }
});
