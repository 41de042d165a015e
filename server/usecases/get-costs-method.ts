import type { CostMetric } from "../core/actual-cost";
import type { BilledGroups } from "../costs/actual/groups";
import type { CostsAsked } from "./get-costs-query";

const metrics: Readonly<Record<CostMetric, string>> = {
  unblended: "Unblended cost: what was charged on each day",
  amortized: "Amortised cost: reservations and savings plans are spread over the time that they are for",
  netUnblended: "Net unblended cost: what was charged on each day, after discounts",
};

/** Which cost it is and where it is from, in plain words. */
export function costsMethod(metric: CostMetric, by: CostsAsked["by"], billed: BilledGroups): string {
  return [
    `${metrics[metric]}, as AWS Cost Explorer tells it, in the bill's own currency and by days of UTC.`,
    "Credits, refunds and taxes are beside it and in no other figure.",
    "AWS corrects the last two whole days and the running one, and a day that was not read is not zero.",
    ...(by === "service" || by === "account"
      ? []
      : [
          'What a payer has of accounts that are not connected is told by service and account only: "Other linked accounts".',
        ]),
    ...(by === "group" ? [groupMethod(billed)] : []),
  ].join(" ");
}

function groupMethod({ key, groups, others }: BilledGroups): string {
  const told =
    groups.length > 0 ? `Groups are told by the tag ${key} on the bill.` : "No group can be told from the bill.";
  if (others.length === 0) return told;
  return `${told} A bill cannot tell ${others.join(", ")}: that takes a group of exactly one value of this tag, and no other group of the same.`;
}
