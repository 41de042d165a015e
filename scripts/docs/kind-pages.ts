import type { AboutPausable, AnyAdapter } from "../../server/adapters/contract";
import { type KindOption, optionsOf } from "../../server/adapters/options";

/** The pages about kinds, from the registry alone. Pure: Markdown in, nothing else asked. */

const restores: Readonly<Record<AnyAdapter["restore"], string>> = {
  exact: "exactly as it was",
  recreated: "made again from what was saved",
  reportOnly: "listed only",
};

export function indexPage(adapters: readonly AnyAdapter[]): string {
  return `# Every kind

From the registry (\`server/adapters/registry.ts\`) by \`node --import tsx scripts/kinds.ts\`. A pause goes through the order
upwards, a resume downwards. Each kind has a page: what a pause and a resume do, what is saved, what may be lost, what still
costs, and the permissions. What holds for one resource, with its money, is said in every plan.

The permissions of all kinds together: [policies](policies/README.md).

| kind | | comes back | order | |
|---|---|---|---|---|
${adapters.map(row).join("\n")}
`;
}

function row(adapter: AnyAdapter): string {
  const { kind, plural, restore, wave } = adapter;
  return `| [\`${kind}\`](kinds/${kind}.md) | ${plural} | ${restores[restore]} | ${wave || ""} | ${notes(adapter).join("; ")} |`;
}

function notes(adapter: AnyAdapter): readonly string[] {
  const wakes = adapter.timing.wakesItselfAfterHours;
  const options = optionsOf(adapter);
  const named = (some: readonly KindOption[]) => some.map(({ name }) => `\`${name}\``).join(", ");
  const [asked, others] = [options.filter((one) => one.acceptable), options.filter((one) => !one.acceptable)];
  return [
    ...(wakes ? [`AWS starts it again after ${wakes / 24} days`] : []),
    ...(asked.length > 0 ? [`to accept: ${named(asked)}`] : []),
    ...(others.length > 0 ? [`options: ${named(others)}`] : []),
  ];
}

export function kindPage(adapter: AnyAdapter): string {
  const { kind, plural, wave, restore, about, iam, ahead } = adapter;
  const parts =
    "reason" in about
      ? [paragraph("Why it cannot be paused", about.reason), paragraph("What ends its bill", about.remedy)]
      : [...pausable(about), optionsPart(optionsOf(adapter)), timing(adapter)];
  const permissions = [
    permissionLine("to read it", [...iam.read, ...(ahead?.iam ?? [])]),
    permissionLine("to pause it", iam.pause),
    permissionLine("to resume it", iam.resume),
  ];
  return [
    `# ${plural}`,
    `\`${kind}\` · ${restores[restore]}${wave ? ` · order ${wave}` : ""} · [every kind](../kinds.md)`,
    ...[...parts, idlePart(adapter), terraformPart(adapter)].filter((part) => part !== ""),
    `## Permissions\n\n${permissions.filter((line) => line !== "").join("\n")}`,
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");
}

function pausable({ pause, resume, saves, stillCosts, hazards }: AboutPausable): readonly string[] {
  return [
    paragraph("Pause", pause),
    paragraph("Resume", resume),
    paragraph("What is saved", saves),
    paragraph("What still costs", stillCosts),
    hazards.length > 0 ? `## What to know before\n\n${hazards.map((hazard) => `- ${hazard}`).join("\n")}` : "",
  ];
}

function paragraph(title: string, text: string): string {
  return `## ${title}\n\n${/[.!?]$/.test(text) ? text : `${text}.`}`;
}

function optionsPart(options: readonly KindOption[]): string {
  if (options.length === 0) return "";
  const rows = options.map(({ name, what, acceptable, byDefault }) => {
    const note = acceptable ? "off unless somebody accepts it" : `by default \`${JSON.stringify(byDefault)}\``;
    return `| \`${name}\` | ${what} | ${note} |`;
  });
  return `## Options of a plan or a group\n\n| option | what it says | |\n|---|---|---|\n${rows.join("\n")}`;
}

function timing({ timing: { expectSeconds, wakesItselfAfterHours: wakes } }: AnyAdapter): string {
  const text = `A pause is expected to take ${duration(expectSeconds.pause)}, a resume ${duration(expectSeconds.resume)}.`;
  return paragraph("How long it takes", wakes ? `${text} AWS starts it again after ${wakes / 24} days.` : text);
}

/** Which metrics tell, by the hour; all of them have to. */
function idlePart({ idle }: AnyAdapter): string {
  if (!idle?.signals && !idle?.untold) return "";
  if (idle.untold) return paragraph("When it counts as idle", `Nobody can tell: ${idle.untold}`);
  const rows = (idle.signals ?? []).map(({ namespace, metric, statistic, idleWhen, quietMeansIdle }) => {
    const bound = "atMost" in idleWhen ? `at most ${idleWhen.atMost}` : `at least ${idleWhen.atLeast}`;
    return `| \`${namespace}\` \`${metric}\` | ${statistic} | ${bound} | ${quietMeansIdle ? "idle" : "not known"} |`;
  });
  return `## When it counts as idle\n\nEach hour of so many days (a setting, 7 by default), all of these where they apply:\n\n| metric | of an hour | idle | without a value |\n|---|---|---|---|\n${rows.join("\n")}`;
}

function terraformPart({ terraform = {} }: AnyAdapter): string {
  const types = Object.keys(terraform).map((type) => `\`${type}\``);
  return types.length === 0 ? "" : `## In Terraform\n\n${types.join(", ")}`;
}

function duration(seconds: number): string {
  if (seconds < 90) return `${seconds} s`;
  return `${Math.round(seconds / 60)} min`;
}

function permissionLine(purpose: string, actions: readonly string[]): string {
  if (actions.length === 0) return "";
  return `- ${purpose}: ${[...new Set(actions)]
    .sort()
    .map((action) => `\`${action}\``)
    .join(", ")}`;
}
