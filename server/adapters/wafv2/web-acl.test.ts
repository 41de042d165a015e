import { expect, test } from "vitest";
import { described } from "../../testing/described";
import { collect, recordingDoor } from "../../testing/recording-door";
import { wafv2WebAcl } from "./web-acl";

const id = "shop|11112222-3333|REGIONAL";
const plain = { Name: "shop", Scope: "REGIONAL", Rules: [{ Statement: { RateBasedStatement: { Limit: 100 } } }] };
const managed = (VendorName: string, Name: string) => ({
  Statement: { ManagedRuleGroupStatement: { VendorName, Name } },
});

async function one(properties: object, named = id) {
  const [found] = await described(wafv2WebAcl, named, properties);
  if (!found) throw new Error("it is not listed");
  return found;
}

const linesOf = async (properties: object) => wafv2WebAcl.price(await one(properties));

test("it bills itself, each of its rules, and requests by use", async () => {
  const Rules = [...plain.Rules, managed("AWS", "AWSManagedRulesCommonRuleSet")];
  expect(await linesOf({ ...plain, Rules })).toMatchObject([
    { price: { table: "waf", key: "webAcl.month" }, quantity: 1, unit: "month" },
    { price: { table: "waf", key: "rule.month" }, quantity: 2, unit: "month" },
    { label: "Requests", quantity: "metered" },
  ]);
});

test.each([
  ["bot control", managed("AWS", "AWSManagedRulesBotControlRuleSet"), "Managed rules"],
  ["rules of another vendor", managed("Fence Inc", "OWASP"), "Managed rules"],
  ["a rule group of its own", { Statement: { RuleGroupReferenceStatement: { Arn: "arn" } } }, "Rule groups"],
])("%s cost more than a rule, by an amount that nobody knows", async (_what, rule, label) => {
  expect(await linesOf({ ...plain, Rules: [rule] })).toContainEqual(
    expect.objectContaining({ label, price: null, quantity: 1 }),
  );
});

test("rules that are not told are not none", async () => {
  const { Rules: _untold, ...rest } = plain;
  expect((await linesOf(rest))[1]).toMatchObject({ label: "Rules", price: null, quantity: 1 });
});

test("one of CloudFront has no price of a region, and says by its id what it is", async () => {
  const seen = await one({ Rules: [] }, "site|1|CLOUDFRONT");
  expect(seen).toMatchObject({ name: "site", type: "cloudfront" });
  expect(wafv2WebAcl.price(seen)[0]).toMatchObject({ price: null, quantity: 1 });
});

test("its requests are asked for by its metric's name, in its region unless it is CloudFront's", async () => {
  const dimensions = async (properties: object) => wafv2WebAcl.idle?.signals?.[0]?.dimensions(await one(properties));
  const VisibilityConfig = { CloudWatchMetricsEnabled: true, MetricName: "shopMetric" };
  const all = { WebACL: "shopMetric", Rule: "ALL" };
  expect(await dimensions({ ...plain, VisibilityConfig })).toEqual([{ ...all, Region: "eu-central-1" }]);
  expect(await dimensions({ ...plain, Scope: "CLOUDFRONT", VisibilityConfig })).toEqual([all]);
  const off = { ...VisibilityConfig, CloudWatchMetricsEnabled: false };
  expect(await dimensions({ ...plain, VisibilityConfig: off })).toEqual([]);
});

test.each([
  ["eu-central-1", ["REGIONAL"]],
  ["us-east-1", ["REGIONAL", "CLOUDFRONT"]],
])("in %s the lists ask for %s", async (region, scopes) => {
  const aws = { ...recordingDoor({ ListResources: () => ({ ResourceDescriptions: [] }) }), region };
  expect(await collect(wafv2WebAcl.discover(aws))).toEqual([]);
  const models = aws.calls.map(({ input }) => (input as { ResourceModel?: string }).ResourceModel);
  expect(models).toEqual(scopes.map((Scope) => JSON.stringify({ Scope })));
});
