import type { WireBudget, WireBudgetInput } from "@/server/contract/budgets";

/** A budget as a person writes it. Pure. */

export interface BudgetText {
  readonly name: string;
  /** `account ID`, `group ID` or `tag`. */
  readonly scope: string;
  readonly tagKey: string;
  readonly tagValue: string;
  readonly period: string;
  readonly limit: string;
  /** In percent: `80, 100`. */
  readonly actual: string;
  readonly forecast: string;
}

export type BudgetField = keyof BudgetText;

export interface Written {
  readonly input: WireBudgetInput | null;
  /** What is wrong, by field; empty when `input` is there. */
  readonly errors: Partial<Readonly<Record<BudgetField, string>>>;
}

export const periods = ["month", "quarter", "year"] as const;

/** A new one tells at four fifths, at the limit, and when the forecast passes it. */
export function textOf(budget: WireBudget | null, accountId: string | undefined): BudgetText {
  if (budget === null) {
    const scope = accountId === undefined ? "" : `account ${accountId}`;
    return {
      name: "",
      scope,
      tagKey: "",
      tagValue: "",
      period: "month",
      limit: "",
      actual: "80, 100",
      forecast: "100",
    };
  }
  const { name, period, limit, thresholds } = budget;
  const sharesOn = (on: "actual" | "forecast") =>
    thresholds
      .filter((threshold) => threshold.on === on)
      .map(({ share }) => String(Math.round(share * 1e4) / 100))
      .join(", ");
  return {
    ...{ name, period, limit: limit.replace(/(\.\d\d)0+$/, "$1") },
    ...scopeText(budget.scope),
    actual: sharesOn("actual"),
    forecast: sharesOn("forecast"),
  };
}

function scopeText(scope: WireBudget["scope"]): Pick<BudgetText, "scope" | "tagKey" | "tagValue"> {
  switch (scope.type) {
    case "account":
      return { scope: `account ${scope.accountId}`, tagKey: "", tagValue: "" };
    case "group":
      return { scope: `group ${scope.groupId}`, tagKey: "", tagValue: "" };
    case "tag":
      return { scope: "tag", tagKey: scope.key, tagValue: scope.value };
  }
}

/** What was written, or which field is wrong and what it takes. */
export function inputOf(text: BudgetText, currency: string): Written {
  const scope = scopeOf(text);
  const limit = limitOf(text.limit);
  const [actual, forecast] = [sharesOf(text.actual), sharesOf(text.forecast)];
  const period = periods.find((one) => one === text.period) ?? "month";
  const name = text.name.trim();
  const percents = "Percents from 1 to 1000, with commas between: 80, 100.";
  const none = actual?.length === 0 && forecast?.length === 0;
  const errors = {
    ...(name === "" ? { name: "A name, such as All of production." } : {}),
    ...(scope === null ? { [text.scope === "tag" ? "tagKey" : "scope"]: "What the budget is of." } : {}),
    ...(limit === null ? { limit: "An amount such as 350 or 350.00." } : {}),
    ...(actual === null || none ? { actual: none ? "At least one of the two lines needs a percent." : percents } : {}),
    ...(forecast === null ? { forecast: percents } : {}),
  };
  if (scope === null || limit === null || !actual || !forecast || Object.keys(errors).length > 0) {
    return { input: null, errors };
  }
  const thresholds = [
    ...actual.map((share) => ({ on: "actual" as const, share })),
    ...forecast.map((share) => ({ on: "forecast" as const, share })),
  ];
  return { input: { name, scope, period, limit, currency, thresholds }, errors: {} };
}

function scopeOf({ scope, tagKey, tagValue }: BudgetText): WireBudgetInput["scope"] | null {
  const [type, id = ""] = scope.split(" ");
  if (type === "account" && id !== "") return { type, accountId: id };
  if (type === "group" && id !== "") return { type, groupId: id };
  if (type === "tag" && tagKey.trim() !== "") return { type, key: tagKey.trim(), value: tagValue.trim() };
  return null;
}

/** `1,200.50` as the wire writes it; null where it is no amount above nothing. */
function limitOf(text: string): string | null {
  const plain = text.replaceAll(",", "").trim();
  return /^\d{1,9}(\.\d{1,6})?$/.test(plain) && Number(plain) > 0 ? plain : null;
}

/** Null where one of them is no percent. */
function sharesOf(text: string): readonly number[] | null {
  const parts = text
    .split(",")
    .map((part) => part.replace("%", "").trim())
    .filter((part) => part !== "");
  const shares = [...new Set(parts)].map((part) => Math.round(Number(part) * 100) / 1e4);
  return shares.every((share) => share >= 0.01 && share <= 10) ? shares : null;
}
