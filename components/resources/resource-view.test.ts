import { describe, expect, test } from "vitest";
import { moneyOf } from "@/components/plan/amount";
import { listResources } from "@/server/contract/resources";
import { scopeSchema } from "@/server/core/filter";
import { wireResource } from "./builders";
import { comesBackText, consoleUrl, lineNote, relationsBy, wakesText } from "./detail-words";
import { valuesFor } from "./filter-values";
import { valueWord } from "./filter-words";
import { chipsOf, paramsOf, queryOf, readFilters, scopeOf, withoutChip, withTerm, writeFilters } from "./filters";
import { controlOf, selectionOf, staysOf, teamOf } from "./selection";

const read = (address: string) => readFilters(new URLSearchParams(address));

describe("filters", () => {
  const address =
    "q=api&group=dev%2Cstaging&region=eu-central-1&tag=Project%3Dshop%2C+eu&tag=Env&not=tag%3AOwner%3Dvendor";

  test("an address and its filters are the same thing", () => {
    expect(writeFilters(read(address), new URLSearchParams()).toString()).toBe(address);
    expect(chipsOf(read(address)).map(({ field, not, values }) => [field, not, values])).toEqual([
      ["group", false, ["dev", "staging"]],
      ["region", false, ["eu-central-1"]],
      ["tag", false, ["Project=shop, eu"]],
      ["tag", false, ["Env"]],
      ["tag", true, ["Owner=vendor"]],
    ]);
  });

  test("the query is one that the server takes", () => {
    const query = queryOf(read(address));
    expect(query).toEqual({
      q: "api",
      group: "dev,staging",
      region: "eu-central-1",
      tag: ["Project=shop, eu", "Env"],
      not: "tag:Owner=vendor",
    });
    expect(listResources.query.safeParse(query).success).toBe(true);
  });

  test("what an address should not hold is left out", () => {
    expect(read("not=nonsense&not=planet:mars&group=,,&state=").terms).toEqual([]);
    expect(readFilters(paramsOf({ tag: ["a", "b"], q: undefined })).terms).toHaveLength(2);
  });

  test("other parts of the address stay", () => {
    const next = writeFilters(read("q=x"), new URLSearchParams("id=res_1&group=old"));
    expect(next.toString()).toBe("id=res_1&q=x");
  });

  test("a value is either wanted or not wanted", () => {
    const not = withTerm(read("kind=ec2.instance"), { field: "kind", value: "ec2.instance", not: true });
    expect(chipsOf(not)).toEqual([{ field: "kind", not: true, values: ["ec2.instance"] }]);
    expect(withoutChip(not, { field: "kind", not: true, values: ["ec2.instance"] }).terms).toEqual([]);
  });

  test("a scope says the same, or nothing at all", () => {
    const scope = scopeOf(read("group=dev&tag=a%3Db&not=region%3Aus-east-1"));
    expect(scope).toEqual({ groups: ["dev"], tags: ["a=b"], exclude: { regions: ["us-east-1"] } });
    expect(scopeSchema.safeParse(scope).success).toBe(true);
    expect(scopeOf(read("q=api"))).toBeNull();
    expect(scopeOf(read("state=running"))).toBeNull();
    expect(scopeOf(read("group=none"))).toBeNull();
  });
});

const row = wireResource;

describe("rows", () => {
  test("a switch only where there is something to press", () => {
    expect(controlOf(row())).toEqual({ type: "switch", on: true, action: "pause" });
    expect(controlOf(row({ state: "paused", action: "resume" }))).toEqual({
      type: "switch",
      on: false,
      action: "resume",
    });
    expect(controlOf(row({ protected: true }))).toEqual({ type: "protected" });
    expect(controlOf(row({ state: "drifted" })).type).toBe("look");
    expect(controlOf(row({ state: "unknown", action: null })).type).toBe("look");
    expect(controlOf(row({ state: "alwaysOn", action: null, reason: "A NAT gateway has no stop" }))).toEqual({
      type: "noStop",
      why: "A NAT gateway has no stop",
    });
  });

  test("the selection says what can stop, what can start and what has no price", () => {
    const rows = [
      row(),
      row({ name: "b", hourlyPaused: null }),
      row({ name: "c", state: "paused", action: "resume" }),
      row({ name: "d", protected: true, action: null }),
    ];
    const all = selectionOf(rows, new Set(rows.map((one) => one.id)));
    expect(all.count).toBe("4 selected");
    expect(all.stop?.ids).toEqual(["res_api-1", "res_b"]);
    expect(all.stop?.text).toBe("$0.23 an hour can stop, 1 without a price");
    expect(all.start?.ids).toEqual(["res_c"]);
    expect(selectionOf(rows, new Set(["res_d"])).stop).toBeNull();
  });

  test("what has no stop goes on costing all of it, or what nobody knows", () => {
    expect(staysOf(wireResource())).toEqual(moneyOf(10_000));
    const always = wireResource({ state: "alwaysOn", hourlyPaused: moneyOf(0) });
    expect(staysOf(always)).toEqual(always.hourlyNow);
    expect(staysOf({ ...always, hourlyNow: null })).toBeNull();
  });

  test("the team is found in any spelling", () => {
    expect(teamOf({ OWNER: "catalog-team", Project: "shop" })).toBe("catalog-team");
    expect(teamOf({ Team: "data", Owner: "x" })).toBe("data");
    expect(teamOf({})).toBe("");
  });

  test("the filter offers the values that exist", () => {
    const rows = [row({ tags: { b: "2" } }), row({ name: "x", region: "us-east-1", tags: { a: "1" } })];
    expect(valuesFor("region", { groups: [], accounts: [], rows })).toEqual(["eu-central-1", "us-east-1"]);
    expect(valuesFor("tag", { groups: [], accounts: [], rows })).toEqual(["a=1", "b=2"]);
    expect(valueWord("tag", "Project=shop")).toBe("Project = shop");
    expect(valueWord("state", "alwaysOn")).toBe("Always on");
  });
});

describe("the drawer", () => {
  const line = {
    label: "Storage",
    note: "200 GB gp3",
    quantity: 200,
    unit: "month",
    stopsWhenPaused: false,
    rate: "0.0952",
    hourly: null,
    source: null,
  } as const;

  test("says what bills on and what only the bill knows", () => {
    expect(lineNote(line)).toBe("200 GB gp3, bills while paused");
    expect(lineNote({ ...line, stopsWhenPaused: true, quantity: "metered" })).toBe(
      "200 GB gp3, by use, only the bill knows",
    );
  });

  test("says how it comes back and when AWS wakes it", () => {
    expect(comesBackText({ restore: "exact", expectSeconds: { pause: 60, resume: 340 } })).toBe(
      "exactly, in about 6 min",
    );
    expect(wakesText(168)).toBe("by itself after 7 days");
    expect(wakesText(null)).toBeNull();
  });

  test("relations read in their order", () => {
    const relations = [
      { role: "neededBy", id: "1", name: "api-1", kind: "ec2.instance" },
      { role: "owner", id: "2", name: "web-asg", kind: "autoscaling.group" },
    ];
    expect(relationsBy(relations).map(({ label, text }) => [label, text])).toEqual([
      ["Run by", "web-asg"],
      ["Needed by", "api-1"],
    ]);
  });

  test("leads to the console of the ARN's partition", () => {
    const arn = "arn:aws-cn:ec2:cn-north-1:111122223333:instance/i-1";
    expect(consoleUrl(arn)).toBe(`https://console.amazonaws.cn/go/view?arn=${encodeURIComponent(arn)}`);
    expect(consoleUrl("arn:aws-iso:ec2:x:1:y")).toBeNull();
  });
});
