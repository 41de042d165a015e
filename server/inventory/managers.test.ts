import { describe, expect, test } from "vitest";
import type { AnyAdapter } from "../adapters/contract";
import { type TerraformType, wholeResource } from "../adapters/terraform-type";
import type { Manager } from "../core/manager";
import type { Observed } from "../core/resource";
import type { ManagedAddress } from "../core/terraform";
import { addressBook, driftOf, managerHazards, managersOf } from "./managers";

type Types = Readonly<Record<string, TerraformType>>;

/** A kind of which only this matters. */
const kindOf = (terraform?: Types) => ({ ...(terraform && { terraform }) }) as AnyAdapter;

const lamps = kindOf({ aws_lamp: { drift: () => ["watts"] } });

const place = {
  accountId: "acc_1",
  region: "eu-central-1",
  nativeId: "hall",
  arn: "arn:aws:lamp:eu-central-1:111122223333:lamp/hall",
  tags: {},
};

const address = (change: Partial<ManagedAddress> = {}): ManagedAddress => ({
  accountId: "acc_1",
  state: "prod",
  address: "module.web.aws_lamp.hall[0]",
  type: "aws_lamp",
  id: "other",
  arn: "",
  ...change,
});

const hall: Manager = { tool: "terraform", name: "prod", address: "module.web.aws_lamp.hall[0]", type: "aws_lamp" };

describe("who manages a resource", () => {
  test.each<[string, Partial<ManagedAddress>, boolean]>([
    ["by its ARN", { arn: place.arn }, true],
    ["by an id that is its ARN", { id: place.arn }, true],
    ["by its native id, without an ARN", { id: "hall" }, true],
    [
      "by its native id, with an ARN in another form of the same region",
      { id: "hall", arn: "arn:aws:lamp:eu-central-1:111122223333:hall" },
      true,
    ],
    ["not by an ARN of another region", { id: "hall", arn: "arn:aws:lamp:us-east-1:111122223333:lamp/hall" }, false],
    [
      "not by an ARN of another account",
      { id: "hall", arn: "arn:aws:lamp:eu-central-1:444455556666:lamp/hall" },
      false,
    ],
    ["not by a state of another account", { accountId: "acc_2", arn: place.arn }, false],
    ["not by another type that has its ARN: a target of a rule", { type: "aws_switch", arn: place.arn }, false],
    ["not by another id", { id: "kitchen" }, false],
    ["not by nothing", { id: "", arn: "" }, false],
  ])("is known %s", (_, change, isManaged) => {
    expect(managersOf(lamps, place, addressBook([address(change)]))).toEqual(isManaged ? [hall] : []);
  });

  test("is known by what its kind says of ids, but not in another region", () => {
    const adapter = kindOf({ aws_lamp: { drift: () => [], isId: (id, { arn }) => arn.endsWith(`/${id}`) } });
    const found = (arn: string) =>
      managersOf(adapter, { ...place, nativeId: "x" }, addressBook([address({ id: "hall", arn })]));
    expect(found("")).toEqual([hall]);
    expect(found("arn:aws:lamp:us-east-1:111122223333:lamp/elsewhere")).toEqual([]);
  });

  test("a kind without an ARN is not managed by everything without one", () => {
    expect(managersOf(lamps, { ...place, arn: "" }, addressBook([address()]))).toEqual([]);
  });

  test("is told by the tags of CloudFormation and Beanstalk, of both by Beanstalk's", () => {
    const stack = { "aws:cloudformation:stack-name": "shop", "aws:cloudformation:logical-id": "Hall" };
    const of = (tags: Record<string, string>) => managersOf(kindOf(), { ...place, tags }, addressBook([]));
    expect(of(stack)).toEqual([{ tool: "cloudformation", name: "shop", address: "Hall", type: null }]);
    expect(of({ "aws:cloudformation:stack-name": "shop" })).toMatchObject([{ address: null }]);
    expect(of({ ...stack, "elasticbeanstalk:environment-name": "shop-dev" })).toEqual([
      { tool: "beanstalk", name: "shop-dev", address: null, type: null },
    ]);
    expect(of({ Name: "hall" })).toEqual([]);
  });

  test("may be several", () => {
    const tags = { "aws:cloudformation:stack-name": "shop" };
    const two = [address({ id: "hall" }), address({ id: "hall", state: "old", address: "aws_lamp.hall" })];
    expect(managersOf(lamps, { ...place, tags }, addressBook(two)).map(({ tool, name }) => [tool, name])).toEqual([
      ["terraform", "prod"],
      ["terraform", "old"],
      ["cloudformation", "shop"],
    ]);
  });
});

describe("what they do to a pause", () => {
  const seen: Observed = { nativeId: "hall", arn: place.arn, name: "hall", type: "lamp", tags: {}, detail: null };
  const before = { saved: { watts: 40 }, seen };
  const hazard = (terraform: Types, manager = hall) => managerHazards(kindOf(terraform), [manager], before)[0];

  test("an attribute that the pause changes is set back, which undoes it", () => {
    expect(hazard({ aws_lamp: { drift: () => ["watts", "aws_dimmer.least"] } })).toEqual({
      level: "note",
      code: "managed-by-terraform",
      title: "Managed by Terraform",
      detail:
        "terraform apply would set watts, aws_dimmer.least of module.web.aws_lamp.hall[0] (state prod) back, which undoes the pause.",
    });
  });

  test("what no plan of Terraform shows is said, too", () => {
    expect(hazard({ aws_lamp: { drift: () => [] } })?.detail).toContain(
      "shows no change of module.web.aws_lamp.hall[0]",
    );
  });

  test("what would be made anew is a warning", () => {
    const found = hazard({ aws_lamp: { drift: () => ["watts", "socket"], forcesNew: ["socket"] } });
    expect(found).toMatchObject({ level: "warning" });
    expect(found?.detail).toContain("replace module.web.aws_lamp.hall[0] (state prod) with a new one");
    expect(found?.detail).toContain("sets socket");
    expect(hazard({ aws_lamp: { drift: () => ["watts"], forcesNew: ["socket"] } })?.level).toBe("note");
  });

  test("what is deleted would be made twice, and with a new id has to be told to Terraform", () => {
    const gone = hazard({ aws_lamp: { drift: () => [wholeResource] } });
    expect(gone).toMatchObject({ level: "note" });
    expect(gone?.detail).toBe(
      "terraform apply would make module.web.aws_lamp.hall[0] (state prod) a second time while it is paused.",
    );
    const moved = hazard({ aws_lamp: { drift: () => [wholeResource], newId: true } });
    expect(moved).toMatchObject({ level: "warning" });
    expect(moved?.detail).toContain("terraform state rm");
  });

  test("depends on what was saved and seen", () => {
    const adapter = kindOf({ aws_lamp: { drift: (saved) => Object.keys(saved as object) } });
    expect(driftOf(adapter, hall, before)).toEqual(["watts"]);
    expect(driftOf(adapter, { ...hall, tool: "cloudformation", type: null }, before)).toBeNull();
  });

  test("stacks and environments name themselves", () => {
    const stack: Manager = { tool: "cloudformation", name: "shop", address: "Hall", type: null };
    expect(hazard({}, stack)).toMatchObject({ level: "note", code: "managed-by-cloudformation" });
    expect(hazard({}, stack)?.detail).toContain("the stack shop sets Hall back");
    expect(hazard({}, { ...stack, address: null })?.detail).toContain("sets it back");
    const environment: Manager = { tool: "beanstalk", name: "shop-dev", address: null, type: null };
    expect(hazard({}, environment)).toMatchObject({ level: "note", code: "managed-by-beanstalk" });
    expect(hazard({}, environment)?.detail).toContain("the environment shop-dev");
  });
});
