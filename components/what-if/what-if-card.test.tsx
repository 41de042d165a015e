import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToString } from "react-dom/server";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { keys } from "@/components/data/keys";
import type { WireWhatIf } from "@/server/contract/what-if";
import { scheduleOf } from "./hours";
import { readAsked, scopeOf } from "./link";
import { WhatIfCard } from "./what-if-card";

let address = "";
vi.mock("next/navigation", () => ({ useSearchParams: () => new URLSearchParams(address) }));
beforeEach(() => {
  address = "";
});

const usd = (amount: string) => ({ amount, currency: "USD" as const });
const worth = { gross: usd("100.000000"), changeover: usd("4.000000"), net: usd("96.000000") };
const figures = { resources: 3, unpriced: 0, past: worth, month: worth };
const answer: WireWhatIf = {
  ...{ from: "2026-10-21T19:12:00.000Z", until: "2026-11-20T19:12:00.000Z", groups: [], wakers: [] },
  ...{ hours: { onPerWeek: 60, offPerWeek: 108, startsPerWeek: 5 }, youngerThanSpan: 0, total: figures },
  kinds: [{ key: "ec2.instance", name: "EC2 instances", ...figures }],
  leftOut: { protected: 0, unpausable: 0, off: 0 },
  forecast: {
    month: "2026-11",
    unscheduled: { mean: "7290.680000", low: "7000.000000", high: "7581.360000", share: 0.8 },
    scheduled: { mean: "7206.480000", low: "6915.800000", high: "7497.160000", share: 0.8 },
    takenAway: "84.200000",
    basis: "Learnt from 56 final days.",
  },
  noForecast: null,
  ...{ prices: "List prices of 20 Jul 2026.", method: "Each resource is counted." },
};

const linked = "zone=UTC&on=mon,tue,wed,thu,fri+07:00-19:00&id=res_1&id=res_2";

function shown(data: WireWhatIf | null): string {
  const client = new QueryClient();
  client.setQueryData(keys.groups, { items: [{ id: "grp_1", name: "dev" }] });
  const { asked } = readAsked(new URLSearchParams(address));
  const question = asked?.hours && { scope: scopeOf(asked, null), schedule: scheduleOf(asked.hours) };
  if (data) client.setQueryData([...keys.whatIf, question], data);
  return renderToString(
    <QueryClientProvider client={client}>
      <WhatIfCard account={null} />
    </QueryClientProvider>,
  );
}
const words = (html: string) =>
  html
    .replaceAll("<!-- -->", "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");

describe("the card of a schedule", () => {
  test("without a question has the usual hours, and asks when somebody wants to know", () => {
    const text = words(shown(null));
    expect(text).toContain("Show what it would save");
    expect(text).toContain("Everything dev");
    expect(text).not.toContain("Reckoning");
  });

  test("with one in the address has its hours and its resources filled in, and both ends of the month", () => {
    address = linked;
    const html = shown(answer);
    expect(html).toContain('value="07:00"');
    expect(html).toContain('value="19:00"');
    expect(html).toContain('value="UTC"');
    expect(html.match(/checked=""/g)).toHaveLength(5);
    const text = words(html);
    expect(text).not.toContain("Show what it would save");
    for (const word of [
      "2 resources",
      "$96 .00",
      "The bill at the end of November",
      "As it is planned now $7,290 .68 80 % sure of $7,000 to $7,581",
      "With these hours from now on $7,206 .48 80 % sure of $6,916 to $7,497",
      "These hours would take $84.20 off the bill of November.",
      "Learnt from 56 final days.",
      "EC2 instances",
    ])
      expect(text).toContain(word);
  });

  test("says why there is no end of the month, and does not make one up", () => {
    address = linked;
    const text = words(shown({ ...answer, forecast: null, noForecast: "The bill is in EUR." }));
    expect(text).toContain("No forecast of the month’s end: The bill is in EUR.");
    expect(text).not.toContain("at the end of");
    expect(text).toContain("$96 .00");
  });

  test("with an address that cannot be read says what is wrong, beside the empty form", () => {
    address = "zone=UTC&on=mon+8-19&id=res_1";
    const text = words(shown(null));
    expect(text).toContain("asks for what cannot be read");
    expect(text).toContain("“mon 8-19” are no hours");
    expect(text).toContain("Show what it would save");
    expect(text).not.toContain("1 resource");
  });
});
