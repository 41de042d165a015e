import { EventBridgeClient, ListEventBusesCommand, ListRulesCommand, type Rule } from "@aws-sdk/client-eventbridge";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { Observed } from "../../core/resource";
import { withTags } from "../listing";
import { emptyWhenGone } from "../read-each";

/** What an EventBridge rule is, in a form that survives JSON, and how it is read. */

const text = z.string().nullable();

export const ruleConfiguration = z.strictObject({
  /** As AWS writes it: JSON in a string. */
  pattern: text,
  schedule: text,
  description: text,
  roleArn: text,
});
export type RuleConfiguration = z.infer<typeof ruleConfiguration>;

export const ruleDetail = z.strictObject({
  state: z.string(),
  bus: z.string(),
  /** The AWS service that made it for itself. */
  managedBy: text,
  configuration: ruleConfiguration,
});
export type RuleDetail = z.infer<typeof ruleDetail>;

/** ListRules and ListEventBuses answer at most 100 a page. */
const atMost = 100;
/** Beyond so many names of one bus its whole list is cheaper. */
const namesAtMost = 10;

/** A name is unique within its bus, and the name of a partner's bus has slashes of its own; a rule's never has. */
export function partsOf(nativeId: string): { readonly bus: string; readonly name: string } {
  const at = nativeId.lastIndexOf("/");
  return { bus: nativeId.slice(0, at), name: nativeId.slice(at + 1) };
}

/** Every rule of every bus: the default one, custom ones, and those of partners. */
export async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<RuleDetail>> {
  const rules = (await Promise.all(only ? namedLists(aws, only) : await wholeLists(aws))).flat();
  yield* await withTags(aws, "events:rule", rules.map(observe), only);
}

async function wholeLists(aws: ReadDoor): Promise<Promise<readonly Rule[]>[]> {
  const lists: Promise<readonly Rule[]>[] = [];
  const buses = pages(
    (token) =>
      aws.read(EventBridgeClient, new ListEventBusesCommand({ Limit: atMost, ...(token && { NextToken: token }) })),
    (out) => out.NextToken,
  );
  for await (const { EventBuses = [] } of buses) lists.push(...EventBuses.map(({ Name = "" }) => rulesOf(aws, Name)));
  return lists;
}

function namedLists(aws: ReadDoor, only: readonly string[]): Promise<readonly Rule[]>[] {
  const wanted = new Map<string, string[]>();
  for (const { bus, name } of only.map(partsOf)) wanted.set(bus, [...(wanted.get(bus) ?? []), name]);
  return [...wanted].flatMap(([bus, names]) => {
    const lists = names.length > namesAtMost ? [rulesOf(aws, bus)] : names.map((name) => rulesOf(aws, bus, name));
    return lists.map(async (list) => (await list).filter(({ Name = "" }) => names.includes(Name)));
  });
}

/** Of a whole bus, or those whose names begin so. A bus that is gone took its rules with it. */
async function rulesOf(aws: ReadDoor, bus: string, prefix?: string): Promise<readonly Rule[]> {
  const found: Rule[] = [];
  const list = pages(
    (token) =>
      emptyWhenGone(
        aws.read(
          EventBridgeClient,
          new ListRulesCommand({
            EventBusName: bus,
            Limit: atMost,
            ...(prefix !== undefined && { NamePrefix: prefix }),
            ...(token && { NextToken: token }),
          }),
        ),
      ),
    (out) => out.NextToken,
  );
  for await (const { Rules = [] } of list) found.push(...Rules);
  return found.filter(({ Name }) => prefix === undefined || Name === prefix);
}

function observe(rule: Rule): Omit<Observed<RuleDetail>, "tags"> {
  const { Name: name = "", EventBusName: bus = "default" } = rule;
  const configuration = {
    pattern: rule.EventPattern ?? null,
    schedule: rule.ScheduleExpression ?? null,
    description: rule.Description ?? null,
    roleArn: rule.RoleArn ?? null,
  };
  return {
    nativeId: `${bus}/${name}`,
    arn: rule.Arn ?? "",
    name,
    type: typeOf(configuration),
    detail: { state: rule.State ?? "unknown", bus, managedBy: rule.ManagedBy ?? null, configuration },
  };
}

function typeOf({ pattern, schedule }: RuleConfiguration): string {
  const words = [schedule, pattern === null ? null : "event pattern"];
  return words.filter((word) => word !== null).join(" and ") || "rule";
}
