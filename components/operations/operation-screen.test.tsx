import { renderToString } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { DataProvider } from "@/components/data/data-provider";
import type { WireOperation } from "@/server/contract/operations";
import { operationItem, wireOperation } from "./builders";
import { OperationScreen } from "./operation-screen";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: () => undefined }) }));

function painted(operation: WireOperation): string {
  const html = renderToString(
    <DataProvider>
      <OperationScreen initial={operation} now="2026-11-20T18:20:48.000Z" />
    </DataProvider>,
  );
  return html
    .replace(/<!-- -->/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
}

const denied = operationItem({
  name: "ranker",
  state: "failed",
  fault: {
    code: "denied",
    reason: "AWS refused: the role has no sagemaker:DeleteEndpoint",
    remedy: "Add this one action to the role",
    action: "sagemaker:DeleteEndpoint",
  },
});
const resources = [
  operationItem({ name: "api-1" }),
  denied,
  operationItem({ name: "orders", state: "settling", saw: "stopping", startedAt: "2026-11-20T18:17:52.000Z" }),
  operationItem({ name: "later", state: "waiting" }),
];

test("what needs somebody comes before what moves and what is done", () => {
  const text = painted(wireOperation({ resources }));
  const places = ["1 needs you", "AWS refused", "1 changing", "1 paused each read back", "1 waiting"].map((words) =>
    text.lastIndexOf(words),
  );
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(text).toContain("2:56");
  expect(text).toContain("was $6.16, will be $0.71");
});

test("while it runs it can be stopped; a failed item is tried again only when it is over", () => {
  const running = painted(wireOperation({ resources }));
  expect(running).toContain("Stop here");
  expect(running).not.toContain("Try again");
  const over = painted(wireOperation({ resources, state: "partial", endedAt: "2026-11-20T18:20:00.000Z" }));
  expect(over).not.toContain("Stop here");
  expect(over).toContain("Try again");
  expect(over).toContain("Undo: start this 1 again");
  expect(over).toContain("dev is partly done. 1 of 4 paused.");
});

test("a missing permission can be copied as a policy", () => {
  expect(painted(wireOperation({ resources }))).toContain("Policy");
  expect(painted(wireOperation({ resources: [operationItem()] }))).not.toContain("Policy");
});
