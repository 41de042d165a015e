import { afterAll, beforeAll, expect, test } from "vitest";
import type { Credentials } from "../core/account";
import { type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";

let standby: SandboxStandby;
beforeAll(async () => {
  standby = await sandboxStandby();
});
afterAll(() => standby.close());

const role = (number: string, name = "standby"): Credentials => ({
  type: "role",
  roleArn: `arn:aws:iam::${number}:role/${name}`,
});

function connect(name: string, credentials: Credentials) {
  const { usecases, as } = standby;
  return usecases.createAccount(as("admin"), { params: {}, query: {}, body: { name, credentials } });
}

test("an account is connected once, however its credentials are given", async () => {
  await connect("harbour", role("222233334444"));
  await connect("here", { type: "environment" });
  const twins: readonly (readonly [string, Credentials])[] = [
    ["harbour", role("222233334444", "other")],
    ["here", { type: "environment" }],
    ["tidewater", { type: "sandbox" }],
    ["tidewater", role("111122223333")],
  ];
  for (const [name, credentials] of twins) {
    await expect(connect("again", credentials)).rejects.toMatchObject({
      code: "conflict",
      message: `This account is connected already, as ${name}`,
    });
  }
  await expect(connect("here", role("333344445555"))).rejects.toMatchObject({ code: "conflict" });
  await connect("other", role("333344445555"));
});
