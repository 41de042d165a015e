import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToString } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { keys } from "@/components/data/keys";
import type { useOpenPlan } from "@/components/plan/use-open-plan";
import type { WireResourceDetail } from "@/server/contract/resources";
import { wireResource } from "./builders";
import { ResourceDetail } from "./resource-detail";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: () => undefined }) }));

const plan = { asked: null } as ReturnType<typeof useOpenPlan>;
const at = "2026-11-20T18:11:00.000Z";
const hold = { id: "hold_1", createdAt: at, verifiedAt: at, saved: { size: 3 } };

function painted(change: Partial<WireResourceDetail>, role: "operator" | "viewer" = "operator"): string {
  const client = new QueryClient();
  client.setQueryData(keys.me, { role });
  const resource: WireResourceDetail = {
    ...wireResource({ state: "gone", action: null }),
    managedBy: [],
    detail: {},
    lines: [],
    restore: "exact",
    expectSeconds: { pause: 60, resume: 60 },
    wakesItselfAfterHours: null,
    relations: [],
    hold: null,
    endedHold: null,
    lastRestore: null,
    idle: null,
    history: [],
    ...change,
  };
  return renderToString(
    <QueryClientProvider client={client}>
      <ResourceDetail resource={resource} plan={plan} />
    </QueryClientProvider>,
  );
}

const link = /<a href="\/api\/v1\/holds\/hold_1" download=""[^>]*>Download saved configuration<\/a>/g;

test("what is held can be downloaded and let go, also when the resource is gone", () => {
  const html = painted({ hold });
  expect(html.match(link)).toHaveLength(1);
  expect(html).toContain("End the hold");
});

test("who may not operate may still download it", () => {
  const html = painted({ hold }, "viewer");
  expect(html.match(link)).toHaveLength(1);
  expect(html).not.toContain("End the hold");
});

test("once its hold was ended it says why, and what was saved is still there", () => {
  const html = painted({ endedHold: { id: "hold_1", endedAt: at, reason: "Deleted by hand" } });
  expect(html.match(link)).toHaveLength(1);
  expect(html).toContain("Deleted by hand");
  expect(html).not.toContain("End the hold");
});

test("what was never held has nothing to download", () => {
  expect(painted({}).match(link)).toBeNull();
});

test("what else manages it is named, with what that would show of the pause where it is known", () => {
  const terraform = { tool: "terraform", name: "prod", address: 'module.web.aws_ecs_service.api["eu"]' } as const;
  const html = painted({ hold, managedBy: [{ ...terraform, drift: ["desired_count"] }] });
  expect(html).toContain("module.web.aws_ecs_service.api[&quot;eu&quot;] (state prod)");
  expect(html).toContain("Terraform would show: desired_count");
  for (const drift of [[], null]) {
    expect(painted({ managedBy: [{ ...terraform, drift }] })).not.toContain("would show");
  }
  const stack = { tool: "cloudformation", name: "shop", address: null, drift: null } as const;
  expect(painted({ managedBy: [stack] })).toContain("stack shop");
  expect(painted({})).not.toContain("Managed by");
});
