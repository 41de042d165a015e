import { expect, test } from "vitest";
import { nameFromFile, readStateFile } from "./state-file";

const state = {
  version: 4,
  serial: 3,
  lineage: "l-1",
  outputs: { key: { value: "hunter2" } },
  resources: [
    {
      mode: "managed",
      type: "aws_db_instance",
      name: "orders",
      instances: [{ attributes: { id: "db-1", arn: "arn:x", password: "hunter2" } }],
    },
    {
      mode: "managed",
      type: "random_password",
      name: "db",
      instances: [{ attributes: { id: "none", result: "hunter2" } }],
    },
  ],
};

test("of a state file only addresses, types, ids and ARNs leave the browser", () => {
  const read = readStateFile(JSON.stringify(state));
  expect(read).toEqual({
    error: null,
    resources: 1,
    state: {
      version: 4,
      lineage: "l-1",
      serial: 3,
      resources: [
        { mode: "managed", address: "aws_db_instance.orders", type: "aws_db_instance", id: "db-1", arn: "arn:x" },
      ],
    },
  });
  expect(JSON.stringify(read)).not.toContain("hunter2");
});

test.each([
  ["{", "It is not JSON"],
  ["[]", "not a state of Terraform"],
  ['{"version": 3}', "version 3"],
  ['{"encrypted_data": "x"}', "encrypted"],
])("%s is turned down with what to do", (text, words) => {
  expect(readStateFile(text)).toMatchObject({ state: null, error: expect.stringContaining(words) });
});

test.each([
  ["prod.tfstate", "prod"],
  ["network.json", "network"],
  ["prod.tfstate.backup", "prod"],
  ["terraform.tfstate", ""],
  ["state.json", ""],
  [`${"x".repeat(80)}.tfstate`, "x".repeat(64)],
])("%s is called “%s”", (file, name) => {
  expect(nameFromFile(file)).toBe(name);
});
