import { describe, expect, it } from "vitest";
import type { Step } from "../../core/plan";
import type { Observed, Tags } from "../../core/resource";
import type { Scaling } from "../scaling-hold";
import { dynamodbTable } from "./table";
import type { TableConfiguration, TableDetail } from "./table-detail";
import { placesIn, targetOf, unitOfTarget } from "./table-detail";
import type { Saved } from "./table-plan";

const live: Scaling = {
  min: 5,
  max: 100,
  roleArn: "arn:aws:iam::111122223333:role/aws-service-role/dynamodb",
  suspended: { scaleIn: false, scaleOut: false, scheduled: false },
};
const suspended: Scaling = { ...live, suspended: { scaleIn: true, scaleOut: true, scheduled: true } };

const capacity = { "table/read": 10, "table/write": 5, "index/by.day/read": 4, "index/by.day/write": 3 };
const nothing = { "table/read": 0, "table/write": 0, "index/by.day/read": 0, "index/by.day/write": 0 };

const configuration: TableConfiguration = {
  tableId: "id-1",
  mode: "PROVISIONED",
  capacity,
  scaling: { "table/read": live, "index/by.day/read": { ...live, min: 1 } },
  maxima: {},
  tableClass: "STANDARD",
  deletionProtection: true,
  stream: "NEW_IMAGE",
  encryption: { type: null, keyArn: null },
  replicas: [],
};

interface Changes {
  readonly detail?: Partial<TableDetail>;
  readonly configuration?: Partial<TableConfiguration>;
  readonly tags?: Tags;
}

function table({ detail, configuration: changed, tags }: Changes = {}): Observed<TableDetail> {
  return {
    nativeId: "orders",
    arn: "arn:aws:dynamodb:eu-central-1:123456789012:table/orders",
    name: "orders",
    type: "10 read, 5 write, 1 index",
    tags: tags ?? { Team: "shop" },
    detail: {
      status: "ACTIVE",
      busyIndex: null,
      bytes: 2 ** 31,
      ...detail,
      configuration: { ...configuration, ...changed },
    },
  };
}

const held = { "table/read": suspended, "index/by.day/read": { ...suspended, min: 1 } };
/** As a pause leaves it. */
const onDemand = ({ detail, configuration: changed, tags }: Changes = {}) =>
  table({
    ...(detail && { detail }),
    ...(tags && { tags }),
    configuration: { mode: "PAY_PER_REQUEST", capacity: nothing, scaling: held, ...changed },
  });
/** Provisioned again, scaling still suspended. */
const back = (changed: Partial<TableConfiguration> = {}) => table({ configuration: { scaling: held, ...changed } });

const saved: Saved = { configuration, tags: { Team: "shop" } };
const step = (op: string, params: unknown = {}): Step => ({ op, params, before: "b", after: "a", settle: true });
const provision = step("provision", { fromOnDemand: true, capacity });
const { min, max } = live;
const restore = step("restoreScaling", { unit: "table/read", capacity: 10, min, max, suspended: live.suspended });

function planned(seen = table(), options: object = {}, spent = {}) {
  const plan = dynamodbTable.planPause(seen, dynamodbTable.options.parse(options), spent);
  if (plan.result === "refused") throw new Error(plan.reason);
  return plan;
}

function resumed(seen: Observed<TableDetail>, of = saved) {
  const plan = dynamodbTable.planResume(of, seen);
  if (plan.result === "refused") throw new Error(plan.reason);
  return plan;
}

describe("classify", () => {
  it.each<[string, Observed<TableDetail>, string]>([
    ["provisioned", table(), "running"],
    ["on demand", onDemand(), "paused"],
    ["updating", table({ detail: { status: "UPDATING" } }), "changing"],
    ["an index being filled", table({ detail: { busyIndex: "by.day BACKFILLING" } }), "changing"],
    ["a word of next year", table({ detail: { status: "DREAMING" } }), "changing"],
    ["without its key", table({ detail: { status: "INACCESSIBLE_ENCRYPTION_CREDENTIALS" } }), "unsupported"],
    ["archived", table({ detail: { status: "ARCHIVED" } }), "unsupported"],
    ["a global table", table({ configuration: { replicas: ["eu-west-1"] } }), "unsupported"],
    ["a global table on demand", onDemand({ configuration: { replicas: ["eu-west-1"] } }), "paused"],
  ])("%s", (_name, seen, expected) => {
    expect(dynamodbTable.classify(seen).state).toBe(expected);
  });
});

describe("planPause", () => {
  it("suspends what scales while it is provisioned, then switches", () => {
    const plan = planned();
    expect(plan.steps.map(({ op, params, settle }) => [op, params, settle])).toEqual([
      ["suspendScaling", { unit: "table/read" }, false],
      ["suspendScaling", { unit: "index/by.day/read" }, true],
      ["toOnDemand", {}, true],
    ]);
    expect(plan.saved).toEqual(saved);
  });

  it("leaves a target alone that somebody suspended before, and keeps it so", () => {
    const plan = planned(back());
    expect(plan.steps.map(({ op }) => op)).toEqual(["toOnDemand"]);
    expect(plan.saved.configuration.scaling).toEqual(held);
  });

  it.each([
    [0, {}, "planned"],
    [1, {}, "refused"],
    [1, { switchesPerDay: 2 }, "planned"],
    [3, { switchesPerDay: 4 }, "planned"],
    [4, { switchesPerDay: 4 }, "refused"],
  ])("with %s switches spent and %j it is %s", (toOnDemand, options, result) => {
    const plan = dynamodbTable.planPause(table(), dynamodbTable.options.parse(options), { toOnDemand });
    expect(plan.result).toBe(result);
    if (plan.result === "refused") expect(plan.remedy).toMatch(/switchesPerDay/);
  });

  it("takes no more switches than AWS does", () => {
    expect(dynamodbTable.options.safeParse({ switchesPerDay: 5 }).success).toBe(false);
    expect(dynamodbTable.options.safeParse({ switchesPerDay: 0 }).success).toBe(false);
  });

  it("warns that traffic can cost more, and of capacity outside its range", () => {
    const codes = (seen?: Observed<TableDetail>) => planned(seen).hazards.map(({ code }) => code);
    expect(codes()).toContain("cost-can-rise");
    expect(codes()).not.toContain("capacity-outside-range");
    const high = table({ configuration: { capacity: { ...capacity, "table/read": 500 } } });
    expect(codes(high)).toContain("capacity-outside-range");
    expect(codes(back())).not.toContain("scheduled-scaling-missed");
  });
});

describe("planResume", () => {
  it("provisions the table and every index in one call, then gives back the limits", () => {
    const { steps } = resumed(onDemand());
    expect(steps.map(({ op, params }) => [op, params])).toEqual([
      ["provision", { fromOnDemand: true, capacity }],
      ["restoreScaling", { unit: "table/read", capacity: 10, min: 5, max: 100, suspended: live.suspended }],
      ["restoreScaling", { unit: "index/by.day/read", capacity: 4, min: 1, max: 100, suspended: live.suspended }],
    ]);
  });

  it("leaves out what is there already", () => {
    expect(resumed(back()).steps.map(({ op }) => op)).toEqual(["restoreScaling", "restoreScaling"]);
    expect(resumed(table()).steps).toEqual([]);
  });

  it("plans all of it in the middle of a switch", () => {
    expect(resumed(back({}), saved).steps).toHaveLength(2);
    const switching = table({ detail: { status: "UPDATING" }, configuration: { scaling: held } });
    expect(resumed(switching).steps[0]?.params).toEqual({ fromOnDemand: true, capacity });
  });

  it("sets back units that somebody provisioned, only where they differ", () => {
    const { steps } = resumed(back({ capacity: { ...capacity, "index/by.day/write": 9 } }));
    expect(steps[0]?.params).toEqual({
      fromOnDemand: false,
      capacity: { "index/by.day/read": 4, "index/by.day/write": 3 },
    });
  });

  it("registers a removed target again and says what is lost", () => {
    const plan = resumed(onDemand({ configuration: { scaling: { "index/by.day/read": suspended } } }));
    expect(plan.hazards.map(({ code }) => code)).toEqual(["scaling-target-lost"]);
    expect(plan.steps.filter(({ op }) => op === "restoreScaling")).toHaveLength(2);
  });

  it.each<[string, Observed<TableDetail> | null, RegExp]>([
    ["a deleted table", null, /deleted/],
    ["another table of this name", onDemand({ configuration: { tableId: "id-2" } }), /Another/],
    ["a table without its key", onDemand({ detail: { status: "ARCHIVED" } }), /ARCHIVED/],
    ["what is a global table now", onDemand({ configuration: { replicas: ["us-east-1"] } }), /global/],
    [
      "an index that came meanwhile",
      onDemand({ configuration: { capacity: { ...nothing, "index/new/read": 0, "index/new/write": 0 } } }),
      /index\/new/,
    ],
  ])("refuses %s", (_name, seen, reason) => {
    const plan = dynamodbTable.planResume(saved, seen);
    if (plan.result !== "refused") throw new Error("planned");
    expect(plan.reason).toMatch(reason);
    expect(plan.remedy).not.toBe("");
  });
});

describe("check", () => {
  const suspend = step("suspendScaling", { unit: "table/read" });
  it.each<[string, Step, Observed<TableDetail> | null, string]>([
    ["suspend, live", suspend, table(), "todo"],
    ["suspend, suspended", suspend, back(), "done"],
    ["suspend, no target", suspend, table({ configuration: { scaling: {} } }), "done"],
    ["suspend, on demand already", suspend, onDemand({ configuration: { scaling: { "table/read": live } } }), "done"],
    ["suspend, updating", suspend, table({ detail: { status: "UPDATING" } }), "pending"],
    ["switch, provisioned", step("toOnDemand"), back(), "todo"],
    ["switch, on demand", step("toOnDemand"), onDemand(), "done"],
    [
      "switch, an index not there yet",
      step("toOnDemand"),
      onDemand({ detail: { busyIndex: "x UPDATING" } }),
      "pending",
    ],
    ["switch, broken", step("toOnDemand"), table({ detail: { status: "ARCHIVED" } }), "blocked"],
    ["switch, gone", step("toOnDemand"), null, "blocked"],
    ["provision, on demand", provision, onDemand(), "todo"],
    ["provision, back", provision, back(), "done"],
    ["provision, other units", provision, back({ capacity: { ...capacity, "table/read": 11 } }), "todo"],
    [
      "provision, moved by a live policy",
      provision,
      table({ configuration: { capacity: { ...capacity, "table/read": 50 } } }),
      "done",
    ],
    ["restore, back", restore, back(), "todo"],
    ["restore, restored", restore, table(), "done"],
    ["restore, on demand again", restore, onDemand(), "blocked"],
    ["restore, other units", restore, back({ capacity: { ...capacity, "table/read": 11 } }), "blocked"],
    [
      "restore, updating",
      restore,
      table({ detail: { status: "UPDATING" }, configuration: { scaling: held } }),
      "pending",
    ],
  ])("%s", (_name, one, seen, expected) => {
    expect(dynamodbTable.check(one, seen).status).toBe(expected);
  });
});

describe("verify", () => {
  it.each<[string, Observed<TableDetail> | null, string]>([
    ["on demand", onDemand(), "reached"],
    ["switching", onDemand({ detail: { status: "UPDATING" } }), "pending"],
    ["provisioned", back(), "wrong"],
    ["gone", null, "gone"],
  ])("a pause, %s", (_name, seen, expected) => {
    expect(dynamodbTable.verify("pause", saved, seen).verdict).toBe(expected);
  });

  it("a resume compares every attribute of table, indexes and scaling", () => {
    expect(dynamodbTable.verify("resume", saved, table()).verdict).toBe("reached");
    const changed = table({
      configuration: {
        capacity: { ...capacity, "index/by.day/write": 9 },
        scaling: { "table/read": { ...suspended, max: 7 } },
        maxima: { "table/read": 100 },
        tableClass: "STANDARD_INFREQUENT_ACCESS",
        deletionProtection: false,
        stream: null,
      },
      tags: {},
    });
    const verdict = dynamodbTable.verify("resume", saved, changed);
    if (verdict.verdict !== "wrong") throw new Error(verdict.verdict);
    expect(verdict.differences.map(({ path }) => path)).toEqual([
      "capacity.index/by.day/write",
      "maxima.table/read",
      "tableClass",
      "deletionProtection",
      "stream",
      "scaling.table/read.max",
      "scaling.table/read.suspended.scaleIn",
      "scaling.table/read.suspended.scaleOut",
      "scaling.table/read.suspended.scheduled",
      "scaling.index/by.day/read",
      "tags.Team",
    ]);
  });

  it("takes what a live policy moved within its limits, and nothing beyond them", () => {
    const at = (read: number) => table({ configuration: { capacity: { ...capacity, "table/read": read } } });
    expect(dynamodbTable.verify("resume", saved, at(90)).verdict).toBe("reached");
    expect(dynamodbTable.verify("resume", saved, at(101)).verdict).toBe("wrong");
    const write = table({ configuration: { capacity: { ...capacity, "table/write": 6 } } });
    expect(dynamodbTable.verify("resume", saved, write).verdict).toBe("wrong");
  });
});

describe("meanwhile", () => {
  const meanwhile = (seen: Observed<TableDetail>) => dynamodbTable.meanwhile?.(saved, seen) ?? null;

  it.each<[string, Observed<TableDetail>]>([
    ["as the pause left it", onDemand()],
    ["provisioned again, scaling suspended", back()],
    ["restored", table()],
    ["limits of on-demand requests", onDemand({ configuration: { maxima: { "table/read": 50 } } })],
    ["in the middle of a switch", table({ detail: { status: "UPDATING" }, configuration: { capacity: {} } })],
    ["another table", onDemand({ configuration: { tableId: "id-2", stream: null } })],
  ])("nothing: %s", (_name, seen) => {
    expect(meanwhile(seen)).toBeNull();
  });

  it.each<[string, Observed<TableDetail>, string[], boolean]>([
    ["other units", back({ capacity: { ...capacity, "table/read": 20 } }), ["capacity.table/read"], true],
    [
      "other limits",
      onDemand({ configuration: { scaling: { ...held, "table/read": { ...suspended, max: 50 } } } }),
      ["scaling.table/read.max"],
      true,
    ],
    [
      "a removed target",
      onDemand({ configuration: { scaling: { "table/read": suspended } } }),
      ["scaling.index/by.day/read"],
      false,
    ],
    [
      "a deleted index",
      onDemand({
        configuration: { capacity: { "table/read": 0, "table/write": 0 }, scaling: { "table/read": suspended } },
      }),
      ["capacity.index/by.day/read", "capacity.index/by.day/write", "scaling.index/by.day/read"],
      false,
    ],
    ["a stream turned off", onDemand({ configuration: { stream: null } }), ["stream"], false],
    ["a tag", onDemand({ tags: { Team: "web" } }), ["tags.Team"], false],
    ["a replica", onDemand({ configuration: { replicas: ["us-east-1"] } }), ["replicas.0"], false],
  ])("%s", (_name, seen, paths, canSetBack) => {
    const found = meanwhile(seen);
    expect(found?.differences.map(({ path }) => path)).toEqual(paths);
    expect(found?.canSetBack).toBe(canSetBack);
  });

  it("theirs is kept, and the rest restored to it", () => {
    const seen = onDemand({
      configuration: {
        capacity: { "table/read": 0, "table/write": 0 },
        scaling: { "table/read": { ...suspended, max: 50 } },
        stream: null,
      },
    });
    const theirs = meanwhile(seen)?.theirs;
    if (!theirs) throw new Error("nothing found");
    const { steps } = resumed(seen, theirs);
    expect(steps.map(({ params }) => params)).toEqual([
      { fromOnDemand: true, capacity: { "table/read": 10, "table/write": 5 } },
      { unit: "table/read", capacity: 10, min: 5, max: 50, suspended: live.suspended },
    ]);
    const after = table({
      configuration: {
        capacity: { "table/read": 10, "table/write": 5 },
        scaling: { "table/read": { ...live, max: 50 } },
        stream: null,
      },
    });
    expect(dynamodbTable.verify("resume", theirs, after).verdict).toBe("reached");
  });

  it("ours sets everything back that it says it can", () => {
    const seen = back({
      capacity: { ...capacity, "table/read": 20 },
      scaling: { ...held, "table/read": { ...suspended, max: 50 } },
    });
    expect(meanwhile(seen)?.canSetBack).toBe(true);
    expect(resumed(seen).steps.map(({ params }) => params)).toEqual([
      { fromOnDemand: false, capacity: { "table/read": 10, "table/write": 5 } },
      { unit: "table/read", capacity: 10, min: 5, max: 100, suspended: live.suspended },
      { unit: "index/by.day/read", capacity: 4, min: 1, max: 100, suspended: live.suspended },
    ]);
  });
});

describe("names", () => {
  it.each(["table/read", "table/write", "index/by.day/read", "index/table/write"])("%s is found again", (unit) => {
    const { ResourceId, ScalableDimension } = targetOf("orders", unit);
    expect(unitOfTarget("orders", ResourceId, ScalableDimension)).toBe(unit);
    expect(unitOfTarget("order", ResourceId, ScalableDimension)).toBeNull();
  });

  it("each place once, the table first", () => {
    expect(placesIn(capacity)).toEqual([{ index: null }, { index: "by.day" }]);
  });
});

describe("price", () => {
  const lines = (seen: Observed<TableDetail>) =>
    dynamodbTable.price(seen).map(({ price, quantity, stopsWhenPaused }) => [price?.key, quantity, stopsWhenPaused]);

  it("bills the units of table and indexes, and storage that stays", () => {
    expect(lines(table())).toEqual([
      ["rcuHour", 14, true],
      ["wcuHour", 8, true],
      ["storageGbMonth", 2, false],
      ["writeRequestUnit", "metered", false],
    ]);
    expect(lines(onDemand()).map(([key]) => key)).toEqual(["storageGbMonth", "writeRequestUnit"]);
  });

  it("has no price for Infrequent Access, and says so", () => {
    const all = dynamodbTable.price(table({ configuration: { tableClass: "STANDARD_INFREQUENT_ACCESS" } }));
    expect(all.every(({ price }) => price === null)).toBe(true);
    expect(all[0]?.note).toMatch(/not in the catalogue/);
  });
});
