import { EC2Client } from "@aws-sdk/client-ec2";
import { STSClient } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import type { Account } from "../core/account";
import { type ClientShelf, createClients, sharedHandler } from "./clients";

const account = (id: string): Account => ({
  id,
  name: id,
  awsAccountId: null,
  credentials: { type: "sandbox" },
  regions: null,
  createdAt: new Date(0),
  lastScanAt: null,
});
const clock = { now: () => new Date(), sleep: async () => {} };

test("a client is made once per account, region and service, and kept only while it is among the last used", () => {
  const shelf: ClientShelf = new Set();
  const options = { clock, shelf, requestHandler: sharedHandler(), answer: async () => ({}), homeRegion: "us-east-1" };
  const one = createClients(account("acc_1"), options);
  const other = createClients(account("acc_2"), options);
  const first = one.get(EC2Client, "us-east-1");
  expect(one.get(EC2Client, "us-east-1")).toBe(first);
  expect(one.get(STSClient, "us-east-1")).not.toBe(first);
  expect(other.get(EC2Client, "us-east-1")).not.toBe(first);

  for (let region = 0; region < 300; region += 1) other.get(STSClient, `region-${region}`);
  expect(shelf.size).toBe(256);
  expect(shelf.has(first)).toBe(false);
});
