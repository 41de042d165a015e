import type { SecretListEntry } from "@aws-sdk/client-secrets-manager";
import { describe, expect, it } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { secretsmanagerSecret } from "./secret";

const days = (count: number) => new Date(Date.parse("2026-11-20T12:00:00Z") - count * 24 * 3_600_000);
const key: SecretListEntry = { Name: "shop/key", ARN: "arn:aws:secretsmanager:x", LastAccessedDate: days(1) };

function found(over: Partial<SecretListEntry>, only?: readonly string[]) {
  const answers = { ListSecrets: () => ({ SecretList: [{ ...key, ...over }] }) };
  return collect(secretsmanagerSecret.discover(recordingDoor(answers), only));
}

async function seen(over: Partial<SecretListEntry> = {}) {
  const [one] = await found(over);
  if (!one) throw new Error("it is not listed");
  return one;
}

describe("secretsmanager.secret", () => {
  it("leaves out what waits for its deletion, and what a look does not name", async () => {
    expect(await found({ DeletedDate: days(2) })).toEqual([]);
    expect(await found({}, ["shop/other"])).toEqual([]);
  });

  it.each<[string, Partial<SecretListEntry>, boolean]>([
    ["read yesterday", {}, false],
    ["read 91 days ago", { LastAccessedDate: days(91) }, true],
    ["never read, and old", { LastAccessedDate: undefined, CreatedDate: days(200) }, true],
    ["never read, and new", { LastAccessedDate: undefined, CreatedDate: days(5) }, false],
  ])("knows whether one is used: %s", async (_what, over, unused) => {
    expect((await seen(over)).detail.unused).toBe(unused);
  });

  it.each<[string, Partial<SecretListEntry>, unknown, RegExp]>([
    ["one in use", {}, "secret", /Parameter Store/],
    ["one that nobody reads", { LastAccessedDate: days(91) }, "secret", /who may still need it/],
    ["a database's own, which bills", { OwningService: "rds" }, "secret", /what rds made it for/],
    ["one that is in another price", { OwningService: "events" }, undefined, /what events made it for/],
    ["a replica", { PrimaryRegion: "us-east-1" }, "secret", /the secret in us-east-1/],
    ["the original of a replica", { PrimaryRegion: "eu-central-1" }, "secret", /Parameter Store/],
  ])("prices %s and says what to do", async (_what, over, priced, remedy) => {
    const one = await seen(over);
    expect(secretsmanagerSecret.price(one)[0]?.price?.key).toBe(priced);
    expect(secretsmanagerSecret.classify(one)).toMatchObject({ remedy: expect.stringMatching(remedy) });
  });
});
