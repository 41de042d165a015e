import { joinNames } from "@/components/plan/names";
import { formatAbout, formatDate, formatDuration, plural } from "@/components/ui/format";
import type { WireResourceDetail } from "@/server/contract/resources";

/** The words of the drawer. Pure. */

type Lines = WireResourceDetail["lines"];

/** "200 GB gp3, bills while paused"; a metered line says that only the bill knows. */
export function lineNote(line: Lines[number]): string {
  const metered = line.quantity === "metered" ? "by use, only the bill knows" : "";
  const stays = line.stopsWhenPaused || metered !== "" ? "" : "bills while paused";
  return [line.note, metered, stays].filter((part) => part !== "").join(", ");
}

/** "$0.0952 per hour × 2, AWS price list of 6 Oct 2026"; empty where there is no price. */
export function priceText(line: Lines[number]): string {
  if (line.rate === null) return "";
  const times = line.quantity === "metered" || line.quantity === 1 ? "" : ` × ${line.quantity}`;
  const source = line.source ? `, ${line.source.title} of ${formatDate(line.source.asOf)}` : "";
  return `$${line.rate} per ${line.unit}${times}${source}`;
}

const restoreWords: Readonly<Record<string, string>> = {
  exact: "exactly",
  newAddress: "with a new address",
  recreated: "made again as it was",
  lossy: "without its local data",
};

/** "exactly, in about 6 min"; what has no stop does not come back. */
export function comesBackText({
  restore,
  expectSeconds,
}: Pick<WireResourceDetail, "restore" | "expectSeconds">): string {
  const how = restoreWords[restore] ?? "Standby only reports it, AWS has no stop for it";
  return restoreWords[restore] ? `${how}, in ${formatAbout(expectSeconds.resume)}` : how;
}

/** "by itself after 7 days"; null for what stays off. */
export function wakesText(hours: number | null): string | null {
  if (hours === null) return null;
  const time = hours % 24 === 0 ? plural(hours / 24, "day") : formatDuration(hours * 3600);
  return `by itself after ${time}`;
}

const roleWords: Readonly<Record<string, string>> = {
  owner: "Run by",
  member: "Runs",
  needs: "Needs",
  neededBy: "Needed by",
};

interface RelationGroup {
  readonly label: string;
  readonly text: string;
  readonly items: WireResourceDetail["relations"];
}

/** The relations by their role, in the order owner, members, needs, needed by. */
export function relationsBy(relations: WireResourceDetail["relations"]): readonly RelationGroup[] {
  const roles = [...new Set([...Object.keys(roleWords), ...relations.map((one) => one.role)])];
  return roles.flatMap((role) => {
    const items = relations.filter((one) => one.role === role);
    const text = joinNames(
      items.map((one) => one.name),
      6,
    );
    return items.length > 0 ? [{ label: roleWords[role] ?? role, text, items }] : [];
  });
}

type Manager = WireResourceDetail["managedBy"][number];

const tools: Readonly<Record<Manager["tool"], string>> = {
  terraform: "Terraform",
  cloudformation: "CloudFormation",
  beanstalk: "Elastic Beanstalk",
};
const parts: Readonly<Record<Manager["tool"], string>> = {
  terraform: "state",
  cloudformation: "stack",
  beanstalk: "environment",
};

export function toolWord({ tool }: Pick<Manager, "tool">): string {
  return tools[tool];
}

/** "module.web.aws_instance.api[0] (state prod)"; "environment shop" where it tells no address. */
export function managerText({ tool, name, address }: Omit<Manager, "drift">): string {
  return address === null ? `${parts[tool]} ${name}` : `${address} (${parts[tool]} ${name})`;
}

/** "Terraform would show: desired_count"; null where it shows nothing, or nobody knows. */
export function driftText({ tool, drift }: Pick<Manager, "tool" | "drift">): string | null {
  return drift === null || drift.length === 0 ? null : `${tools[tool]} would show: ${drift.join(", ")}`;
}

/** "started by Ana Ruiz", and how it ended where that is not the plain end. */
export function historyText({ action, by, state }: WireResourceDetail["history"][number]): string {
  const verb = action === "pause" ? "stopped" : "started";
  const ends: Readonly<Record<string, string>> = {
    partial: ", partly done",
    failed: ", failed",
    cancelled: ", stopped on the way",
    running: ", at work",
    queued: ", waiting",
  };
  return `${verb} by ${by}${ends[state] ?? ""}`;
}

const consoles: Readonly<Record<string, string>> = {
  aws: "console.aws.amazon.com",
  "aws-us-gov": "console.amazonaws-us-gov.com",
  "aws-cn": "console.amazonaws.cn",
};

/** The page of a resource in the AWS console, by its ARN. Null for a partition without a public console. */
export function consoleUrl(arn: string): string | null {
  const [, partition = ""] = arn.split(":");
  const host = consoles[partition];
  return host ? `https://${host}/go/view?arn=${encodeURIComponent(arn)}` : null;
}
