import { expect, it } from "vitest";
import { recordingDoor } from "../../testing/recording-door";
import { accountDigits } from "./identity";

it("asks for the account once", async () => {
  const aws = recordingDoor({ GetCallerIdentity: () => ({ Account: "111122223333" }) });
  expect(await accountDigits(aws)).toBe("111122223333");
  expect(await accountDigits(aws)).toBe("111122223333");
  expect(aws.calls).toHaveLength(1);
});

it("makes up no account where STS names none", async () => {
  await expect(accountDigits(recordingDoor({ GetCallerIdentity: () => ({}) }))).rejects.toThrow("STS named no account");
});
