import type { WireUnread } from "@/server/contract/costs";
import { monthWord, spanWord } from "./calendar";
import type { CostKey, CostMetric, CostView, NamedSpan } from "./view";

export const keyWords: Readonly<Record<CostKey, string>> = {
  service: "service",
  account: "account",
  region: "region",
  tag: "tag",
  group: "group",
  usage: "usage type",
  record: "record type",
};

/** Head of the table's first column. */
export const keyHeads: Readonly<Record<CostKey, string>> = {
  service: "Service",
  account: "Account",
  region: "Region",
  tag: "Tag",
  group: "Group",
  usage: "Usage type",
  record: "Record type",
};

export const metricWords: Readonly<Record<CostMetric, string>> = {
  unblended: "unblended",
  amortized: "amortised",
  netUnblended: "net",
};

export const metricNotes: Readonly<Record<CostMetric, string>> = {
  unblended: "as it was charged, on the day it was",
  amortized: "reservations and savings plans spread over their time",
  netUnblended: "unblended, after discounts",
};

export const spanWords: Readonly<Record<NamedSpan, string>> = {
  two: "This month and last",
  month: "This month",
  last: "Last month",
  "30": "30 days",
  "90": "90 days",
  "365": "365 days",
};

export function byWord({ by, tag }: Pick<CostView, "by" | "tag">): string {
  return by === "tag" && tag !== null ? `tag ${tag}` : keyWords[by];
}

/** How people call what Cost Explorer writes out. Its own name stays in the title, the exports and the API. */
const shortNames: Readonly<Record<string, string>> = {
  "Amazon Elastic Compute Cloud - Compute": "EC2",
  "EC2 - Other": "EC2, disks and traffic",
  "Amazon Relational Database Service": "RDS and Aurora",
  "Amazon Elastic Container Service": "ECS",
  "Amazon Elastic Container Service for Kubernetes": "EKS",
  "Amazon Elastic Load Balancing": "Load balancers",
  "Amazon Elastic File System": "EFS",
  "Amazon Elastic MapReduce": "EMR",
  "Amazon Managed Streaming for Apache Kafka": "MSK",
  "Amazon Simple Notification Service": "SNS",
  "Amazon Simple Queue Service": "SQS",
  "Amazon Simple Storage Service": "S3",
  "Amazon Virtual Private Cloud": "VPC",
  "AWS Key Management Service": "KMS",
};

/** `RDS and Aurora`, `SageMaker`; a tag without a value is untagged. */
export function nameWord(name: string, by: CostKey): string {
  if (name === "") return by === "tag" ? "untagged" : "without a name";
  return by === "service" ? serviceWord(name) : name;
}

export function serviceWord(name: string): string {
  return shortNames[name] ?? name.replace(/^(Amazon |AWS |Amazon(?=[A-Z]))/, "");
}

/** A title for why there is no actual cost of an account. */
export function unreadWord({ state, account }: WireUnread): string {
  switch (state) {
    case "waiting":
      return `${account.name} waits for the first reading`;
    case "not-enabled":
      return `Cost Explorer is not enabled in ${account.name}`;
    case "no-data":
      return `Cost Explorer has no data of ${account.name} yet`;
    case "denied":
      return `AWS does not let Standby read the costs of ${account.name}`;
    case "throttled":
      return `AWS asked Standby to read the costs of ${account.name} later`;
    case "expired":
      return `The credentials of ${account.name} have expired`;
    case "unsupported":
      return `${account.name} has no Cost Explorer`;
    case "failed":
      return `The costs of ${account.name} could not be read`;
  }
}

/** What to do where no fault says it. */
export function unreadRemedy(state: WireUnread["state"]): string {
  switch (state) {
    case "waiting":
      return "Standby asks Cost Explorer by itself within minutes, and a few times each day after that.";
    case "not-enabled":
      return "Open Cost Explorer once in the Billing console of the payer account. AWS then prepares the data within a day.";
    case "no-data":
      return "AWS prepares the data within a day of enabling Cost Explorer. Standby asks again by itself.";
    case "denied":
      return "Allow ce:GetCostAndUsage and ce:GetCostForecast in the role of Standby; in a member account the payer must allow it too.";
    case "throttled":
    case "failed":
      return "Standby asks again by itself within six hours.";
    case "expired":
      return "Renew the credentials; Standby asks again by itself.";
    case "unsupported":
      return "This partition of AWS has no Cost Explorer. The estimates from the price list go on.";
  }
}

export function spanOfUnread({ from, until }: Pick<WireUnread, "from" | "until">): string {
  return spanWord(from, until);
}

/** `10 days left`, `last day` */
export function daysLeftWord(days: number): string {
  if (days <= 0) return "last day";
  return days === 1 ? "1 day left" : `${days} days left`;
}

/** `$173 over budget` has its own words; this is the period of a budget: `November`, `2026-Q4`, `2026`. */
export function periodWord(current: string): string {
  return /^\d{4}-\d{2}$/.test(current) ? monthWord(current) : current.replace("-", " ");
}
