import { renderToString } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { DataProvider } from "@/components/data/data-provider";
import type { WirePlan } from "@/server/contract/plans";
import { planItem, skippedItem, wirePlan } from "./builders";
import { PlanScreen } from "./plan-screen";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: () => undefined }) }));

/** What the server paints, as text: tags become spaces. */
function painted(plan: WirePlan, now = plan.createdAt): string {
  const html = renderToString(
    <DataProvider>
      <PlanScreen initial={plan} now={now} />
    </DataProvider>,
  );
  return html
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
