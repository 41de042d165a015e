import { describe, expect, it } from "vitest";
import type { ReadDoor } from "../door";
import { createFacts } from "../facts";
import { operationName } from "../services";
import { caretakerOf, idFilter, readInstanceStore, readInstances, readStatusChecks, type SeenInstance } from "./ec2";

/** A door that answers from a list, in order, and remembers what it was asked. */
function door(answers: readonly object[]) {
  const left = [...answers];
  const asked: { readonly operation: string; readonly input: object }[] = [];
  const aws: ReadDoor = {
    accountId: "acc_1",
    region: "eu-central-1",
    now: () => new Date(0),
    facts: createFacts().of,
    async read<In extends object, Out extends object>(_client: unknown, command: { readonly input: In }): Promise<Out> {
      asked.push({ operation: operationName(command), input: command.input });
      return (left.shift() ?? {}) as Out;
    },
  };
  return { aws, asked };
}

function page(ids: readonly string[], NextToken?: string, state = "running") {
  const Instances = ids.map((InstanceId) => ({ InstanceId, State: { Name: state } }));
  return { Reservations: [{ OwnerId: "111122223333", Instances }], NextToken };
}

function instance(id: string, state: "running" | "stopped", type = "m6i.large"): SeenInstance {
  return { id, ownerId: "1", instance: { InstanceId: id, State: { Name: state }, InstanceType: type as "m6i.large" } };
}

const ids = (count: number) => Array.from({ length: count }, (_, at) => `i-${at}`);

describe("readInstances", () => {
  it("reads every page and leaves terminated instances out", async () => {
    const { aws, asked } = door([page(["i-1"], "next"), page(["i-2"], "", "terminated"), page(["i-3"])]);
    expect((await readInstances(aws)).map((one) => one.id)).toEqual(["i-1"]);
    expect(asked.map((call) => call.input)).toEqual([
      { MaxResults: 1000, IncludeManagedResources: true },
      { MaxResults: 1000, IncludeManagedResources: true, NextToken: "next" },
    ]);
  });

  it("names a few ids in a filter, and reads the whole list for many", async () => {
    const few = door([page(["i-1"])]);
    await readInstances(few.aws, ["i-1"]);
    expect(few.asked[0]?.input).toMatchObject({ Filters: [{ Name: "instance-id", Values: ["i-1"] }] });
    const many = door([page([...ids(201), "i-other"])]);
    expect(await readInstances(many.aws, ids(201))).toHaveLength(201);
    expect(many.asked[0]?.input).not.toHaveProperty("Filters");
    expect(idFilter("instance-id", ids(200)).Filters?.[0]?.Values).toHaveLength(200);
  });

  it("asks nothing for nobody", async () => {
    const { aws, asked } = door([]);
    expect(await readInstances(aws, [])).toEqual([]);
    expect(asked).toEqual([]);
  });
});

describe("readStatusChecks", () => {
  it("takes the worse of both checks, of running instances only", async () => {
    const status = (InstanceId: string, one: string, other: string) => ({
      InstanceId,
      InstanceStatus: { Status: one },
      SystemStatus: { Status: other },
    });
    const { aws, asked } = door([
      {
        InstanceStatuses: [
          status("i-1", "ok", "ok"),
          status("i-2", "ok", "initializing"),
          status("i-3", "initializing", "impaired"),
          status("i-4", "ok", "insufficient-data"),
        ],
      },
    ]);
    const instances = [
      ...["i-1", "i-2", "i-3", "i-4"].map((id) => instance(id, "running")),
      instance("i-5", "stopped"),
    ];
    const words = await readStatusChecks(aws, instances, false);
    expect(Object.fromEntries(words)).toEqual({
      "i-1": "ok",
      "i-2": "initializing",
      "i-3": "impaired",
      "i-4": "unknown",
    });
    expect(asked[0]?.input).toEqual({ InstanceIds: ["i-1", "i-2", "i-3", "i-4"] });
  });

  it("reads the list where ids would be too many, and nothing where nothing runs", async () => {
    const many = door([{}]);
    await readStatusChecks(
      many.aws,
      ids(101).map((id) => instance(id, "running")),
      false,
    );
    expect(many.asked[0]?.input).toEqual({ MaxResults: 1000 });
    const none = door([]);
    await readStatusChecks(none.aws, [instance("i-1", "stopped")], true);
    expect(none.asked).toEqual([]);
  });
});

it("asks for a hundred types at once, each type once", async () => {
  const types = Array.from({ length: 150 }, (_, at) => `t${at}.large`);
  const { aws, asked } = door([{ InstanceTypes: [{ InstanceType: "t0.large", InstanceStorageSupported: true }] }]);
  const stores = await readInstanceStore(
    aws,
    [...types, ...types].map((type) => instance("i", "running", type)),
  );
  expect(asked.map((call) => (call.input as { InstanceTypes: string[] }).InstanceTypes.length)).toEqual([100, 50]);
  expect([...stores]).toEqual([["t0.large", true]]);
});

it("knows who runs an instance by the tags of the service", () => {
  expect(caretakerOf({ Name: "web", "kubernetes.io/cluster/x": "owned" })).toBeNull();
  expect(caretakerOf({ "karpenter.sh/nodepool": "default" })?.name).toBe("EKS");
  expect(caretakerOf({ "aws:elasticmapreduce:job-flow-id": "j" })?.name).toBe("EMR");
});
