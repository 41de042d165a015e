import type { WireSavings, WireSavingsReport } from "../../contract/savings";
import { type Cell, columnsOf, type Part, type Report, writtenAt } from "./report";

/** The answer of GET /savings as a report. Pure. */
export function savingsReport(savings: WireSavingsReport, at: Date): Report {
  const { from, until, by, items, total, method, prices } = savings;
  return {
    title: "What pausing saved",
    facts: [
      { name: "from", value: from },
      { name: "until", value: `${until} (not included)` },
      { name: "source", value: `The savings ledger. ${method}` },
      { name: "cost", value: `USD at the prices of the day of each pause, not from a bill. Today: ${prices}` },
      { name: "net", value: "Realised and running, less restarts. Missed is in no other figure." },
      { name: "missing", value: missingOf(total.unpriced) },
      writtenAt(at),
    ],
    parts: [
      {
        record: by,
        title: `By ${by}`,
        columns: [
          ...columnsOf("text", "key", "name"),
          ...columnsOf("money", "net USD", "realised USD", "running USD", "restart USD", "missed USD"),
          ...columnsOf("number", "without a price"),
        ],
        rows: items.map(({ key, name, ...sums }) => [key, name, ...figures(sums)]),
        total: [null, "Total", ...figures(total)],
      },
      expectedOf(savings),
    ],
  };
}

function expectedOf({ expected }: WireSavingsReport): Part {
  return {
    record: "expected",
    title: "What the pauses that go on save on top, if they all stay",
    columns: [
      ...columnsOf("time", "until"),
      ...columnsOf("money", "expected USD"),
      ...columnsOf("number", "pauses", "without a price"),
    ],
    rows: expected
      ? [[expected.until, expected.amount?.amount ?? null, String(expected.pauses), String(expected.unpriced)]]
      : [],
    total: null,
  };
}

function figures({ net, realised, running, restart, missed, unpriced }: WireSavings): readonly Cell[] {
  const amounts = [net, realised, running, restart, missed].map((money) => money?.amount ?? null);
  return [...amounts, String(unpriced)];
}

function missingOf(unpriced: number): string {
  if (unpriced === 0) return "Nothing: every stretch of time has a price.";
  return `${unpriced} stretches of time have no price; they are in no sum. An empty amount is not known, and not zero.`;
}
