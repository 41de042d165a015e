import { QueryClientProvider } from "@tanstack/react-query";
import { renderToString } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { createQueryClient } from "@/components/data/data-provider";
import { keys } from "@/components/data/keys";
import { moneyOf } from "@/components/plan/amount";
import type { WireOperation } from "@/server/contract/operations";
import { operationItem, wireOperation } from "./builders";
import { OperationScreen } from "./operation-screen";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: () => undefined }) }));

function painted(operation: WireOperation, role: "viewer" | "operator" = "operator"): string {
  const client = createQueryClient();
  client.setQueryData(keys.me, { id: "usr_ana", name: "Ana Ruiz", type: "user", role });
  const html = renderToString(
    <QueryClientProvider client={client}>
      <OperationScreen initial={operation} now="2026-11-20T18:20:48.000Z" />
    </QueryClientProvider>,
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
  const over = painted(
    wireOperation({
      resources,
      state: "partial",
      endedAt: "2026-11-20T18:20:00.000Z",
      can: { cancel: false, continue: false, retry: true, undo: true },
    }),
  );
  expect(over).not.toContain("Stop here");
  expect(over).toContain("Try again");
  expect(over).toContain("Try what failed again");
  expect(over).toContain("Undo: start this 1 again");
  expect(over).toContain("dev is partly done. 1 of 4 paused.");
});

test("a missing permission can be copied as a policy", () => {
  expect(painted(wireOperation({ resources }))).toContain("Policy");
  expect(painted(wireOperation({ resources: [operationItem()] }))).not.toContain("Policy");
});

test("while nothing was sent there is one key, and it takes everything back", () => {
  const text = painted(
    wireOperation({
      state: "queued",
      startedAt: null,
      createdAt: "2026-11-20T18:20:40.000Z",
      startsAt: "2026-11-20T18:20:50.000Z",
      resources: [operationItem({ state: "waiting" })],
      can: { cancel: true, continue: false, retry: false, undo: true },
    }),
  );
  expect(text).toContain("Stopping dev in 2 s.");
  expect(text).toContain("Undo: keep it running");
  expect(text).not.toContain("Stop here");
});

test("the operation that this one follows is named and linked", () => {
  const parent = { id: "op_0", number: 12, relation: "retry" } as const;
  expect(painted(wireOperation({ parent }))).toContain("Tries again what failed in operation 12");
});

test("what AWS cannot do yet stands apart, with its reason, its next try and a key", () => {
  const waits = operationItem({
    name: "gpu-1",
    state: "deferred",
    attempts: 3,
    deferredAt: "2026-11-20T18:15:48.000Z",
    nextTryAt: "2026-11-20T18:25:48.000Z",
    fault: { code: "capacity", reason: "AWS has no p4d.24xlarge in eu-central-1a now", remedy: "" },
  });
  const text = painted(wireOperation({ action: "resume", title: "Start dev", resources: [waits] }));
  expect(text).toContain("1 waits for AWS");
  expect(text).toContain("AWS has no p4d.24xlarge in eu-central-1a now.");
  expect(text).toContain("Tried 3 times in 5 min. Next try in 5 min, at 18:25.");
  expect(text).toMatch(/Try now : gpu-1/);
});

test("nothing to do is said, with the plan that says why", () => {
  const text = painted(wireOperation({ state: "succeeded", resources: [], holds: 0 }));
  expect(text).toContain("Nothing had to be done");
  expect(text).not.toContain("0 of 0");
});

test("who only looks sees the same, and has nothing to press", () => {
  const text = painted(wireOperation({ resources }), "viewer");
  expect(text).toContain("1 needs you");
  expect(text).not.toMatch(/Stop here|Undo/);
});

test("what has no price is counted beside the sums, and never makes a sum of zero", () => {
  const bare = operationItem({ name: "bare", hourlyAfter: null });
  const some = painted(wireOperation({ resources: [...resources, bare], unpriced: 1 }));
  expect(some).toContain("will be $0.71 not counted: 1 resource without a price");
  const none = painted(wireOperation({ resources: [bare], unpriced: 1, hourlyNow: moneyOf(0) }));
  expect(none).toContain("an hour no price");
  expect(none).not.toContain("$0.00");
});
