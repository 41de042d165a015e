import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { defineDescribed, describedTags } from "../described";
import { type IdleSignal, noneOf } from "../idle";
import { metered, unpriced } from "../listing";

const detail = z.strictObject({
  /** REGIONAL, CLOUDFRONT. */
  scope: z.string(),
  /** A managed rule group counts as one. Null: AWS does not tell. */
  rules: z.number().nullable(),
  /** Managed rule groups that have a fee of their own, and those of other vendors. */
  subscriptions: z.array(z.string()),
  /** Rule groups of one's own, in which each rule bills, too. */
  ruleGroups: z.number(),
  region: z.string(),
  /** The name that its metrics have; null where it publishes none. */
  metricName: z.string().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "A web ACL and each of its rules bill by the month, whether anything is behind it or not; it has no stop",
  remedy:
    "Share one between what it protects, take out rules that nothing needs, and delete it where it protects nothing",
};

const properties = z.object({
  Arn: z.string().optional(),
  Name: z.string().optional(),
  Scope: z.string().optional(),
  Rules: z
    .array(
      z.object({
        Statement: z
          .object({
            ManagedRuleGroupStatement: z
              .object({ VendorName: z.string().optional(), Name: z.string().optional() })
              .optional(),
            RuleGroupReferenceStatement: z.unknown().optional(),
          })
          .optional(),
      }),
    )
    .optional(),
  VisibilityConfig: z
    .object({ CloudWatchMetricsEnabled: z.boolean().optional(), MetricName: z.string().optional() })
    .optional(),
  Tags: describedTags,
});
type Rules = NonNullable<z.infer<typeof properties>["Rules"]>;

/** Requests that it let pass or stopped; published only while there are any (AWS WAF Developer Guide, "AWS WAF metrics"). */
const requests = { namespace: "AWS/WAFV2", statistic: "Sum", quietMeansIdle: true } as const;
const ofAll: IdleSignal<Detail>["dimensions"] = ({ detail: { metricName, scope, region } }) => {
  if (metricName === null) return [];
  const dimensions = { WebACL: metricName, Rule: "ALL" };
  // Those of CloudFront have no region.
  return [scope === "CLOUDFRONT" ? dimensions : { ...dimensions, Region: region }];
};

/**
 * Web ACLs of the second AWS WAF (AWS WAF pricing). Those of CloudFront belong to no region and are told in us-east-1. The
 * list of the type asks for the scope (Cloud Control API User Guide, "Resource operations that require additional information").
 */
export const wafv2WebAcl = defineDescribed({
  kind: "wafv2.webAcl",
  title: "Web ACL",
  plural: "Web ACLs",
  billedAs: "AWS WAF",
  terraform: ["aws_wafv2_web_acl"],
  about,
  type: "AWS::WAFv2::WebACL",
  properties,
  models: (region) => [{ Scope: "REGIONAL" }, ...(region === "us-east-1" ? [{ Scope: "CLOUDFRONT" }] : [])],
  read: ["wafv2:GetWebACL", "wafv2:ListTagsForResource", "wafv2:ListWebACLs"],
  detail,
  advise: ({ detail: { scope } }) => ({ saw: scope.toLowerCase(), ...about }),
  price,
  idle: {
    signals: [
      noneOf({ ...requests, label: "requests let pass at most", metric: "AllowedRequests" }, ofAll),
      noneOf({ ...requests, label: "requests stopped at most", metric: "BlockedRequests" }, ofAll),
    ],
  },
  observe: ({ Arn, Name, Rules, VisibilityConfig, ...told }, id, { region }) => {
    // `Name|Id|Scope`
    const [name = id, , scope = "unknown"] = id.split("|");
    return {
      arn: Arn ?? "",
      name: Name ?? name,
      type: (told.Scope ?? scope).toLowerCase(),
      tags: told.Tags,
      detail: {
        scope: told.Scope ?? scope,
        rules: Rules?.length ?? null,
        subscriptions: subscriptionsIn(Rules ?? []),
        ruleGroups: (Rules ?? []).filter(({ Statement }) => Statement?.RuleGroupReferenceStatement !== undefined)
          .length,
        region,
        metricName: VisibilityConfig?.CloudWatchMetricsEnabled ? (VisibilityConfig.MetricName ?? null) : null,
      },
    };
  },
});

/** AWS's own that are not in the price of a rule: bot control, fraud control, and DDoS prevention (AWS WAF pricing). */
const paid = /^AWSManagedRules(BotControl|ATP|ACFP|AntiDDoS)RuleSet$/;

function subscriptionsIn(rules: Rules): string[] {
  return rules.flatMap(({ Statement }) => {
    const { VendorName: vendor = "unknown", Name: name = "unknown" } = Statement?.ManagedRuleGroupStatement ?? {};
    const isPaid = Statement?.ManagedRuleGroupStatement !== undefined && (vendor !== "AWS" || paid.test(name));
    return isPaid ? [`${vendor} ${name}`] : [];
  });
}

function price({ detail: { scope, rules, subscriptions, ruleGroups } }: Observed<Detail>): readonly CostLine[] {
  // The list has those of CloudFront under no region.
  const priced = (key: string) => (scope === "REGIONAL" ? { table: "waf", key } : null);
  const line = { unit: "month", stopsWhenPaused: false } as const;
  const counted = rules ?? 0;
  return [
    { ...line, label: "Web ACL", note: scope.toLowerCase(), price: priced("webAcl.month"), quantity: 1 },
    rules === null
      ? unpriced("Rules", "AWS does not tell how many")
      : { ...line, label: "Rules", note: `${counted}`, price: priced("rule.month"), quantity: counted },
    ...(ruleGroups > 0 ? [unpriced("Rule groups", `${ruleGroups}, by the rules in them, which are not read`)] : []),
    ...subscriptions.map((name) => unpriced("Managed rules", `${name}: its fee is in no price list`)),
    metered("Requests", "by the million"),
  ];
}
