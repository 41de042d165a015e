import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToString } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { keys } from "@/components/data/keys";
import { moneyOf } from "@/components/plan/amount";
import type { WireResource } from "@/server/contract/resources";
import { wireResource } from "./builders";
import { queryOf, readFilters } from "./filters";
import { pageSize } from "./page-size";
import { ResourcesScreen } from "./resources-screen";

const address = { search: "" };
vi.mock("next/navigation", () => ({
  useRouter: () => ({ push: () => undefined }),
  useSearchParams: () => new URLSearchParams(address.search),
}));

/** What the server paints for an address whose first page was read. */
function painted(search: string, rows: readonly WireResource[], total = rows.length): string {
  address.search = search;
  const client = new QueryClient();
  const query = { ...queryOf(readFilters(new URLSearchParams(search))), limit: pageSize };
  const page = { items: rows, next: null, total, hourlyNow: moneyOf(6_760_000), unpriced: 0 };
  client.setQueryData([...keys.resources, query], { pages: [page], pageParams: [null] });
  return renderToString(
    <QueryClientProvider client={client}>
      <ResourcesScreen />
    </QueryClientProvider>,
  );
}

const text = (html: string) =>
  html
    .replace(/<!-- -->/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");

test("the first paint holds the rows, their switches and the sum of the filter", () => {
  const html = painted("group=dev&not=tag:Owner%3Dvendor", [
    wireResource(),
    wireResource({ name: "batch", state: "paused", action: "resume", hourlyNow: moneyOf(16_000) }),
    wireResource({ name: "nat", state: "alwaysOn", action: null, reason: "AWS has no stop for it", hourlyNow: null }),
  ]);
  expect(html).toMatch(/role="switch" aria-checked="true" aria-label="api-1"/);
  expect(html).toMatch(/role="switch" aria-checked="false" aria-label="batch"/);
  const words = text(html);
  expect(words).toContain("3 , $6.76 an hour");
  expect(words).toContain("Group dev");
  expect(words).toContain("not Tag Owner = vendor");
  expect(words).toContain("no stop : AWS has no stop for it");
  expect(words).toContain("no price");
});

test("a long list is drawn only as far as the window goes", () => {
  const rows = Array.from({ length: 5_000 }, (_, index) => wireResource({ name: `r${index}` }));
  const drawn = painted("", rows).match(/<tr [^>]*data-index/g) ?? [];
  expect(drawn.length).toBeGreaterThan(20);
  expect(drawn.length).toBeLessThan(80);
});

test("an empty list says why", () => {
  expect(text(painted("q=zzz", []))).toContain("Nothing fits this filter");
  expect(text(painted("", []))).toContain("No resource was read yet");
});
