import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { startOperation } from "@/server/contract/operations";
import { createPlan } from "@/server/contract/plans";
import { wirePlan } from "./builders";
import { again, planFor, startCurl, startRequest, without, withProtected } from "./requests";

test("leaving resources out keeps what was left out before", () => {
  const plan = wirePlan({ scope: { groups: ["dev"], exclude: { tags: ["keep"], ids: ["res_a"] } } });
  const request = without(plan, ["res_b", "res_a"]);
  expect(request.scope).toEqual({ groups: ["dev"], exclude: { tags: ["keep"], ids: ["res_a", "res_b"] } });
  expect(createPlan.body.safeParse(request).success).toBe(true);
});

test("every request is one that the server takes", () => {
  expect(createPlan.body.safeParse(again(wirePlan())).success).toBe(true);
  expect(createPlan.body.safeParse(withProtected(wirePlan())).success).toBe(true);
  expect(createPlan.body.safeParse(planFor("resume", ["res_a"])).success).toBe(true);
  expect(startOperation.body.safeParse(startRequest(wirePlan())).success).toBe(true);
});

test("planning again keeps that protected groups were taken", () => {
  expect(again(wirePlan())).not.toHaveProperty("includeProtected");
  expect(again(wirePlan({ includeProtected: true }))).toMatchObject({ includeProtected: true });
});

test("the text to be typed is sent only where the plan asks for it", () => {
  expect(startRequest(wirePlan())).toEqual({ planId: "plan_1", planHash: "h1" });
  const plan = wirePlan({ confirm: { level: "type", reason: "", text: "dev" } });
  expect(startRequest(plan)).toEqual({ planId: "plan_1", planHash: "h1", confirmText: "dev" });
});

test("the curl line is one command whose body a shell leaves as it is", () => {
  const plan = wirePlan({ confirm: { level: "type", reason: "", text: "ana's $HOME `dev`" } });
  const line = startCurl("https://standby.example", plan).replace(/^curl/, "printf '%s\\n'");
  const shell = execFileSync("env", ["STANDBY_TOKEN=t", "sh", "-c", line], { encoding: "utf8" });
  const words = shell.trimEnd().split("\n");
  expect(JSON.parse(words.at(-1) ?? "")).toEqual(startRequest(plan));
  expect(words).toContain("https://standby.example/api/v1/operations");
  expect(words).toContain("Authorization: Bearer t");
});
