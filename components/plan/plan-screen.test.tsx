import { QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { renderToString } from "react-dom/server";
import { describe, expect, test, vi } from "vitest";
import { ApiProblem, type CallAnswer } from "@/components/data/api";
import { createQueryClient } from "@/components/data/data-provider";
import { keys } from "@/components/data/keys";
import type { WirePlan } from "@/server/contract/plans";
import { planItem, skippedItem, wirePlan } from "./builders";
import { Outdated } from "./outdated";
import { PlanScreen } from "./plan-screen";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: () => undefined }) }));

/** What the server paints, as text: tags become spaces. */
function painted(plan: WirePlan, now = plan.createdAt, me?: CallAnswer<"me">): string {
  const client = createQueryClient();
  if (me) client.setQueryData(keys.me, me);
  return textOf(
    <QueryClientProvider client={client}>
      <PlanScreen initial={plan} now={now} />
    </QueryClientProvider>,
  );
}

function textOf(screen: ReactNode): string {
  return renderToString(screen)
    .replace(/<!-- -->/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
}

test("the first paint holds the whole plan and the key", () => {
  const text = painted(wirePlan({ skipped: [skippedItem()] }));
  expect(text).toContain("Stop dev: 1 of 2 resources");
  expect(text).toContain("good for 15 min");
  expect(text).toContain("running → becomes stopped");
  expect(text).toContain("stays $0.010");
  expect(text).toContain("$0.230");
  expect(text).toContain("Protected by a tag of its own");
  expect(text).toContain("Stop 1 resource");
});

test("the server decides how hard the confirmation is", () => {
  const hold = painted(wirePlan({ confirm: { level: "hold", reason: "Many resources stop at once", text: null } }));
  expect(hold).toContain("Many resources stop at once.");
  expect(hold).toContain("Hold for 1.5 s");
  const type = painted(wirePlan({ confirm: { level: "type", reason: "Asked because data can be lost", text: "dev" } }));
  expect(type).toContain("Type dev to confirm. Asked because data can be lost.");
});

test("a plan that is over its time, applied or empty has no key to apply it", () => {
  const over = painted(wirePlan(), "2026-11-20T18:30:00.000Z");
  expect(over).toContain("This plan is over its time. Nothing was sent.");
  expect(over).toContain("Plan again");
  expect(over).not.toContain("Stop 1 resource");
  expect(painted(wirePlan({ operationId: "op_1" }))).toContain("See the operation");
  const empty = painted(wirePlan({ steps: [], skipped: [skippedItem({ code: "alreadyPaused" })] }));
  expect(empty).toContain("It is paused already.");
  expect(empty).not.toContain("Copy as curl");
});

test("lost data can be left out, and a start costs instead of saving", () => {
  const lost = {
    level: "dataLoss",
    code: "instance-store",
    title: "Instance-store data is erased",
    detail: "",
  } as const;
  expect(painted(wirePlan({ steps: [planItem({ hazards: [lost] })] }))).toContain("Leave it running");
  const start = painted(wirePlan({ action: "resume", title: "Start dev", steps: [planItem({ hazards: [lost] })] }));
  expect(start).not.toContain("Leave it running");
  expect(start).toContain("Costs, $/h");
});

describe("a plan that takes what is protected", () => {
  const ana = { id: "usr_ana", name: "Ana Ruiz", type: "user", role: "operator" } as const;
  const musa = { ...ana, id: "usr_musa", name: "Musa Okafor" };
  const plan = wirePlan({
    includeProtected: true,
    confirm: { level: "approve", reason: "prod is protected: a second person says yes", text: "prod" },
  });
  const approval = { by: "Musa Okafor", byId: "usr_musa", at: "2026-11-20T18:20:00.000Z" };

  test("gives its author a link to hand on, and no key", () => {
    const text = painted(plan, plan.createdAt, ana);
    expect(text).toContain("A second person has to approve");
    expect(text).toContain("You asked at 18:13");
    expect(text).toContain("Copy link");
    expect(text).not.toMatch(/Approve\b|Stop 1 resource/);
  });

  test("asks another operator for their yes, and tells who asked", () => {
    const text = painted(plan, plan.createdAt, musa);
    expect(text).toContain("Ana Ruiz asked at 18:13");
    expect(text).toMatch(/ Approve /);
    expect(painted(plan, plan.createdAt, { ...musa, role: "viewer" })).not.toMatch(/ Approve /);
  });

  test("is typed once it is approved, by one of the two", () => {
    const approved = { ...plan, approval };
    const text = painted(approved, plan.createdAt, ana);
    expect(text).toContain("Approved by Musa Okafor");
    expect(text).toContain("Type prod to confirm.");
    expect(painted(approved, plan.createdAt, { ...ana, id: "usr_eve" })).toContain(
      "Only Ana Ruiz, who planned it, or Musa Okafor, who approved it, can apply it.",
    );
  });

  test("is planned again when nobody said yes in time", () => {
    const text = painted(plan, "2026-11-20T18:30:00.000Z", ana);
    expect(text).toContain("This plan is over its time. Nothing was sent.");
    expect(text).not.toContain("Copy link");
  });
});

test("what a group protects can be planned for a second person; what a tag protects cannot", () => {
  const me = { id: "usr_ana", name: "Ana Ruiz", type: "user", role: "operator" } as const;
  const byGroup = skippedItem({ name: "shop-1", reason: "Protected by the group prod" });
  const kept = painted(wirePlan({ skipped: [byGroup, skippedItem()] }), undefined, me);
  expect(kept).toContain("Stop the protected one too?");
  expect(painted(wirePlan({ skipped: [skippedItem()] }), undefined, me)).not.toContain("Plan with it");
  expect(painted(wirePlan({ skipped: [byGroup] }), undefined, { ...me, role: "viewer" })).not.toContain("Plan with it");
});

test("a stale plan names what changed, at most eight, and offers the same scope again", () => {
  const errors = Array.from({ length: 10 }, (_, index) => ({
    pointer: `/items/${index}`,
    detail: `api-${index} was running and is paused now`,
  }));
  const problem = { type: "", title: "", status: 409, instance: "", requestId: "r", retryable: false };
  const error = new ApiProblem({ ...problem, code: "plan-stale", detail: "api-0 was running", errors });
  const text = textOf(<Outdated error={error} busy={false} onAgain={() => undefined} />);
  expect(text).toContain("Something changed since this plan was made");
  expect(text).toContain("api-7 was running and is paused now and 2 more");
  expect(text).toContain("Plan again");
});
