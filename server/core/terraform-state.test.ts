import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RefusalError } from "./fault";
import { keyText, onlyAddresses, readTerraformState } from "./terraform-state";

const instance = (id: string, more: object = {}) => ({
  schema_version: 1,
  attributes: { id, arn: `arn:aws:ec2:eu-central-1:1:instance/${id}`, user_data: "hunter2" },
  sensitive_attributes: [],
  private: "aHVudGVyMg==",
  ...more,
});

const state = (resources: readonly unknown[], change: object = {}) => ({
  version: 4,
  terraform_version: "1.11.4",
  serial: 17,
  lineage: "574dc203-2a72-62d5-9c4a-907c1a5e9bb8",
  outputs: { password: { value: "hunter2", type: "string", sensitive: true } },
  resources,
  check_results: null,
  ...change,
});

const managed = (type: string, name: string, instances: readonly unknown[], more: object = {}) => ({
  mode: "managed",
  type,
  name,
  provider: 'provider["registry.terraform.io/hashicorp/aws"]',
  instances,
  ...more,
});

const addresses = (...resources: readonly unknown[]) =>
  readTerraformState(state(resources)).addresses.map(({ address }) => address);

describe("readTerraformState", () => {
  test("tells address, type, id and ARN of each resource, and nothing else of it", () => {
    const read = readTerraformState(state([managed("aws_instance", "api", [instance("i-1")])]));
    expect(read).toEqual({
      lineage: "574dc203-2a72-62d5-9c4a-907c1a5e9bb8",
      serial: 17,
      addresses: [
        {
          address: "aws_instance.api",
          type: "aws_instance",
          id: "i-1",
          arn: "arn:aws:ec2:eu-central-1:1:instance/i-1",
        },
      ],
    });
    expect(JSON.stringify(read)).not.toContain("hunter2");
  });

  test("writes addresses as Terraform does: modules, counts and keys", () => {
    const instances = [instance("i-1", { index_key: 0 }), instance("i-2", { index_key: 1 })];
    const inModule = { module: 'module.web["eu"].module.api[2]' };
    expect(
      addresses(
        managed("aws_instance", "api", instances),
        managed("aws_instance", "worker", [instance("i-3", { index_key: 'a "b" \\ %{c}' })], inModule),
      ),
    ).toEqual([
      "aws_instance.api[0]",
      "aws_instance.api[1]",
      'module.web["eu"].module.api[2].aws_instance.worker["a \\"b\\" \\\\ %%{c}"]',
    ]);
  });

  test("leaves out what is no resource of AWS's that it manages now", () => {
    expect(
      addresses(
        { ...managed("aws_ami", "any", [instance("ami-1")]), mode: "data" },
        managed("random_password", "db", [instance("none")]),
        managed("aws_instance", "replaced", [instance("i-1", { deposed: "5b1c2a3f" })]),
        managed("aws_instance", "half", [{ attributes: null }, { attributes: { id: "" } }, { attributes: { id: 5 } }]),
        managed("aws_instance", "odd", [instance("i-\u0000"), instance("i-\ud800")]),
        managed("aws_instance", "a".repeat(640), [instance("i-1")]),
        managed("aws_instance", "none", []),
        null,
        "text",
        { mode: "managed", type: "aws_instance" },
        managed("aws_nat_gateway", "out", [{ attributes: { id: "nat-1" } }]),
        managed("aws_instance", "old", [{ attributes_flat: { id: "i-9" } }]),
      ),
    ).toEqual(["aws_nat_gateway.out", "aws_instance.old"]);
  });

  test.each([
    ["no object", [], "not a state of Terraform"],
    ["nothing", null, "not a state of Terraform"],
    ["an encrypted state of OpenTofu", { encrypted_data: "…", encryption_version: "v0" }, "tofu state pull"],
    ["an older version", state([], { version: 3 }), "of version 3. Versions before 4 were written by Terraform 0.11"],
    ["no version", { resources: [] }, "names no version"],
    ["no lineage", state([], { lineage: "" }), "no lineage"],
    ["no serial", state([], { serial: 1.5 }), "no serial"],
    ["a serial beyond all", state([], { serial: 2 ** 31 }), "no serial"],
    ["no resources", { ...state([]), resources: undefined }, "no list of resources. Save it with terraform state pull"],
  ])("%s is refused with what to do", (_, value, words) => {
    const read = () => readTerraformState(value);
    expect(read).toThrow(RefusalError);
    expect(read).toThrow(words);
  });

  test("a state with nothing in it manages nothing", () => {
    expect(readTerraformState(state([])).addresses).toEqual([]);
  });
});

/** Anything that a person may use as a key of for_each. */
const key = fc.oneof(fc.nat(), fc.string({ unit: "grapheme" }));

test("every key is told apart from every other, and reads back as it was", () => {
  fc.assert(
    fc.property(key, (one) => {
      const text = keyText(one);
      const inner = text.slice(2, -2).replace(/\$\$\{|%%\{|\\[nrt"\\]/g, (found) => unescaped[found] ?? found);
      expect(typeof one === "number" ? text : inner).toBe(typeof one === "number" ? `[${one}]` : one);
    }),
  );
});

const unescaped: Readonly<Record<string, string>> = {
  "$${": "${",
  "%%{": "%{",
  "\\n": "\n",
  "\\r": "\r",
  "\\t": "\t",
  '\\"': '"',
  "\\\\": "\\",
};

test("what a browser sends says the same and nothing else", () => {
  const resources = fc.array(
    fc.record({
      type: fc.constantFrom("aws_instance", "aws_ecs_service", "google_compute_instance"),
      name: fc.stringMatching(/^[a-z]{1,8}$/),
      key,
      id: fc.stringMatching(/^[a-z0-9-]{1,12}$/),
      secret: fc.stringMatching(/^secret-[a-f0-9]{16}$/),
    }),
  );
  fc.assert(
    fc.property(resources, (list) => {
      const whole = state(
        list.map(({ type, name, key: index_key, id, secret }) =>
          managed(type, name, [{ index_key, attributes: { id, password: secret } }]),
        ),
      );
      const read = readTerraformState(whole);
      const sent = JSON.stringify(onlyAddresses(read));
      expect(readTerraformState(JSON.parse(sent))).toEqual(read);
      for (const { secret } of list) expect(sent).not.toContain(secret);
    }),
  );
});

test("whatever it is given, it reads it or refuses it, and never fails otherwise", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (resource, whole) => {
      for (const value of [whole, state([resource])]) {
        try {
          readTerraformState(value);
        } catch (error) {
          expect(error).toBeInstanceOf(RefusalError);
        }
      }
    }),
  );
});
