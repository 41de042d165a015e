import { expect, test } from "vitest";
import type { ReadDoor } from "../../aws/door";
import { createFacts } from "../../aws/facts";
import type { Observed } from "../../core/resource";
import { groupAhead } from "./group-ahead";
import type { GroupDetail } from "./group-detail";

/** EC2 that says of some instances that they are protected, and counts how often it is asked. */
function ec2(isProtected: (id: string) => boolean) {
  let calls = 0;
  const aws: ReadDoor = {
    accountId: "acc_1",
    region: "eu-central-1",
    now: () => new Date(0),
    facts: createFacts().of,
    async read<In extends object, Out extends object>(
      _client: unknown,
      { input }: { readonly input: In },
    ): Promise<Out> {
      calls += 1;
      return { DisableApiStop: { Value: isProtected(String(Reflect.get(input, "InstanceId"))) } } as Out;
    },
  };
  return { aws, calls: () => calls };
}

function group(name: string, members: readonly string[], state = "running"): Observed<GroupDetail> {
  const detail = { members: members.map((id) => ({ id, state })) } as unknown as GroupDetail;
  return { nativeId: name, arn: "", name, type: "", tags: {}, detail };
}

test("a group with a protected member is warned of by the member's id; others have nothing to fear", async () => {
  const { aws } = ec2((id) => id === "i-2");
  const found = await groupAhead.look(aws, "pause", [group("web", ["i-1", "i-2"]), group("api", ["i-3"])]);
  expect([...found.keys()]).toEqual(["web"]);
  expect(found.get("web")).toMatchObject({
    refused: null,
    hazards: [{ level: "warning", code: "member-stop-protection", detail: expect.stringContaining("i-2") }],
  });
});

test("more than fifty members are not asked for one by one, and the plan says so", async () => {
  const many = Array.from({ length: 51 }, (_, at) => `i-${at}`);
  const { aws, calls } = ec2(() => true);
  const found = await groupAhead.look(aws, "pause", [group("web", many)]);
  expect(found.get("web")?.hazards).toMatchObject([{ level: "note", code: "stop-protection-unread" }]);
  expect(calls()).toBe(0);
});

test("members that do not run need no question, nor does a resume of a group without members", async () => {
  const { aws, calls } = ec2(() => true);
  expect(await groupAhead.look(aws, "pause", [group("web", ["i-1"], "stopped")])).toEqual(new Map());
  expect(await groupAhead.look(aws, "resume", [group("web", [])])).toEqual(new Map());
  expect(calls()).toBe(0);
});
